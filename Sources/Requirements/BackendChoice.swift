import Configuration
import Vocabulary

/// Which backend a configuration means, and what would run there.
struct BackendChoice {
    let request: RequirementRequest
    let definition: RequirementDefinition

    /// - Parameters:
    ///   - native: finds the program of this machine.
    ///   - external: checks the address.
    /// - Throws: what keeps the backend from being used; for `auto` what keeps each.
    func resolve(
        native: (RequirementRequest) throws -> RequirementResolution,
        external: (RequirementRequest) throws -> RequirementResolution
    ) throws -> RequirementResolution {
        switch request.configuration.backend {
        case .native: return try native(request)
        case .docker: return try docker()
        case .auto: return try automatic(native)
        case .external:
            if request.url != nil { return try external(request) }
            throw Failure(
                "requirement.no_url", "an external requirement needs a 'url'", at: place)
        }
    }

    /// Whether a program of this machine is what is asked for, and could be installed.
    var wantsNative: Bool {
        request.configuration.backend == .native || request.configuration.backend == .auto
    }

    private var place: String { "requirement '\(request.component)'" }

    private func docker() throws -> RequirementResolution {
        guard definition.backends.contains(.docker) else {
            let offered = definition.backends.map(\.rawValue).joined(separator: ", ")
            throw Failure(
                "requirement.backend_unavailable",
                "\(definition.title) can't run in a container", at: place,
                because: ["it runs as: \(offered)"], hint: "set 'backend: native'")
        }
        return try DockerResolution(request: request, definition: definition).resolve()
    }

    /// Native if possible, else docker.
    private func automatic(
        _ native: (RequirementRequest) throws -> RequirementResolution
    ) throws -> RequirementResolution {
        let first: Failure
        do { return try native(request) } catch { first = Failure(error) }
        guard definition.backends.contains(.docker) else { throw first }
        do {
            var resolution = try docker()
            resolution.reason += ", since natively: \(first.message)"
            return resolution
        } catch {
            let second = Failure(error)
            throw Failure(
                "requirement.no_backend", "\(definition.title) can run neither way", at: place,
                because: [
                    "native: \(([first.message] + first.causes).joined(separator: "; "))",
                    "docker: \(([second.message] + second.causes).joined(separator: "; "))",
                ], hint: first.hint)
        }
    }
}
