import Configuration
import Platform
import Vocabulary

extension SupabaseAdapter {
    /// - Throws: `compose.missing`, `docker.unreachable`, `requirement.backend_unavailable`, and what
    ///   is wrong with the repository's own files.
    package func resolve(_ request: RequirementRequest) throws -> RequirementResolution {
        switch request.configuration.backend {
        case .docker, .auto: return try resolveCompose(request)
        case .external: return try resolveExternal(request)
        case .native:
            throw Failure(
                "requirement.backend_unavailable",
                "\(Self.definition.title) runs in containers only",
                at: place(request),
                because: ["it is made of nine programs, each with an image of its own"],
                hint: "leave 'backend' out, or give the 'url' of one that runs")
        }
    }

    private func resolveCompose(_ request: RequirementRequest) throws -> RequirementResolution {
        let settings = try SupabaseSettings(
            request.configuration, projectRoot: request.projectRoot)
        try checkParts(request)
        let engine = try DockerEngine(
            request.host, component: request.component, isOnlyWay: true)
        let version = try engine.version()
        let compose = try ComposeClient(engine, request.host, component: request.component)
        let endpoint = engine.endpoint()
        let names = settings.parts.map(\.rawValue).joined(separator: ", ")
        var resolution = RequirementResolution(
            backend: .docker, reason: "\(names) on Docker \(version) at \(endpoint)",
            program: compose.program, version: String(settings.major))
        resolution.arguments = compose.prefix
        resolution.address = DockerEndpoint.address(endpoint)
        resolution.preferredPorts = settings.preferredPorts
        let unsupported = settings.file.unsupported
        if !unsupported.isEmpty {
            resolution.notes = [
                "'\(request.component)' does not follow these keys of "
                    + "\(Path.join(settings.folder, "config.toml")): "
                    + unsupported.joined(separator: ", ")
            ]
        }
        return resolution
    }

    /// `images:` and `variables:` are keyed by parts.
    private func checkParts(_ request: RequirementRequest) throws(Failure) {
        let known = SupabasePart.allCases.map(\.rawValue)
        for key in ["images", "variables"] {
            for member in request.configuration.values[key]?.json.object?.members ?? []
            where !known.contains(member.key) {
                throw Failure(
                    "supabase.part", "there is no part '\(member.key)'",
                    at: "requirements.\(request.component).\(key)",
                    because: ["known are \(known.joined(separator: ", "))"],
                    hint: suggestion(for: member.key, among: known).map { "did you mean '\($0)'?" })
            }
        }
    }

    private func resolveExternal(_ request: RequirementRequest) throws -> RequirementResolution {
        guard let url = request.url else {
            throw Failure(
                "requirement.no_url", "an external requirement needs a 'url'", at: place(request))
        }
        _ = try SupabaseAccess.address(url)
        var resolution = RequirementResolution(
            backend: .external, reason: "the configuration names a server", url: url)
        resolution.given = request.expanded
        return resolution
    }

    private func place(_ request: RequirementRequest) -> String {
        "requirement '\(request.component)'"
    }
}
