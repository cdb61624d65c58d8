package import Configuration
package import Platform
package import Vocabulary

/// The question which program, on which backend, a requirement would run with.
package struct RequirementRequest: Sendable {
    package var component: ComponentID
    package var configuration: RequirementConfiguration
    package var host: Host
    /// The folder of the worktree: as root its owner is the account of choice.
    package var projectRoot: String
    /// Where the data is, if there is any yet: a program that fits it is preferred.
    package var data: String?
    /// `url` of the configuration with its references expanded.
    package var url: String?
    /// Values of the adapter's own keys with their references expanded.
    package var expanded: [String: String]
    /// What programs said before; nil asks each.
    package var versions: ProgramVersions?

    package init(
        component: ComponentID, configuration: RequirementConfiguration, host: Host,
        projectRoot: String, data: String? = nil, url: String? = nil,
        expanded: [String: String]? = nil, versions: ProgramVersions? = nil
    ) {
        self.component = component
        self.configuration = configuration
        self.host = host
        self.projectRoot = projectRoot
        self.data = data
        self.url = url ?? configuration.url?.text
        self.expanded = expanded ?? configuration.templates.mapValues(\.text)
        self.versions = versions
    }
}
