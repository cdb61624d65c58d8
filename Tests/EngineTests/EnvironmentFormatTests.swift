import Platform
import StateActions
import Testing
import Vocabulary

@Suite struct EnvironmentFormatTests {
    private static let values = [
        "plain", "", "it's", "a \"quoted\" word", "two\nlines", "end\n", "$HOME ${HOME} $(date)",
        "`date`", "wow!", "back\\slash", "\\", "\\n", "'", "''", "tab\there", "grüße 🏡",
        "carriage\r\nreturn", "#hash", " spaces ", "*?[a]", "~", "-n", "a;b&c|d>e",
    ]
    private static let variables = values.enumerated().map {
        (name: "VALUE_\($0.offset)", value: $0.element)
    }

    /// Each value between two marks, as the shell has them after it read our text.
    private func readBack(_ shell: String, _ flags: [String], _ text: String) throws -> String {
        let prints = Self.variables.map { "printf '<%s>' \"$\($0.name)\"" }.joined(separator: "\n")
        let result = try Subprocess(
            shell, flags + ["-c", text + "\n" + prints], environment: ["PATH": "/usr/bin:/bin"]
        ).run()
        return result.text
    }

    private static let expected = values.map { "<\($0)>" }.joined()

    @Test func aRealShellReadsBackEveryValue() throws {
        let text = EnvironmentFormat.sh.text(Self.variables)
        #expect(try readBack("/bin/sh", ["-eu"], text) == Self.expected)
    }

    @Test(.enabled(if: fish != nil, "fish is not installed"))
    func fishReadsBackEveryValue() throws {
        let shell = try #require(fish)
        let text = EnvironmentFormat.fish.text(Self.variables)
        #expect(try readBack(shell, ["--no-config"], text) == Self.expected)
    }

    @Test func theJSONFormIsOneObject() throws {
        let json = try JSON.parse(EnvironmentFormat.json.text(Self.variables))
        #expect(try Self.variables.allSatisfy { try json.requiredString($0.name) == $0.value })
        #expect(json.object?.members.count == Self.variables.count)
    }

    @Test(arguments: [
        ("postgres://app:pw@127.0.0.1:5432/shop", "A=postgres://app:pw@127.0.0.1:5432/shop"),
        ("", "A=''"), ("two words", "A='two words'"), ("$HOME", "A='$HOME'"),
        ("a#b", "A='a#b'"), ("it's", "A=\"it's\""), ("a\nb", "A=\"a\\nb\""),
        ("it's \"$x\" \\", "A=\"it's \\\"\\$x\\\" \\\\\""), ("a\r\nb", "A=\"a\\r\\nb\""),
    ])
    func dotenvQuotesWhereItMust(value: String, line: String) {
        #expect(EnvironmentFormat.dotenv.text([("A", value)]) == line)
    }

    @Test func fishQuotesBackslashesAndQuotes() {
        #expect(EnvironmentFormat.fish.text([("A", "it's \\n")]) == "set -gx A 'it\\'s \\\\n'")
    }

    @Test func whatAnEarlierProjectLeftIsRemovedInShells() {
        let formats = EnvironmentFormat.allCases.map { $0.text([], stale: ["OLD"]) }
        #expect(formats == ["unset OLD", "", "{}\n", "set -e OLD", "unset OLD"])
    }
}

private let fish = ["/usr/bin/fish", "/bin/fish", "/usr/local/bin/fish"]
    .first(where: FileSystem.isExecutable)
