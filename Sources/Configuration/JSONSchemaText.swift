package import Vocabulary

/// The table as a JSON Schema (draft 2020-12) for editors: `contracts/envctl.schema.json`.
package struct JSONSchemaText {
    private let schema: ConfigurationSchema

    package init(_ schema: ConfigurationSchema) { self.schema = schema }

    package var json: JSON {
        var root = object(of: schema.root)
        root["$defs"] = .object(definitions)
        let head: JSON.Object = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "envctl.schema.json", "title": "envctl.yaml",
        ]
        return .object(JSON.Object(head.members + root.members))
    }

    /// Pretty, with a line feed at its end.
    package var text: String { json.pretty }

    private var definitions: JSON.Object {
        var result = JSON.Object()
        for record in schema.records where record.id != "root" && record.id != "requirement" {
            result[record.id] = .object(object(of: record))
        }
        for requirement in schema.requirements {
            var record = schema.requirementRecord(requirement.id)
            record.documentation = requirement.title
            result["requirement-" + requirement.id] = .object(object(of: record))
        }
        return result
    }

    private func object(of record: RecordSchema) -> JSON.Object {
        var properties = JSON.Object()
        for key in record.keys { properties[key.name] = property(key) }
        let required = record.keys.filter(\.isRequired).map(\.name)
        var result: JSON.Object = [
            "type": ["object", "null"], "description": .string(record.documentation),
            "properties": .object(properties), "additionalProperties": false,
        ]
        if !required.isEmpty { result["required"] = JSON(required) }
        if !record.exactlyOne.isEmpty {
            result["oneOf"] = .array(record.exactlyOne.map { ["required": JSON([$0])] })
        }
        return result
    }

    private func property(_ key: KeySchema) -> JSON {
        var result = form(of: key.type)
        result["description"] = .string(key.documentation)
        if let value = key.defaultValue { result["default"] = value }
        return .object(result)
    }
}

// MARK: - Types

extension JSONSchemaText {
    private func form(of type: ValueType) -> JSON.Object {
        switch type {
        case .string, .path: ["type": "string"]
        case .text, .template: ["type": ["string", "number", "boolean"]]
        case .boolean: ["type": "boolean"]
        case .integer(let range): Self.integer(range)
        case .port: Self.integer(1...65_535)
        case .portRange: Self.portRange
        case .duration: Self.duration
        case .size: Self.size
        case .version: ["type": ["string", "number"]]
        case .name: ["type": "string", "pattern": .string(Self.name)]
        case .choice(let words): ["enum": JSON(words)]
        case .command: Self.command
        case .list(let element): list(of: element)
        case .oneOrMore(let element): anyOf([form(of: element), list(of: element)])
        case .map(let keys, let element): map(keys, element)
        case .record(let id): ["$ref": .string("#/$defs/" + id)]
        case .requirement: requirement
        case .either(let types): anyOf(types.map { form(of: $0) })
        }
    }

    private static let name = "^[A-Za-z][A-Za-z0-9_-]{0,39}$"

    private static func integer(_ range: ClosedRange<Int>) -> JSON.Object {
        [
            "type": "integer", "minimum": .int(Int64(range.lowerBound)),
            "maximum": .int(Int64(range.upperBound)),
        ]
    }

    private static let portRange: JSON.Object = [
        "anyOf": [
            ["type": "string", "pattern": "^[0-9]+ *- *[0-9]+$"],
            ["type": "array", "items": ["type": "integer"], "minItems": 2, "maxItems": 2],
        ]
    ]

    private static let duration: JSON.Object = [
        "anyOf": [
            ["type": "string", "pattern": "^[0-9][0-9.]*(ms|s|m|h)?$"],
            ["type": "number", "minimum": 0],
        ]
    ]

    private static let size: JSON.Object = [
        "anyOf": [
            ["type": "string", "pattern": "^[0-9]+ *([kKmMgGtT]?[iI]?[bB]?)$"],
            ["type": "integer", "minimum": 65_536],
        ]
    ]

    private static let command: JSON.Object = [
        "anyOf": [
            ["type": ["string", "number", "boolean"]],
            [
                "type": "array", "items": ["type": ["string", "number", "boolean"]], "minItems": 1,
            ],
        ]
    ]

    private func list(of element: ValueType) -> JSON.Object {
        ["type": "array", "items": .object(form(of: element))]
    }

    private func anyOf(_ forms: [JSON.Object]) -> JSON.Object {
        ["anyOf": .array(forms.map(JSON.object))]
    }

    private func map(_ keys: ValueType.KeyKind, _ element: ValueType) -> JSON.Object {
        var result: JSON.Object = ["type": ["object", "null"]]
        if case .component = keys { result["propertyNames"] = ["pattern": .string(Self.name)] }
        if case .requirement = element {
            let named = schema.requirements.map { ($0.id, JSON.object(reference(to: $0.id))) }
            result["properties"] = .object(JSON.Object(named))
        }
        result["additionalProperties"] = .object(form(of: element))
        return result
    }

    /// An entry under another name than its kind's has a `type`.
    private var requirement: JSON.Object {
        let kinds = schema.requirements.map { requirement -> JSON in
            let typed: JSON = [
                "required": ["type"], "properties": ["type": ["const": .string(requirement.id)]],
            ]
            return ["allOf": [typed, .object(reference(to: requirement.id))]]
        }
        return kinds.isEmpty ? ["type": ["object", "null"]] : ["anyOf": .array(kinds)]
    }

    private func reference(to kind: String) -> JSON.Object {
        ["$ref": .string("#/$defs/requirement-" + kind)]
    }
}
