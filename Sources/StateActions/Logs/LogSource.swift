import Platform
package import RunState
package import Vocabulary

/// The log of one component of one project, whether it is there yet or not.
package struct LogSource: Sendable, Hashable {
    package let project: ProjectName
    package let component: ComponentID
    /// Absolute path.
    package let path: String
    /// The file that was put aside at a launch, since its beginning was not kept.
    package var old: String { path + ".1" }

    /// The components whose logs are in the folder: `recorded` ones first, in their order, then by
    /// name those that only a file knows.
    package static func all(
        of project: ProjectName, in layout: ProjectLayout, recorded: [ComponentID]
    ) -> [LogSource] {
        // A folder that is not there holds no logs.
        let names = (try? FileSystem.list(layout.logs)) ?? []
        let files = names.filter { $0.hasSuffix(".log") && $0 != "supervisor.log" }
            .map { ComponentID(unchecked: String($0.dropLast(4))) }
        let order = recorded.filter(files.contains) + files.filter { !recorded.contains($0) }
        return order.map { LogSource(project: project, component: $0, path: layout.log($0)) }
    }

    package init(project: ProjectName, component: ComponentID, path: String) {
        self.project = project
        self.component = component
        self.path = path
    }
}
