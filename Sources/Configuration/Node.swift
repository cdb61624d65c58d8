import Vocabulary

/// One value of a YAML text, or of an overlay, with the place where it was written.
struct Node: Sendable, Equatable {
    indirect enum Value: Sendable, Equatable {
        case scalar(Scalar)
        case sequence([Node])
        case mapping([Entry])
    }

    /// One member of a mapping, in the order in which it was written.
    struct Entry: Sendable, Equatable {
        var key: String
        /// Where the key itself stands.
        var origin: Origin
        var value: Node
    }

    var value: Value
    var origin: Origin

    static func text(_ text: String, origin: Origin) -> Node {
        Node(value: .scalar(Scalar(text: text, style: .untyped)), origin: origin)
    }

    static func mapping(_ entries: [Entry] = [], origin: Origin) -> Node {
        Node(value: .mapping(entries), origin: origin)
    }
}

extension Node {
    var scalar: Scalar? { if case .scalar(let scalar) = value { scalar } else { nil } }
    var sequence: [Node]? { if case .sequence(let nodes) = value { nodes } else { nil } }

    /// The members of a mapping; nothing (`redis:`) is an empty one.
    var entries: [Entry]? {
        switch value {
        case .mapping(let entries): entries
        case .scalar(let scalar) where scalar.isNull: []
        default: nil
        }
    }

    var isNull: Bool { scalar?.isNull ?? false }

    subscript(key: String) -> Node? { entries?.last { $0.key == key }?.value }

    /// What it is, for messages: `'abc'`, `the number 5`, `a list`, `nothing`.
    var summary: String {
        switch value {
        case .scalar(let scalar): scalar.summary
        case .sequence: "a list"
        case .mapping: "a map"
        }
    }

    var json: JSON {
        switch value {
        case .scalar(let scalar): scalar.json
        case .sequence(let nodes): .array(nodes.map(\.json))
        case .mapping(let entries): .object(JSON.Object(entries.map { ($0.key, $0.value.json) }))
        }
    }

    /// This with `other` laid over it: maps are joined key by key, all else is replaced.
    func merged(with other: Node) -> Node {
        guard var merged = entries, let added = other.entries, !other.isNull else { return other }
        for entry in added {
            if let index = merged.firstIndex(where: { $0.key == entry.key }) {
                merged[index].value = merged[index].value.merged(with: entry.value)
            } else {
                merged.append(entry)
            }
        }
        return Node(value: .mapping(merged), origin: origin)
    }

    /// A mapping that holds only `value`, at `path`.
    static func nested(_ path: some Collection<String>, _ value: Node) -> Node {
        path.reversed().reduce(value) { inner, key in
            .mapping([Entry(key: key, origin: value.origin, value: inner)], origin: value.origin)
        }
    }
}
