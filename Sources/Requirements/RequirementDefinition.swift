package import Configuration
package import Vocabulary

/// What a kind of requirement is, as data.
package struct RequirementDefinition: Sendable {
    /// The word in `requirements:`, e.g. `postgres`.
    package var id: String
    package var title: String
    package var schema: RequirementSchema
    /// Ports that it needs, `main` first; none of them for `external`.
    package var resources: [ResourceDefinition]
    /// In the order in which `auto` tries them.
    package var backends: [Backend]
    /// Secrets that are generated for each of them: `password`.
    package var secrets: [String]
    /// Accounts that packages make for it; taken, in order, where we are root.
    package var serviceAccounts: [String]
    /// What its log says when it fails.
    package var failurePatterns: [FailurePattern]
    /// The official image, and the tag that is taken where no version is asked for.
    package var image: (name: String, tag: String)?

    package init(
        id: String, title: String, schema: RequirementSchema, resources: [ResourceDefinition],
        backends: [Backend], secrets: [String] = [], serviceAccounts: [String] = [],
        failurePatterns: [FailurePattern] = [], image: (name: String, tag: String)? = nil
    ) {
        self.id = id
        self.title = title
        self.schema = schema
        self.resources = resources
        self.backends = backends
        self.secrets = secrets
        self.serviceAccounts = serviceAccounts
        self.failurePatterns = failurePatterns
        self.image = image
    }

    /// The class of a failure by the last lines of the component's log; `hard` where none fits.
    package func failureClass(ofLog lines: [String]) -> FailureClass {
        for line in lines.reversed() {
            if let hit = failurePatterns.first(where: { $0.matches(line) }) {
                return hit.failureClass
            }
        }
        return .hard
    }
}
