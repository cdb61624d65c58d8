import Platform
package import RunState

/// The newest bundle or session of a scope.
package struct NewestRecording: Sendable {
    package enum Kind: String, Sendable {
        case bundle
        case session
    }

    package let path: String
    package let kind: Kind

    /// Nil where there is none.
    package init?(_ scope: ScopeLayout) {
        // No folder: nothing was ever recorded.
        let names = (try? FileSystem.list(scope.debug)) ?? []
        let sessions = names.filter { $0.hasPrefix("session-") }.map {
            (Path.join(scope.debug, $0), Kind.session)
        }
        let bundles = BundlePlace.bundles(in: scope.bundles).map {
            (Path.join(scope.bundles, $0), Kind.bundle)
        }
        let dated = (sessions + bundles).compactMap { path, kind -> (Int64, String, Kind)? in
            // Removed meanwhile: it is not the newest.
            (try? FileSystem.status(path)).map { ($0.modified, path, kind) }
        }
        guard let newest = dated.max(by: { ($0.0, $0.1) < ($1.0, $1.1) }) else { return nil }
        (_, path, kind) = newest
    }
}
