import Vocabulary

/// Finds the key that a variable's name means, in the light of the names that the tree has already.
struct VariableResolver {
    /// A key that a variable may set.
    struct Target: Equatable {
        var path: [String]
        var type: ValueType
    }

    /// Why a name means no key.
    enum Problem: Error, Equatable {
        case unknown(suggestion: String?)
        /// Two names of the tree look the same as variables.
        case ambiguous([String])
    }

    let schema: ConfigurationSchema
    /// The layers below the variable.
    let root: Node

    /// - Parameters:
    ///   - name: with the prefix.
    ///   - suggesting: whether the error looks for the nearest name.
    func resolve(_ name: String, suggesting: Bool = true) throws(Problem) -> Target {
        let levels = Self.levels(of: name)
        let start = Target(path: [], type: ConfigurationSchema.rootType)
        guard !levels.isEmpty, let target = try walk(levels[...], from: start, in: root) else {
            throw .unknown(suggestion: suggesting ? nearest(to: name) : nil)
        }
        return target
    }

    /// The prefix, which all have, makes nothing near.
    func nearest(to name: String) -> String? {
        let count = VariableName.prefix.count
        let words = knownNames.map { String($0.dropFirst(count)) }
        return suggestion(for: String(name.dropFirst(count)), among: words)
            .map { VariableName.prefix + $0 }
    }

    /// `["SERVICES", "API", "PORT"]`; empty where a level is.
    static func levels(of name: String) -> [String] {
        var levels = [""]
        var rest = name.dropFirst(VariableName.prefix.count)
        while let character = rest.first {
            if rest.hasPrefix("__"), levels.last != "" {
                levels.append("")
                rest = rest.dropFirst(2)
            } else {
                levels[levels.count - 1].append(character)
                rest = rest.dropFirst()
            }
        }
        return levels.contains("") ? [] : levels
    }

    private func walk(
        _ levels: ArraySlice<String>, from target: Target, in node: Node?
    ) throws(Problem) -> Target? {
        guard let level = levels.first else { return target }
        for type in expanded(target.type) {
            guard let step = try step(level, type, target.path, node) else { continue }
            let below = step.path.last.flatMap { node?[$0] }
            return try walk(levels.dropFirst(), from: step, in: below)
        }
        return nil
    }

    /// The alternatives of a type that have keys.
    private func expanded(_ type: ValueType) -> [ValueType] {
        if case .either(let types) = type { types.flatMap(expanded) } else { [type] }
    }

    private func step(
        _ level: String, _ type: ValueType, _ path: [String], _ node: Node?
    ) throws(Problem) -> Target? {
        switch type {
        case .record(let id): return key(level, of: schema.record(id), path)
        case .requirement:
            let kind = node.map { ConfigurationSchema.kind(of: $0, named: path.last ?? "") }
            return key(level, of: schema.requirementRecord(kind ?? path.last ?? ""), path)
        case .map(let keys, let element):
            let name = try mapKey(level, keys, element, node)
            return Target(path: path + [name], type: element)
        default: return nil
        }
    }

    private func key(_ level: String, of record: RecordSchema, _ path: [String]) -> Target? {
        let match = record.keys.first { key in
            ([key.name] + key.formerNames).contains { VariableName.level($0) == level }
        }
        return match.map { Target(path: path + [$0.name], type: $0.type) }
    }

    /// The key of that look which is there already, else a new one.
    private func mapKey(
        _ level: String, _ keys: ValueType.KeyKind, _ element: ValueType, _ node: Node?
    ) throws(Problem) -> String {
        var known = (node?.entries ?? []).map(\.key)
        if case .requirement = element { known += schema.requirements.map(\.id) }
        let matches = Array(Set(known.filter { VariableName.level($0) == level })).sorted()
        if matches.count > 1 { throw .ambiguous(matches) }
        if let match = matches.first { return match }
        switch keys {
        case .variable: return level
        case .component: return String(level.lowercased().map { $0 == "_" ? "-" : $0 })
        case .any: return level.lowercased()
        }
    }
}

// MARK: - Suggestions

extension VariableResolver {
    /// The name that was meant by `services.api.port` or by small letters; nil where that is no key.
    func respelled(_ name: String) -> String? {
        let words = name.dropFirst(VariableName.prefix.count).split(separator: ".")
        let other = VariableName.of(words.map { String($0) })
        guard other != name else { return nil }
        do throws(Problem) { _ = try resolve(other, suggesting: false) } catch { return nil }
        return other
    }

    /// The name of every key that could be set in this tree, for suggestions.
    var knownNames: [String] { knownPaths.map(VariableName.of) }

    /// The path of every key that could be set in this tree.
    var knownPaths: [[String]] {
        names(of: ConfigurationSchema.rootType, at: [], node: root, depth: 0)
    }

    private func names(
        of type: ValueType, at path: [String], node: Node?, depth: Int
    ) -> [[String]] {
        guard depth < 8 else { return [] }
        switch type {
        case .record(let id): return names(of: schema.record(id), at: path, node, depth)
        case .requirement:
            let kind = node.map { ConfigurationSchema.kind(of: $0, named: path.last ?? "") } ?? ""
            return names(of: schema.requirementRecord(kind), at: path, node, depth)
        case .map(_, let element):
            return (node?.entries ?? []).flatMap { entry in
                names(of: element, at: path + [entry.key], node: entry.value, depth: depth + 1)
            }
        case .either(let types):
            return types.flatMap { names(of: $0, at: path, node: node, depth: depth + 1) }
        default: return [path]
        }
    }

    private func names(
        of record: RecordSchema, at path: [String], _ node: Node?, _ depth: Int
    ) -> [[String]] {
        record.keys.flatMap { key in
            names(of: key.type, at: path + [key.name], node: node?[key.name], depth: depth + 1)
        }
    }
}
