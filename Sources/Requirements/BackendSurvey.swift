import Configuration
package import Vocabulary

/// What each backend of a requirement would be on this machine: for `explain-startup`. Looks, and
/// changes nothing.
package struct BackendSurvey: Sendable {
    package struct Row: Sendable {
        package var backend: Backend
        /// What would be used; nil where it can't be.
        package var resolution: RequirementResolution?
        /// In one sentence: what is found, or what is missing.
        package var reason: String
        /// What to type to have it; nil where nothing is missing, or nothing can be told.
        package var hint: String?
        /// `present`, `to_be_pulled`, `missing`; nil where it runs from no image.
        package var image: String?
        /// Why a start with it would fail, although it was resolved.
        package var problem: Failure?
    }

    /// In the order in which `auto` tries them.
    package let rows: [Row]

    /// - Parameter resolution: of the configured backend, so that it is not looked for twice.
    package init(
        _ adapter: any RequirementAdapter, _ request: RequirementRequest,
        chosen resolution: RequirementResolution?
    ) {
        rows = adapter.definition.backends.map { backend in
            if let resolution, resolution.backend == backend {
                return Self.row(resolution, request)
            }
            return Self.row(backend, adapter, request)
        }
    }

    private static func row(
        _ backend: Backend, _ adapter: any RequirementAdapter, _ request: RequirementRequest
    ) -> Row {
        if backend == .external, request.url == nil {
            return Row(backend: backend, reason: "no 'url' is configured")
        }
        var request = request
        request.configuration.backend = backend.configured
        do { return row(try adapter.resolve(request), request) } catch {
            let failure = Failure(error)
            let reason = ([failure.message] + failure.causes).joined(separator: ": ")
            return Row(backend: backend, reason: reason, hint: failure.hint)
        }
    }

    private static func row(
        _ resolution: RequirementResolution, _ request: RequirementRequest
    ) -> Row {
        var row = Row(
            backend: resolution.backend, resolution: resolution, reason: resolution.reason)
        guard let reference = resolution.image,
            // Without a client nothing would have been resolved.
            let engine = try? DockerEngine(request.host, component: request.component)
        else { return row }
        let image = DockerImage(
            engine: engine, reference: reference, pull: .of(request.configuration))
        // An engine that fails between two questions has no image to show.
        let isPresent = resolution.imageID != nil || (try? image.isPresent()) ?? false
        row.image = isPresent ? "present" : image.pull == .never ? "missing" : "to_be_pulled"
        if isPresent { return row }
        row.hint = "docker pull \(reference)"
        if image.pull == .never {
            row.resolution = nil
            row.problem = image.missing(at: "requirement '\(request.component)'")
        }
        row.reason +=
            row.problem == nil ? "; the image has to be pulled" : "; the image is not there"
        return row
    }
}

extension Backend {
    /// The word in a configuration that asks for it.
    fileprivate var configured: RequirementConfiguration.Backend {
        switch self {
        case .native: .native
        case .docker: .docker
        case .external: .external
        }
    }
}
