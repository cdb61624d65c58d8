package import Vocabulary

/// Where data is to be copied from: the component of a project, its own or another.
package struct DataSource: Sendable, Equatable {
    package var project: ProjectName
    package var component: ComponentID
    /// Absolute path of the data folder.
    package var folder: String
    /// Held by the component's processes.
    package var dataLock: String
    /// Held by commands that change the project.
    package var projectLock: String
    /// Of its latest run; a server tells more where it can.
    package var ports: [String: Port]
    package var secrets: SecretStore

    package init(
        project: ProjectName, component: ComponentID, folder: String, dataLock: String,
        projectLock: String, ports: [String: Port], secrets: SecretStore
    ) {
        self.project = project
        self.component = component
        self.folder = folder
        self.dataLock = dataLock
        self.projectLock = projectLock
        self.ports = ports
        self.secrets = secrets
    }

    var record: String { folder + ".json" }
}
