package import Requirements
package import RunState
package import Vocabulary

extension DataSource {
    /// The data of a component of a project, by what is recorded of that; looks, and changes nothing.
    package init(
        _ component: ComponentID, of project: ProjectName, in scope: ScopeLayout,
        runs: RunRepository
    ) throws {
        let folders = scope.project(project)
        let record = try runs.current(project, of: scope.scope)
        var ports: [String: Port] = [:]
        for bound in record?[component]?.ports ?? [] { ports[bound.resource] = bound.port }
        for plan in record?.ports ?? [] where plan.component == component && ports.isEmpty {
            ports[plan.resource] = plan.final
        }
        self.init(
            project: project, component: component, folder: folders.data(component),
            dataLock: folders.dataLock(component), projectLock: folders.lock, ports: ports,
            secrets: try SecretStore(readingFrom: folders.secrets))
    }
}
