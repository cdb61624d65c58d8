import Testing

@testable import Configuration

@Suite struct EnvironmentTextTests {
    private static let caller = ["SET": "set", "EMPTY": ""]

    private func entries(_ text: String) throws -> [EnvironmentText.Entry] {
        try EnvironmentText.entries(of: Array(text.utf8)) { Self.caller[$0] }
    }

    @Test(arguments: [
        ("A=1", "1"), ("A=", ""), ("A = 1 ", "1"), ("export A=1", "1"), ("export  A=1", "1"),
        ("A: 1", "1"), ("A=b=c", "b=c"), ("A=http://h:1/p?q#f", "http://h:1/p?q#f"),
        ("A=a # note", "a"), ("A=a#b", "a#b"), ("A= # note", ""), ("A=#b", "#b"),
        ("A=a\t# note", "a"), ("  A=1", "1"), ("\tA=1", "1"),
        ("A='a # b'", "a # b"), ("A='a' # note", "a"), ("A='$SET \\n'", "$SET \\n"),
        ("A='it\\'s'", "it's"), ("A=\"a # b\"", "a # b"), ("A=\"a\\n\\tb\"", "a\n\tb"),
        ("A=\"say \\\"hi\\\"\"", "say \"hi\""), ("A=\"\\\\d\\w\"", "\\d\\w"),
        ("A=\"\\$SET\"", "$SET"), ("A=it's", "it's"), ("A=a\"b", "a\"b"),
        ("A=a b  c ", "a b  c"), ("A=ü€😀", "ü€😀"),
        ("A=\"one\ntwo\n\"", "one\ntwo\n"), ("A='one\ntwo'", "one\ntwo"),
        ("A=\"one\r\ntwo\"\r\n", "one\ntwo"), ("A=1\r\n", "1"), ("\u{FEFF}A=1", "1"),
    ]) func values(_ line: String, _ expected: String) throws {
        let read = try entries(line)
        #expect(read.map(\.name) == ["A"])
        #expect(read.first?.value == expected)
    }

    @Test(arguments: [
        ("$SET", "set"), ("${SET}", "set"), ("$SET-x", "set-x"), ("${NO}", ""), ("$NO", ""),
        ("${NO:-b}", "b"), ("${NO-b}", "b"), ("${EMPTY:-b}", "b"), ("${EMPTY-b}", ""),
        ("${SET:-b}", "set"), ("${SET:+b}", "b"), ("${NO:+b}", ""), ("${EMPTY:+b}", ""),
        ("${EMPTY+b}", "b"), ("${SET:?m}", "set"), ("${EMPTY?m}", ""),
        ("${NO:-${SET}}", "set"), ("${NO:-${NO:-deep}}", "deep"), ("${SET:-${NO:?never}}", "set"),
        ("${NO:-a b}", "a b"), ("$$SET", "$SET"), ("a$", "a$"), ("$1", "$1"), ("100%$", "100%$"),
    ]) func references(_ value: String, _ expected: String) throws {
        #expect(try entries("A=\(value)").first?.value == expected)
        #expect(try entries("A=\"\(value)\"").first?.value == expected)
        #expect(try entries("A='\(value)'").first?.value == value)
    }

    @Test func earlierLinesAreSeenAndTheCallerWins() throws {
        let read = try entries("A=1\nB=$A-2\nSET=mine\nC=$SET\n")
        #expect(read.map(\.value) == ["1", "1-2", "mine", "set"])
    }

    @Test func aBareNameStandsForTheCallersVariable() throws {
        let read = try entries("SET\nexport OTHER # note\nexport=1\n")
        #expect(read.map(\.name) == ["SET", "OTHER", "export"])
        #expect(read.map(\.value) == [nil, nil, "1"])
    }

    @Test func linesAreCountedAcrossQuotes() throws {
        let read = try entries("# one\n\nA='x\ny\nz'\nB=1\n")
        #expect(read.map(\.line) == [3, 6])
    }

    @Test(arguments: [
        ("A=1\nno assignment", 2, "no KEY=VALUE"), ("1A=2", 1, "no KEY=VALUE"),
        ("=2", 1, "no KEY=VALUE"), ("A B=2", 1, "no KEY=VALUE"),
        ("\nA='open\nB=1\n", 2, "a quote without its end"),
        ("A=\"x\" y", 1, "'y' after the end of a quoted value"),
        ("A='x\ny' z", 2, "'z' after the end of a quoted value"),
        ("A=1\nB=${A", 2, "'${' without its '}'"),
        ("A=${NO:?tell me}", 1, "NO must be set: tell me"), ("A=${NO?}", 1, "NO must be set"),
        ("A=${EMPTY:?}", 1, "EMPTY must be set"),
    ]) func problemsHaveTheirLines(_ text: String, _ line: Int, _ message: String) {
        #expect(throws: EnvironmentText.Problem(line: line, message: message)) {
            try entries(text)
        }
    }

    @Test(arguments: ["${A!b}", "${}", "${1}", "${A:b}", "${A b}"])
    func otherFormsAreErrors(_ value: String) {
        #expect(throws: EnvironmentText.Problem.self) { try entries("X=\(value)") }
    }
}
