import Vocabulary

/// Validates documents against JSON Schema (draft 2020-12), as far as the schemas of `contracts/` use
/// it; a keyword that is not known here is a complaint, so that nothing goes unchecked in silence.
struct SchemaValidator {
    /// The schemas that references may lead to, by file name.
    let schemas: [String: JSON]
    /// The file that `#` stands for.
    let file: String

    /// What is wrong, each with its place; empty where the document is valid.
    func complaints(_ document: JSON, _ schema: JSON, at place: String = "$") -> [String] {
        if let always = schema.bool { return always ? [] : ["\(place): nothing may stand here"] }
        guard let members = schema.object?.members else { return ["\(place): no schema"] }
        return members.flatMap { keyword, rule in
            complaint(keyword, rule, document, schema, place)
        }
    }

    private func complaint(
        _ keyword: String, _ rule: JSON, _ document: JSON, _ schema: JSON, _ place: String
    ) -> [String] {
        if Self.annotations.contains(keyword) { return [] }
        if let found = applied(keyword, rule, document, schema, place) { return found }
        guard let assertion = SchemaAssertion(keyword, rule) else {
            return ["\(place): the keyword '\(keyword)' is not known"]
        }
        return assertion.complaint(about: document).map { ["\(place): \($0)"] } ?? []
    }

    private static let annotations: Set<String> = [
        "$schema", "$id", "$defs", "$comment", "title", "description", "default", "examples",
        "format", "then", "else",
    ]

    /// The keywords that apply other schemas; nil for all others.
    private func applied(
        _ keyword: String, _ rule: JSON, _ document: JSON, _ schema: JSON, _ place: String
    ) -> [String]? {
        switch keyword {
        case "$ref": return reference(rule.string ?? "", document, place)
        case "properties", "additionalProperties", "propertyNames":
            return members(keyword, rule, document, schema, place)
        case "items":
            return (document.array ?? []).enumerated().flatMap {
                complaints($0.element, rule, at: "\(place)[\($0.offset)]")
            }
        case "allOf": return (rule.array ?? []).flatMap { complaints(document, $0, at: place) }
        case "anyOf", "oneOf": return choice(keyword, rule.array ?? [], document, place)
        case "not":
            return complaints(document, rule, at: place).isEmpty ? ["\(place): must not fit"] : []
        case "if":
            let branch = complaints(document, rule, at: place).isEmpty ? "then" : "else"
            return schema[branch].map { complaints(document, $0, at: place) } ?? []
        default: return nil
        }
    }

    private func choice(
        _ keyword: String, _ choices: [JSON], _ document: JSON, _ place: String
    ) -> [String] {
        let answers = choices.map { complaints(document, $0, at: place) }
        let fitting = answers.count(where: \.isEmpty)
        if fitting == 1 || (fitting > 1 && keyword == "anyOf") { return [] }
        if fitting > 1 { return ["\(place): fits several of the schemas"] }
        // The one that comes nearest says most.
        return answers.min { $0.count < $1.count } ?? ["\(place): fits none of the schemas"]
    }

    private func members(
        _ keyword: String, _ rule: JSON, _ document: JSON, _ schema: JSON, _ place: String
    ) -> [String] {
        let members = document.object?.members ?? []
        switch keyword {
        case "properties":
            return members.flatMap { key, value in
                rule[key].map { complaints(value, $0, at: "\(place).\(key)") } ?? []
            }
        case "additionalProperties":
            return members.filter { schema["properties"]?[$0.key] == nil }.flatMap { key, value in
                complaints(value, rule, at: "\(place).\(key)")
            }
        default:
            return members.flatMap { complaints(.string($0.key), rule, at: "\(place).\($0.key)") }
        }
    }

    /// `#/$defs/name`, `common.schema.json#/$defs/name`, `#`.
    private func reference(_ text: String, _ document: JSON, _ place: String) -> [String] {
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let target = parts.first.map(String.init).flatMap { $0.isEmpty ? nil : $0 } ?? file
        guard var schema = schemas[target] else { return ["\(place): no schema '\(target)'"] }
        for step in (parts.dropFirst().first ?? "").split(separator: "/") {
            guard let next = schema[String(step)] else { return ["\(place): no '\(text)'"] }
            schema = next
        }
        return SchemaValidator(schemas: schemas, file: target)
            .complaints(document, schema, at: place)
    }
}
