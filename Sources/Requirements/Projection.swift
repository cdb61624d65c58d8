/// What services see of a requirement.
package struct Projection: Sendable, Equatable {
    package struct Pair: Sendable, Equatable {
        package var name: String
        package var value: String
    }

    /// For `${requirements.NAME.KEY}`: `url`, `host`, `port`, …
    package var references: [Pair]
    /// Environment variables, after the renames of `environment:`.
    package var environment: [Pair]
    /// Names in `references` and `environment` whose values are never shown.
    package var secretKeys: Set<String>

    /// - Parameters:
    ///   - variables: the adapter's own names, in order.
    ///   - renames: variable → the name it gets instead.
    init(
        references: [(String, String)], variables: [(String, String)], secrets: Set<String>,
        renames: [String: String]
    ) {
        self.references = references.map { Pair(name: $0.0, value: $0.1) }
        environment = variables.map { Pair(name: renames[$0.0] ?? $0.0, value: $0.1) }
        secretKeys = Set(secrets.map { renames[$0] ?? $0 }).union(secrets)
    }

    package func reference(_ name: String) -> String? {
        references.first { $0.name == name }?.value
    }
}
