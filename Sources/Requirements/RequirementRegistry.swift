package import Configuration
package import Vocabulary

/// Maps the words of `requirements:` to adapters.
package struct RequirementRegistry: Sendable {
    private let adapters: [any RequirementAdapter]

    /// Later adapters of the same id replace earlier ones.
    package init(_ adapters: [any RequirementAdapter]) { self.adapters = adapters }

    package static let builtIn = RequirementRegistry([
        PostgresAdapter(), RedisAdapter(), N8nAdapter(), SupabaseAdapter(),
    ])

    package var definitions: [RequirementDefinition] { adapters.map(\.definition) }

    /// What configuration validates requirements with.
    package var schemas: [RequirementSchema] {
        definitions.map { definition in
            var schema = definition.schema
            let ports = definition.resources.compactMap { resource in
                resource.defaultPort.map { (resource.name, Int($0.number)) }
            }
            schema.namedPorts = Dictionary(ports) { $1 }
            schema.defaultPort = schema.namedPorts.removeValue(forKey: "main")
            return schema
        }
    }

    /// - Throws: `requirement.unknown_kind` with the nearest known word.
    package func adapter(for kind: String) throws(Failure) -> any RequirementAdapter {
        if let adapter = adapters.last(where: { $0.definition.id == kind }) { return adapter }
        let known = definitions.map(\.id)
        let near = suggestion(for: kind, among: known).map { "did you mean '\($0)'?" }
        throw Failure(
            "requirement.unknown_kind", "unknown requirement '\(kind)'",
            because: ["known are \(known.joined(separator: ", "))"], hint: near)
    }
}
