import Testing
import Vocabulary

@testable import Configuration

@Suite struct YAMLTests {
    let source = YAMLSource(layer: .project, name: "envctl.yaml")

    func parse(_ text: String, limits: YAMLDocument.Limits = .init()) throws -> YAMLDocument {
        try YAMLDocument.parse(Array(text.utf8), source: source, limits: limits)
    }

    /// What the parser says of a text that it can't read.
    func complaint(_ bytes: [UInt8], limits: YAMLDocument.Limits = .init()) -> String {
        do throws(YAMLError) {
            _ = try YAMLDocument.parse(bytes, source: source, limits: limits)
            return "no error"
        } catch {
            return error.finding.description
        }
    }

    @Test(arguments: [
        ("no", JSON.string("no")), ("yes", "yes"), ("on", "on"), ("true", true), ("False", false),
        ("~", nil), ("null", nil), ("", nil), ("12", 12), ("-3", -3), ("+3", 3), ("0o17", 15),
        ("0x1F", 31), ("017", 17), ("1.10", .double(1.1)), ("1e3", .double(1000)),
        (".5", .double(0.5)),
        ("1.10.2", "1.10.2"), ("'1.10'", "1.10"), ("\"12\"", "12"), ("'true'", "true"),
        ("1_000", "1_000"),
        ("12:30", "12:30"), ("0x", "0x"), ("0x-1", "0x-1"), ("--1", "--1"),
        ("2024-01-01", "2024-01-01"),
        ("!!str 12", "12"), ("-", JSON.array([.null])), ("infinity", "infinity"), ("nan", "nan"),
        ("e", "e"),
    ])
    func coreTypes(_ text: String, _ expected: JSON) throws {
        #expect(try parse("key: \(text == "-" ? "\n  -" : text)").root["key"]?.json == expected)
    }

    @Test func marksCountFromOneInCharacters() throws {
        let root = try parse("größe: { ä: '€', b: x }\nnext:\n  - one\n").root
        #expect(root["größe"]?["ä"]?.origin.description == "envctl.yaml:1:13")
        #expect(root["größe"]?["b"]?.origin.description == "envctl.yaml:1:21")
        #expect(root["next"]?.sequence?.first?.origin.description == "envctl.yaml:3:5")
        #expect(root.entries?.last?.origin.description == "envctl.yaml:2:1")
    }

    @Test func byteOrderMarkAndCarriageReturnsAreNoContent() throws {
        let root = try parse("\u{FEFF}a: 1\r\nb:\r\n  c: text\r\n").root
        #expect(root.json == ["a": 1, "b": ["c": "text"]])
        #expect(root["b"]?["c"]?.origin.description == "envctl.yaml:3:6")
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "---\n...\n"])
    func emptyDocumentIsAnEmptyMap(_ text: String) throws {
        #expect(try parse(text).root.entries?.isEmpty == true)
    }

    @Test func anchorsAliasesAndMergeKeys() throws {
        let text = """
            base: &base { port: 1, restart: no }
            other: &other { port: 2, stop: x }
            api: { <<: *base, port: 3 }
            web: { <<: [*base, *other] }
            copy: *base
            """
        let root = try parse(text).root
        #expect(root["api"]?.json == ["port": 3, "restart": "no"])
        #expect(root["web"]?.json == ["port": 1, "restart": "no", "stop": "x"])
        #expect(root["copy"]?["port"]?.origin.description == "envctl.yaml:1:21")
    }

    @Test func duplicateKeysAreAllReported() throws {
        let findings = try parse("a: 1\na: 2\nb: { c: 1, c: 2 }\n").findings.map(\.description)
        #expect(
            findings == [
                "envctl.yaml:2:1: the key 'a' is there twice; it was set in line 1",
                "envctl.yaml:3:12: the key 'c' is there twice; it was set in line 3",
            ])
    }

    @Test(arguments: [
        (
            "a: [1, 2\nb: 3\n",
            "envctl.yaml:2:2: not valid YAML: while parsing a flow sequence: did not find expected ',' or ']'"
        ),
        (
            "a: \"open\n",
            "envctl.yaml:2:1: not valid YAML: while scanning a quoted scalar: found unexpected end of stream"
        ),
        (
            "a:\n\t- b\n",
            "envctl.yaml:2:1: not valid YAML: while scanning for the next token: found character that cannot start any token (YAML takes no tabs for indentation: write spaces)"
        ),
        (
            "a:\n  b: c\n  \td: 1\n",
            "envctl.yaml:3:3: not valid YAML: while scanning a plain scalar: found a tab character that violates indentation (YAML takes no tabs for indentation: write spaces)"
        ),
        (
            "a:\n  b: >=14\n",
            "envctl.yaml:2:7: not valid YAML: while scanning a block scalar: did not find expected comment or line break (a text that begins with '>' stands in quotes)"
        ),
        (
            "a: { b: >=14 }\n",
            "envctl.yaml:1:9: not valid YAML: while scanning for the next token: found character that cannot start any token (a text that begins with '>' stands in quotes)"
        ),
        (
            "a: !=16\n",
            "envctl.yaml:1:4: unknown tag '!=16' (a text that begins with '!' stands in quotes)"
        ),
        ("a: *nothing\n", "envctl.yaml:1:4: the alias '*nothing' has no anchor before it"),
        ("a: &a [*a]\n", "envctl.yaml:1:8: the alias '*a' has no anchor before it"),
        (
            "a: !ENV x\n",
            "envctl.yaml:1:4: unknown tag '!ENV' (a text that begins with '!' stands in quotes)"
        ),
        ("a: 1\n---\nb: 2\n", "envctl.yaml:2:1: a second document in the file"),
        ("[a, b]: 1\n", "envctl.yaml:1:1: a key that is a list"),
        ("a: { <<: text }\n", "envctl.yaml:1:10: '<<' takes a map or a list of maps"),
    ])
    func brokenTextIsAnsweredWithItsPlace(_ text: String, _ expected: String) {
        #expect(complaint(Array(text.utf8)) == expected)
    }

    @Test func invalidUTF8HasItsPlace() {
        let bytes = Array("ok: 1\nkey: x".utf8) + [0xFF, 0x0A]
        #expect(complaint(bytes).hasPrefix("envctl.yaml:2:7: not readable as text ("))
    }

    @Test func bombOfAliasesIsRefusedSoon() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let uses = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(uses)]\n"
        }
        #expect(
            complaint(Array(text.utf8))
                == "envctl.yaml:5:10: more than 20000 values once aliases are expanded")
    }

    @Test func depthAndSizeAreBounded() {
        let deep = "a: " + String(repeating: "[", count: 70) + String(repeating: "]", count: 70)
        #expect(complaint(Array(deep.utf8)) == "envctl.yaml:1:68: nested deeper than 64 levels")
        let veryDeep = String(repeating: "[", count: 100_000)
        #expect(complaint(Array(veryDeep.utf8)) == "envctl.yaml:1:66: nested deeper than 64 levels")
        let large = Array(repeating: UInt8(ascii: "#"), count: (1 << 20) + 1)
        #expect(complaint(large) == "envctl.yaml: the file is larger than 1024 KiB")
    }
}
