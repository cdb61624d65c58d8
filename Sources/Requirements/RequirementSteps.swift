package import Steps

/// What an adapter has to do around the launch. Ids begin with the component's; `dependsOn` names
/// steps of the same list only: the plan puts `prepare` before the launch and `bootstrap` after
/// ready. Steps of different requirements don't depend on each other.
package struct RequirementSteps: Sendable {
    /// Before the launch: template, data, sockets. For `external` the one probe.
    package var prepare: [Step]
    /// After the probe has passed and before the component counts as ready: durability, password,
    /// seed.
    package var bootstrap: [Step]

    package init(prepare: [Step] = [], bootstrap: [Step] = []) {
        self.prepare = prepare
        self.bootstrap = bootstrap
    }
}
