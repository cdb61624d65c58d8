/// Reads events and builds the tree; keeps the anchors and counts what it makes.
struct YAMLTreeBuilder: ~Copyable {
    private struct Anchor {
        var node: Node
        /// Nodes in it, itself included, aliases counted in full.
        var size: Int
    }

    private let reader: YAMLEventReader
    private let source: YAMLSource
    private let limits: YAMLDocument.Limits
    private var anchors: [String: Anchor] = [:]
    private var count = 0
    private var findings: [Finding] = []

    init(_ bytes: [UInt8], source: YAMLSource, limits: YAMLDocument.Limits) throws(YAMLError) {
        reader = try YAMLEventReader(bytes, source: source)
        self.source = source
        self.limits = limits
    }

    mutating func document() throws(YAMLError) -> YAMLDocument {
        _ = try reader.next()
        let first = try reader.next()
        guard first.kind == .documentStart else {
            return YAMLDocument(root: .mapping(origin: source.origin(first.start)), findings: [])
        }
        let root = try node(from: try reader.next(), depth: 0)
        _ = try reader.next()
        let last = try reader.next()
        guard last.kind == .streamEnd else {
            throw YAMLError("a second document in the file", at: source.origin(last.start))
        }
        return YAMLDocument(root: root, findings: findings)
    }

    private mutating func node(from event: YAMLEvent, depth: Int) throws(YAMLError) -> Node {
        let origin = source.origin(event.start)
        let before = count
        try grow(by: 1, at: origin)
        guard depth <= limits.depth else {
            throw YAMLError("nested deeper than \(limits.depth) levels", at: origin)
        }
        switch event.kind {
        case .scalar(let text, let isPlain, let tag, let anchor):
            let style = try style(isPlain: isPlain, tag: tag, at: origin)
            let scalar = Scalar(text: text, style: style, indent: indent(of: text, in: event))
            return keep(Node(value: .scalar(scalar), origin: origin), as: anchor, since: before)
        case .sequenceStart(let anchor, let tag):
            try check(tag, "seq", at: origin)
            return keep(try sequence(depth: depth, origin: origin), as: anchor, since: before)
        case .mappingStart(let anchor, let tag):
            try check(tag, "map", at: origin)
            return keep(try mapping(depth: depth, origin: origin), as: anchor, since: before)
        case .alias(let name): return try resolve(name, at: origin)
        default: throw YAMLError("not valid YAML: expected a value", at: origin)
        }
    }

    private mutating func sequence(depth: Int, origin: Origin) throws(YAMLError) -> Node {
        var nodes: [Node] = []
        while true {
            let event = try reader.next()
            if event.kind == .sequenceEnd { return Node(value: .sequence(nodes), origin: origin) }
            nodes.append(try node(from: event, depth: depth + 1))
        }
    }

    private mutating func mapping(depth: Int, origin: Origin) throws(YAMLError) -> Node {
        var entries: [Node.Entry] = []
        var merges: [Node] = []
        while true {
            let event = try reader.next()
            if event.kind == .mappingEnd { break }
            let key = try key(from: event, depth: depth)
            let value = try node(from: try reader.next(), depth: depth + 1)
            if key.isMerge { merges.append(value) } else { add(key.entry(value), to: &entries) }
        }
        for merge in merges { try merging(merge, into: &entries) }
        return .mapping(entries, origin: origin)
    }

    private struct Key {
        var text: String
        var origin: Origin
        var isMerge: Bool

        func entry(_ value: Node) -> Node.Entry {
            Node.Entry(key: text, origin: origin, value: value)
        }
    }

    private mutating func key(from event: YAMLEvent, depth: Int) throws(YAMLError) -> Key {
        let node = try node(from: event, depth: depth + 1)
        guard let scalar = node.scalar else {
            throw YAMLError("a key that is \(node.summary)", at: node.origin)
        }
        let isMerge = scalar.style == .plain && scalar.text == "<<"
        return Key(text: scalar.text, origin: source.origin(event.start), isMerge: isMerge)
    }

    private mutating func add(_ entry: Node.Entry, to entries: inout [Node.Entry]) {
        guard let first = entries.first(where: { $0.key == entry.key }) else {
            return entries.append(entry)
        }
        let line = first.origin.line.map { "; it was set in line \($0)" } ?? ""
        findings.append(Finding("the key '\(entry.key)' is there twice\(line)", at: entry.origin))
    }

    /// `<<: *base` or `<<: [*a, *b]`: what the mapping has itself wins, then the earlier of the list.
    private func merging(_ merge: Node, into entries: inout [Node.Entry]) throws(YAMLError) {
        for base in merge.sequence ?? [merge] {
            guard case .mapping(let added) = base.value else {
                throw YAMLError("'<<' takes a map or a list of maps", at: merge.origin)
            }
            for entry in added where !entries.contains(where: { $0.key == entry.key }) {
                entries.append(entry)
            }
        }
    }
}

// MARK: - Anchors, tags and bounds

extension YAMLTreeBuilder {
    private mutating func keep(_ node: Node, as anchor: String?, since before: Int) -> Node {
        if let anchor { anchors[anchor] = Anchor(node: node, size: count - before) }
        return node
    }

    private mutating func resolve(_ name: String, at origin: Origin) throws(YAMLError) -> Node {
        guard let anchor = anchors[name] else {
            throw YAMLError("the alias '*\(name)' has no anchor before it", at: origin)
        }
        try grow(by: anchor.size - 1, at: origin)
        return anchor.node
    }

    private mutating func grow(by size: Int, at origin: Origin) throws(YAMLError) {
        count += size
        guard count <= limits.nodes else {
            throw YAMLError(
                "more than \(limits.nodes) values once aliases are expanded", at: origin)
        }
    }

    private func style(
        isPlain: Bool, tag: String?, at origin: Origin
    ) throws(YAMLError) -> Scalar.Style {
        switch tag {
        case nil: return isPlain ? .plain : .quoted
        case "!", "tag:yaml.org,2002:str": return .quoted
        case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool",
            "tag:yaml.org,2002:null":
            return .plain
        case .some(let tag): throw unknown(tag, at: origin)
        }
    }

    private func check(_ tag: String?, _ kind: String, at origin: Origin) throws(YAMLError) {
        guard let tag, tag != "!", tag != "tag:yaml.org,2002:" + kind else { return }
        throw unknown(tag, at: origin)
    }

    private func unknown(_ tag: String, at origin: Origin) -> YAMLError {
        let advice = tag.hasPrefix("!") ? " (\(YAMLAdvice.quotes("!")))" : ""
        return YAMLError("unknown tag '\(tag)'" + advice, at: origin)
    }

    /// See `Scalar.indent`: text and columns run in step where the event is as wide as its text.
    private func indent(of text: String, in event: YAMLEvent) -> Int? {
        guard event.start.line == event.end.line else { return nil }
        switch event.end.column - event.start.column - text.unicodeScalars.count {
        case 0: return 0
        case 2: return 1
        default: return nil
        }
    }
}
