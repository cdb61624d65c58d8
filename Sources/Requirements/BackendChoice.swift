import Configuration
import Vocabulary

/// Which backend a configuration means.
enum BackendChoice {
    /// `auto` is native: the one backend of those offered that this version can start.
    ///
    /// - Throws: `requirement.backend_unavailable`, `requirement.no_url`.
    static func backend(
        of request: RequirementRequest, _ definition: RequirementDefinition
    ) throws(Failure) -> Backend {
        let place = "requirement '\(request.component)'"
        switch request.configuration.backend {
        case .native, .auto: return .native
        case .docker:
            let offered = definition.backends.map(\.rawValue).joined(separator: ", ")
            throw Failure(
                "requirement.backend_unavailable",
                "\(definition.title) can't run in a container yet", at: place,
                because: ["this version offers \(offered)"], hint: "set 'backend: native'")
        case .external:
            if request.url != nil { return .external }
            throw Failure(
                "requirement.no_url", "an external requirement needs a 'url'", at: place)
        }
    }
}
