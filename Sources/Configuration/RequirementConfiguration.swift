package import Vocabulary

/// A backing service as the project asks for it.
package struct RequirementConfiguration: Sendable, Equatable {
    /// Where a requirement runs.
    package enum Backend: String, Sendable, CaseIterable {
        case native, docker, external, auto
    }

    package var id: ComponentID
    /// The id of its definition: `type`, else the entry's name.
    package var kind: String
    package var backend: Backend
    package var version: VersionConstraint?
    /// The server of an `external` requirement.
    package var url: Template?
    /// The preferred port; nil is the definition's own default.
    package var port: Int?
    /// Its further ports, by the names that its kind gives them; only those that were set.
    package var namedPorts: [String: Int] = [:]
    /// The keys that the definition declares, and `settings`; only those that were set.
    package var values: [String: ConfigurationValue]
    /// Those of its own keys in which `${…}` is expanded.
    package var templates: [String: Template] = [:]
    /// Projected variable → the name it gets instead.
    package var environmentRenames: [String: String]
    package var needs: [NeedConfiguration]
    /// The deadline for ready; nil is the default.
    package var timeoutMilliseconds: Int?
    /// Bytes of its log that are kept; nil is the preference's.
    package var logLimit: Int64?
    package var origin: Origin

    package init(
        id: ComponentID, kind: String, backend: Backend = .native,
        version: VersionConstraint? = nil, url: Template? = nil, port: Int? = nil,
        values: [String: ConfigurationValue] = [:], environmentRenames: [String: String] = [:],
        needs: [NeedConfiguration] = [], timeoutMilliseconds: Int? = nil, origin: Origin = .builtIn
    ) {
        self.id = id
        self.kind = kind
        self.backend = backend
        self.version = version
        self.url = url
        self.port = port
        self.values = values
        self.environmentRenames = environmentRenames
        self.needs = needs
        self.timeoutMilliseconds = timeoutMilliseconds
        self.origin = origin
    }
}
