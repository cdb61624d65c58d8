/// What a requirement's definition tells about its part of the configuration.
package struct RequirementSchema: Sendable, Equatable {
    /// The word in `requirements:`, e.g. `postgres`.
    package var id: String
    package var title: String
    /// Its own keys, beside those that all requirements share.
    package var keys: [KeySchema]
    /// The words that may follow `requirements.NAME.` in `${…}`: `url`, `port`, `database`.
    package var references: [String]
    /// The variables that it projects, for `environment:` to rename; empty is not checked.
    package var variables: [String]
    /// What others can have from it, as words that definitions agree on: `database`.
    package var provides: Set<String> = []
    /// What it takes from another requirement of the project, where there is one.
    package var uses: RequirementUse?
    /// The words for `backend` that it knows.
    package var backends: [RequirementConfiguration.Backend]
    /// Where it runs when nothing is said and no `url` is given.
    package var defaultBackend: RequirementConfiguration.Backend
    /// The preferred port where none is said; nil where it has none.
    package var defaultPort: Int?
    /// The preferred numbers of its further ports, by their names.
    package var namedPorts: [String: Int] = [:]

    package init(
        id: String, title: String, keys: [KeySchema], references: [String],
        variables: [String] = [], provides: Set<String> = [], uses: RequirementUse? = nil,
        backends: [RequirementConfiguration.Backend] = RequirementConfiguration.Backend.allCases,
        defaultBackend: RequirementConfiguration.Backend = .native
    ) {
        self.id = id
        self.title = title
        self.keys = keys
        self.references = references
        self.variables = variables
        self.provides = provides
        self.uses = uses
        self.backends = backends
        self.defaultBackend = defaultBackend
    }
}
