/// Gives keys that had another name in an earlier version their present one, and tells so.
struct Renaming {
    let schema: ConfigurationSchema
    private(set) var warnings: [Finding] = []

    init(schema: ConfigurationSchema) { self.schema = schema }

    /// - Parameter name: the key that `node` stands at, which tells a requirement's kind.
    mutating func renamed(
        _ node: Node, _ type: ValueType = ConfigurationSchema.rootType, at name: String = ""
    ) -> Node {
        switch type {
        case .record(let id): return renamed(node, schema.record(id))
        case .requirement:
            return renamed(
                node, schema.requirementRecord(ConfigurationSchema.kind(of: node, named: name)))
        case .map(_, let element): return mapped(node) { $0.renamed($1.value, element, at: $1.key) }
        case .list(let element), .oneOrMore(let element):
            guard let elements = node.sequence else { return renamedElement(node, element) }
            return Node(
                value: .sequence(elements.map { renamedElement($0, element) }), origin: node.origin)
        default: return renamedElement(node, type)
        }
    }

    private mutating func renamedElement(_ node: Node, _ type: ValueType) -> Node {
        switch type {
        case .either:
            guard let choice = type.alternative(for: node).first else { return node }
            return renamedElement(node, choice)
        case .record, .requirement, .map, .list, .oneOrMore: return renamed(node, type)
        default: return node
        }
    }

    private mutating func renamed(_ node: Node, _ record: RecordSchema) -> Node {
        guard case .mapping(let entries) = node.value else { return node }
        let fresh = entries.map { entry in
            var entry = entry
            if let key = record.keys.first(where: { $0.formerNames.contains(entry.key) }) {
                let message = "'\(entry.key)' is now called '\(key.name)'"
                warnings.append(Finding(message, at: entry.origin))
                entry.key = key.name
            }
            if let key = record.key(entry.key) { entry.value = renamed(entry.value, key.type) }
            return entry
        }
        return .mapping(fresh, origin: node.origin)
    }

    private mutating func mapped(
        _ node: Node, _ change: (inout Renaming, Node.Entry) -> Node
    ) -> Node {
        guard case .mapping(let entries) = node.value else { return node }
        let fresh = entries.map { entry in
            var entry = entry
            entry.value = change(&self, entry)
            return entry
        }
        return .mapping(fresh, origin: node.origin)
    }
}
