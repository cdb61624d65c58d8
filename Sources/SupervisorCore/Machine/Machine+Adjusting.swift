import Supervision
import Vocabulary

extension Machine {
    /// Goes by the rules of that spec from now on; the process is not touched.
    mutating func adjust(_ spec: LaunchSpec, _ token: RequestToken) {
        let component = spec.component
        let rules = LaunchRules(spec)
        let former = components[component]?.spec.map { LaunchRules($0) }
        components[component]?.spec?.take(rules)
        components[component]?.next?.spec.take(rules)
        if former?.health != rules.health { watch(component, rules.health) }
        if former?.watch != rules.watch { changeWatch(component) }
        publish(
            "component.adjusted", component,
            ["changed": JSON(former.map { rules.changes(from: $0) } ?? [])])
        actions.append(.persist(synced: false))
        reply(token, .value([:]))
    }

    /// What led to a suspension may be mended by it.
    private mutating func changeWatch(_ component: ComponentID) {
        watchAnew(component)
        updateWatch(component)
    }

    /// What an earlier check has said no longer counts.
    private mutating func watch(_ component: ComponentID, _ health: HealthCheck?) {
        guard let incarnation = components[component]?.current, incarnation.phase == .running,
            incarnation.ready != nil
        else { return }
        actions.append(.stopProbe(incarnation.id))
        if components[component]?.status == .degraded { becomeReady(component) }
        if let health { actions.append(.startHealth(incarnation.id, health)) }
    }
}
