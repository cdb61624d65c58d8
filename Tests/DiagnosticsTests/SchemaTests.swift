import Testing
import Vocabulary

@testable import Diagnostics

@Suite struct SchemaTests {
    /// A schema, a document, and what is said of it; nil where it is valid.
    static let rows: [(String, String, String?)] = [
        (#"{"type":"integer"}"#, "7", nil), (#"{"type":"integer"}"#, "7.5", "is a number"),
        (#"{"type":["string","null"]}"#, "null", nil),
        (#"{"const":"a"}"#, #""b""#, "not \"a\""), (#"{"enum":[1,2]}"#, "3", "none of [1,2]"),
        (#"{"required":["a"]}"#, "{}", "lacks a"), (#"{"minimum":2}"#, "1", "out of range"),
        (#"{"pattern":"^\\d+$"}"#, #""12""#, nil), (#"{"pattern":"^\\d+$"}"#, #""x""#, "match"),
        (#"{"pattern":"^\\S+$"}"#, #""a b""#, "match"),
        (#"{"properties":{"a":{"type":"string"}}}"#, #"{"a":1}"#, "$.a: is a number"),
        (#"{"properties":{"a":true},"additionalProperties":false}"#, #"{"b":1}"#, "$.b: nothing"),
        (#"{"items":{"type":"string"}}"#, #"["a",1]"#, "$[1]: is a number"),
        (#"{"uniqueItems":true}"#, "[1,1]", "twice"), (#"{"minItems":1}"#, "[]", "0 entries"),
        (#"{"propertyNames":{"maxLength":1}}"#, #"{"ab":1}"#, "length"),
        (#"{"anyOf":[{"type":"string"},{"type":"null"}]}"#, "1", "is a number"),
        (#"{"oneOf":[{"type":"integer"},{"minimum":1}]}"#, "3", "several"),
        (#"{"not":{"type":"null"}}"#, "null", "must not fit"),
        (#"{"if":{"type":"string"},"then":{"minLength":2}}"#, #""a""#, "length"),
        (#"{"if":{"type":"string"},"else":{"const":1}}"#, "2", "not 1"),
        (##"{"$ref":"#/$defs/x","$defs":{"x":{"type":"null"}}}"##, "1", "is a number"),
        (##"{"$ref":"other.schema.json#/$defs/y"}"##, "1", "is a number"),
        (##"{"$ref":"absent.schema.json"}"##, "1", "no schema 'absent.schema.json'"),
        (#"{"dependentRequired":{}}"#, "1", "'dependentRequired' is not known"),
    ]

    @Test(arguments: rows) func aDocumentIsJudged(
        _ schema: String, _ document: String, _ complaint: String?
    ) throws {
        let set = SchemaSet([
            "own.schema.json": try JSON.parse(schema),
            "other.schema.json": ["$defs": ["y": ["type": "string"]]],
        ])
        let found = set.complaints(about: try JSON.parse(document), by: "own.schema.json")
        if let complaint {
            #expect(found.count == 1)
            #expect(found.first?.contains(complaint) == true, "\(found)")
        } else {
            #expect(found == [])
        }
    }

    @Test func aDocumentIsJudgedByTheSchemaThatItNames() throws {
        let set = SchemaSet(["status.schema.json": ["type": "object"]])
        #expect(set.complaints(about: ["schema": "envctl.status/1"]) == [])
        #expect(set.complaints(about: ["schema": "envctl.other/1"]).count == 1)
        #expect(set.complaints(about: [:]) == ["it names no schema"])
    }

    @Test func theSchemasOfTheArtifactsAreInTheProgram() {
        #expect(ArtifactSchemas.set.schemas.count == ArtifactSchemas.names.count)
    }
}
