import Vocabulary

/// Lists each value of a tree with its place, and the defaults of what is unset.
struct OriginList {
    let schema: ConfigurationSchema
    private(set) var settings: [SettingOrigin] = []

    static func settings(of root: Node, schema: ConfigurationSchema) -> [SettingOrigin] {
        var list = OriginList(schema: schema)
        list.add(root, ConfigurationSchema.rootType, [])
        return list.settings.sorted { $0.path < $1.path }
    }

    init(schema: ConfigurationSchema) { self.schema = schema }

    private mutating func add(_ node: Node, _ type: ValueType, _ path: [String]) {
        switch type {
        case .record(let id): add(node, schema.record(id), path)
        case .requirement:
            let kind = ConfigurationSchema.kind(of: node, named: path.last ?? "")
            add(node, schema.requirementRecord(kind), path)
            addPorts(of: node, kind, path)
        case .map(_, let element):
            for entry in node.entries ?? [] { add(entry.value, element, path + [entry.key]) }
        case .either:
            guard let choice = type.alternative(for: node).first else { return }
            add(node, choice, path)
        default: append(path, node.json(as: type), node.origin)
        }
    }

    private mutating func add(_ node: Node, _ record: RecordSchema, _ path: [String]) {
        if path.count == 2, path.first == "services" { addReady(of: node, path) }
        for key in record.keys {
            if let value = node[key.name] {
                add(value, key.type, path + [key.name])
            } else if let value = key.defaultValue, !isImplied(key, in: node) {
                append(path + [key.name], value, .builtIn)
            } else if case .record(let id) = key.type, path.isEmpty || path.first == "services" {
                add(.mapping(origin: .builtIn), schema.record(id), path + [key.name])
            }
        }
    }

    /// What is elsewhere has the port of its `url`.
    private mutating func addPorts(of node: Node, _ kind: String, _ path: [String]) {
        guard node["url"] == nil, let requirement = schema.requirement(kind) else { return }
        if node["port"] == nil, let port = requirement.defaultPort {
            append(path + ["port"], JSON(port), .builtIn)
        }
        for (name, port) in requirement.namedPorts where node["ports"]?[name] == nil {
            append(path + ["ports", name], JSON(port), .builtIn)
        }
    }

    /// As the key could say it: which it is depends on the port.
    private mutating func addReady(of node: Node, _ path: [String]) {
        guard node["ready"] == nil else { return }
        if node["port"] != nil {
            append(path + ["ready"], "tcp", .builtIn)
        } else {
            append(path + ["ready", "alive"], "250ms", .builtIn)
        }
    }

    /// The default of `backend` is another one where there is a `url`.
    private func isImplied(_ key: KeySchema, in node: Node) -> Bool {
        key.name == "backend" && node["url"] != nil
    }

    private mutating func append(_ path: [String], _ value: JSON, _ origin: Origin) {
        settings.append(
            SettingOrigin(path: path.joined(separator: "."), value: value, origin: origin))
    }
}
