import Platform
import Routing
import Testing
import Vocabulary

/// The rows of `contracts/parity.json` and `contracts/readiness.json`, held against the sources: the
/// readiness gate asks for the same, and for the results besides.
@Suite struct ParityTests {
    private static func rows(_ kind: String) throws -> [(name: String, state: String)] {
        try rows.filter { $0["kind"]?.string == kind }.map { row in
            (try row.requiredString("name"), try row.requiredString("state"))
        }
    }

    private static var rows: [JSON] {
        get throws { try contract("parity.json").list("rows") { $0 } }
    }

    private static func contract(_ name: String) throws -> JSON {
        try JSON.parse(try FileSystem.read(Checkout.path("contracts/" + name)))
    }

    @Test func everyCommandHasARow() throws {
        let known = Set(try Self.rows("command").map(\.name))
        for row in CommandTable.rows where !row.name.isEmpty && !known.contains(row.name) {
            Issue.record(
                """
                contracts/parity.json lacks {"kind":"command","name":"\(row.name)",\
                "state":"working","tests":["FILE.bats: TITLE"]}
                """)
        }
    }

    @Test func everyRowOfACommandIsAboutOneThatThereIs() throws {
        let commands = Set(CommandTable.rows.map(\.name))
        for (name, state) in try Self.rows("command") {
            #expect(
                commands.contains(name) == (state != "missing"),
                "contracts/parity.json says that the command '\(name)' is \(state)")
        }
    }

    @Test func everySchemaOfAnAnswerHasAnExample() throws {
        let examples = try FileSystem.list(Checkout.path("contracts/examples"))
        for schema in Set(CommandTable.rows.compactMap(\.answerSchema))
        where schema != "envctl.commands/1" {
            let name = schema.dropFirst("envctl.".count).prefix { $0 != "/" }
            #expect(
                examples.contains { $0.hasPrefix(name + ".") },
                "add contracts/examples/\(name).1.json, an answer of \(schema)")
        }
    }

    @Test func everyTestThatARowNamesIsThere() throws {
        let promises = try Self.contract("readiness.json").list("promises") { $0 }
        let evidence = try promises.flatMap { try $0.list("evidence") { $0["test"]?.string } }
        let named = try Self.rows.flatMap { try $0.strings("tests") } + evidence.compactMap(\.self)
        #expect(named.count > 80)
        let suites = try Self.suites()
        for name in Set(named) {
            #expect(
                try Self.exists(name, suites),
                "contracts/parity.json or readiness.json names a test that is not there: \(name)"
            )
        }
    }

    /// `FILE.bats: TITLE`, or `Target.Suite` with or without a test.
    private static func exists(_ name: String, _ suites: Set<String>) throws -> Bool {
        guard let colon = name.firstRange(of: ".bats: ") else {
            return suites.contains(String(name.prefix { $0 != "/" }))
        }
        let file = Checkout.path("tests-e2e/" + name[..<colon.lowerBound] + ".bats")
        guard let text = try FileSystem.readIfPresent(file) else { return false }
        return String(decoding: text, as: UTF8.self)
            .contains("\n@test \"\(name[colon.upperBound...])\" {")
    }

    /// `EngineTests.ParityTests` of every file that declares one.
    private static func suites() throws -> Set<String> {
        let targets = try FileSystem.list(Checkout.path("Tests"))
        var found: Set<String> = []
        for target in targets {
            let folder = Checkout.path("Tests/" + target)
            for file in try FileSystem.list(folder) where file.hasSuffix(".swift") {
                let words = try FileSystem.readText(Path.join(folder, file))
                    .split { !($0.isLetter || $0.isNumber) }
                for (word, next) in zip(words, words.dropFirst())
                where ["struct", "class"].contains(word) {
                    found.insert("\(target).\(next)")
                }
            }
        }
        return found
    }
}
