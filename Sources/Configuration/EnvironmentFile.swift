/// One entry of `env_file`.
package struct EnvironmentFile: Sendable, Equatable {
    /// Absolute.
    package var path: String
    /// Whether it is a mistake that there is no such file.
    package var isRequired: Bool

    package init(path: String, isRequired: Bool = true) {
        self.path = path
        self.isRequired = isRequired
    }
}
