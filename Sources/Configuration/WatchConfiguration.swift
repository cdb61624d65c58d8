/// Files whose change restarts a service.
package struct WatchConfiguration: Sendable, Equatable {
    /// Files, folders and globs, relative to the service's directory.
    package var paths: [String]
    /// Patterns as in `.gitignore`, relative to the service's directory.
    package var ignore: [String]

    package init(paths: [String] = ["."], ignore: [String] = []) {
        self.paths = paths
        self.ignore = ignore
    }
}
