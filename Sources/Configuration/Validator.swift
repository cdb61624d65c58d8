import Vocabulary

/// Walks a tree along the schema and gathers every mistake in it.
struct Validator {
    let schema: ConfigurationSchema
    let references: KnownReferences
    private(set) var findings: [Finding] = []

    init(schema: ConfigurationSchema, references: KnownReferences) {
        self.schema = schema
        self.references = references
    }

    static func findings(in root: Node, schema: ConfigurationSchema) -> [Finding] {
        let references = KnownReferences(root, schema: schema)
        var validator = Validator(schema: schema, references: references)
        validator.check(root, ConfigurationSchema.rootType, at: .root)
        return validator.findings
    }

    mutating func check(_ node: Node, _ type: ValueType, at place: Place) {
        switch type {
        case .list(let element): checkElements(node, element, type, at: place)
        case .oneOrMore(let element):
            if node.sequence != nil {
                checkElements(node, element, type, at: place)
            } else if !node.isNull {
                check(node, element, at: place)
            }
        case .map(let keys, let element): checkMap(node, keys, element, at: place)
        case .record(let id): checkRecord(node, schema.record(id), at: place)
        case .requirement: checkRequirement(node, at: place)
        case .either: checkAlternatives(node, type, at: place)
        case .command: checkCommand(node, at: place)
        default: checkScalar(node, type, at: place)
        }
    }

    mutating func report(
        _ message: String, at origin: Origin, kind: Finding.Kind = .other, found: String? = nil,
        expected: String? = nil, suggestion: String? = nil
    ) {
        findings.append(
            Finding(
                message, at: origin, kind: kind, found: found, expected: expected,
                suggestion: suggestion))
    }

    private mutating func mismatch(
        _ node: Node, _ expected: String, at place: Place, near: String? = nil
    ) {
        let parent = Place(levels: place.levels.dropLast())
        let name = place.levels.last ?? ""
        let subject = parent.levels.isEmpty ? "'\(name)'" : "'\(name)' \(parent.location)"
        report(
            place.levels.isEmpty ? "the file is no map" : "wrong value for \(subject)",
            at: node.origin, found: node.summary, expected: expected, suggestion: near)
    }
}

// MARK: - Lists and maps

extension Validator {
    private mutating func checkElements(
        _ node: Node, _ element: ValueType, _ type: ValueType, at place: Place
    ) {
        if node.isNull { return }
        guard let elements = node.sequence else {
            return mismatch(node, type.expectation, at: place)
        }
        for (index, child) in elements.enumerated() {
            check(child, element, at: place.appending(String(index + 1)))
        }
    }

    private mutating func checkMap(
        _ node: Node, _ keys: ValueType.KeyKind, _ element: ValueType, at place: Place
    ) {
        guard let entries = node.entries else { return mismatch(node, "a map", at: place) }
        for entry in entries {
            check(key: entry, keys, at: place)
            check(entry.value, element, at: place.appending(entry.key))
        }
    }

    private mutating func check(key entry: Node.Entry, _ kind: ValueType.KeyKind, at place: Place) {
        switch kind {
        case .component where ComponentID(entry.key) == nil:
            report(
                "'\(entry.key)' is no name \(place.location)", at: entry.origin,
                expected: "letters, digits, '-' and '_', beginning with a letter, at most 40")
        case .variable where !EnvironmentText.isName(entry.key):
            report(
                "'\(entry.key)' is no name of a variable \(place.location)", at: entry.origin,
                expected: "letters, digits, '_', '.' and '-', beginning with a letter or '_'")
        case .any where entry.key.isEmpty:
            report("an empty key \(place.location)", at: entry.origin)
        default: break
        }
    }

    private mutating func checkRecord(_ node: Node, _ record: RecordSchema, at place: Place) {
        guard let entries = node.entries else { return mismatch(node, "a map", at: place) }
        for entry in entries {
            if let key = record.key(entry.key) {
                check(entry.value, key.type, at: place.appending(entry.key))
            } else {
                reportUnknown(entry, record, at: place)
            }
        }
        for key in record.keys where key.isRequired && node[key.name] == nil {
            report("\(place.description) has no '\(key.name)'", at: node.origin)
        }
        checkExactlyOne(node, record, at: place)
    }

    private mutating func reportUnknown(
        _ entry: Node.Entry, _ record: RecordSchema, at place: Place
    ) {
        let names = record.keys.map(\.name)
        let near = suggestion(for: entry.key, among: names)
        report(
            "unknown key '\(entry.key)' \(place.location)", at: entry.origin, kind: .unknownKey,
            expected: near == nil ? "one of " + names.joined(separator: ", ") : nil,
            suggestion: near)
    }

    private mutating func checkExactlyOne(_ node: Node, _ record: RecordSchema, at place: Place) {
        let present = record.exactlyOne.filter { node[$0] != nil }
        // To name a kind is to choose it: nobody means that one by `false`.
        for name in present where record.key(name)?.type.takesBoolean ?? false {
            guard let value = node[name], value.boolean == false else { continue }
            mismatch(value, "true, or no '\(name)' at all", at: place.appending(name))
        }
        guard !record.exactlyOne.isEmpty, present.count != 1 else { return }
        report(
            "\(place.description) takes exactly one kind", at: node.origin,
            found: present.isEmpty ? "none" : present.joined(separator: ", "),
            expected: "one of " + record.exactlyOne.joined(separator: ", "))
    }

    private mutating func checkRequirement(_ node: Node, at place: Place) {
        let name = place.levels.last ?? ""
        let kind = ConfigurationSchema.kind(of: node, named: name)
        guard schema.requirement(kind) == nil else {
            return checkRecord(node, schema.requirementRecord(kind), at: place)
        }
        let kinds = schema.requirements.map(\.id)
        report(
            "unknown requirement '\(kind)'", at: node["type"]?.origin ?? node.origin,
            expected: "one of \(kinds.joined(separator: ", ")), or a 'type' that is one",
            suggestion: suggestion(for: kind, among: kinds))
    }
}

// MARK: - Scalars

extension Validator {
    /// The alternatives of this shape: one that has no mistake is enough.
    private mutating func checkAlternatives(_ node: Node, _ type: ValueType, at place: Place) {
        let candidates = type.alternative(for: node)
        let attempts = candidates.map { candidate in
            var attempt = Validator(schema: schema, references: references)
            attempt.check(node, candidate, at: place)
            return attempt.findings
        }
        if attempts.contains(where: \.isEmpty) { return }
        if attempts.count == 1 { return findings += attempts[0] }
        mismatch(node, type.expectation, at: place)
    }

    private mutating func checkCommand(_ node: Node, at place: Place) {
        guard let words = node.sequence else {
            checkScalar(node, .template, at: place)
            if node.anyText == "" { mismatch(node, ValueType.command.expectation, at: place) }
            return
        }
        if words.isEmpty { mismatch(node, "at least one word", at: place) }
        for (index, word) in words.enumerated() {
            checkScalar(word, .template, at: place.appending(String(index + 1)))
        }
    }

    private mutating func checkScalar(_ node: Node, _ type: ValueType, at place: Place) {
        guard isValid(node, type) else {
            return mismatch(
                node, expectation(type, for: node), at: place, near: nearest(node, type))
        }
        if case .template = type { checkReferences(node, at: place) }
    }

    private func isValid(_ node: Node, _ type: ValueType) -> Bool {
        switch type {
        case .string: node.string != nil
        case .text, .template: node.anyText != nil
        case .boolean: node.boolean != nil
        case .integer(let range): node.integer.map(range.contains) ?? false
        case .port: node.integer.flatMap { Port($0) } != nil
        case .portRange: node.portRange != nil
        case .duration: node.duration != nil
        case .size: node.size != nil
        case .version: node.versionConstraint != nil
        case .path: node.string.map { !$0.isEmpty && !$0.contains("\0") } ?? false
        case .name: node.componentName != nil
        case .choice(let words): node.anyText.map(words.contains) ?? false
        default: false
        }
    }

    private func expectation(_ type: ValueType, for node: Node) -> String {
        guard case .string = type, let scalar = node.scalar, !scalar.isNull else {
            return type.expectation
        }
        return "text (\"\(scalar.text)\" with quotes)"
    }

    private func nearest(_ node: Node, _ type: ValueType) -> String? {
        guard case .choice(let words) = type, let text = node.anyText else { return nil }
        return suggestion(for: text, among: words)
    }

    private mutating func checkReferences(_ node: Node, at place: Place) {
        var parser = TemplateParser(node)
        _ = parser.parse()
        for problem in parser.problems { report(problem, at: place) }
        for reference in parser.found
        where !references.contains(reference.words, in: place.service) {
            report(.init(words: reference.words, origin: reference.origin), at: place)
        }
    }

    private mutating func report(_ problem: TemplateParser.Problem, at place: Place) {
        guard let words = problem.words else {
            return report(
                "'${' without its '}' in \(place.description); '$${' writes one", at: problem.origin
            )
        }
        report(
            "unknown reference '${\(words)}' in \(place.description) ('$${' writes one for the shell)",
            at: problem.origin, expected: "one of " + references.list(in: place.service),
            suggestion: references.nearest(to: words, in: place.service))
    }
}
