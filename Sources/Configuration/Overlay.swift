/// Lays variables over a tree: `.envctl`, the environment, assignments, the command line.
struct Overlay {
    /// One `NAME=VALUE`.
    struct Setting: Equatable {
        /// With the prefix.
        var name: String
        var value: String
        var origin: Origin
        /// Whether the person may leave the prefix out (and did, as `origin` shows).
        var mayOmitPrefix = false
    }

    let schema: ConfigurationSchema
    private(set) var root: Node
    private(set) var findings: [Finding] = []

    init(_ root: Node, schema: ConfigurationSchema) {
        self.root = root
        self.schema = schema
    }

    mutating func apply(_ settings: [Setting]) {
        for setting in settings { apply(setting) }
    }

    private mutating func apply(_ setting: Setting) {
        let resolver = VariableResolver(schema: schema, root: root)
        do throws(VariableResolver.Problem) {
            let target = try resolver.resolve(setting.name)
            set(target.path, target.type, setting.value, setting.origin)
        } catch {
            report(setting, error, resolver)
        }
    }

    /// Sets the key at `path`; an unreadable list or map is a finding.
    mutating func set(_ path: [String], _ type: ValueType, _ value: String, _ origin: Origin) {
        do throws(YAMLError) {
            let node = try Self.node(value, type, origin)
            root = root.merged(with: .nested(path, node))
        } catch {
            findings.append(error.finding)
        }
    }

    private mutating func report(
        _ setting: Setting, _ problem: VariableResolver.Problem, _ resolver: VariableResolver
    ) {
        func shown(_ name: String) -> String {
            setting.mayOmitPrefix ? String(name.dropFirst(VariableName.prefix.count)) : name
        }
        switch problem {
        case .unknown(let nearest):
            let near = (resolver.respelled(setting.name) ?? nearest).map(shown)
            findings.append(
                Finding(
                    "unknown name '\(shown(setting.name))'", at: setting.origin, kind: .unknownKey,
                    suggestion: near))
        case .ambiguous(let names):
            let both = names.map { "'\($0)'" }.joined(separator: " and ")
            findings.append(Finding("'\(shown(setting.name))' means \(both)", at: setting.origin))
        }
    }
}

// MARK: - Values

extension Overlay {
    /// A variable's text as a value of `type`: lists are `a,b` or YAML's `[a, b]`, maps YAML's `{…}`.
    static func node(_ text: String, _ type: ValueType, _ origin: Origin) throws(YAMLError) -> Node
    {
        let isList = type.fits(.sequence)
        let isMap = type.fits(.mapping)
        if isMap, text.isEmpty { return .mapping(origin: origin) }
        if isMap && text.hasPrefix("{") || looksLikeList(text, type) {
            return try YAMLDocument.parse(Array(text.utf8), source: YAMLSource(fixed: origin)).root
        }
        guard isList, case .oneOrMore = type else { return .text(text, origin: origin) }
        let pieces = text.split(separator: ",").map { piece in trimmed(piece) }
        let elements = pieces.filter { !$0.isEmpty }.map { Node.text($0, origin: origin) }
        return Node(value: .sequence(elements), origin: origin)
    }

    /// A shell command may begin with `[`, so that only `["` is a list there.
    private static func looksLikeList(_ text: String, _ type: ValueType) -> Bool {
        if case .command = type { return text.hasPrefix("[\"") }
        return type.fits(.sequence) && text.hasPrefix("[")
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
