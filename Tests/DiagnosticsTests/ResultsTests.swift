import Platform
import Testing
import Vocabulary

@testable import Diagnostics

@Suite struct ResultsTests {
    private let results = TestResults(
        tree: "t",
        outcomes: [
            "a.bats: one": .passed, "a.bats: two": .skipped, "b.bats: one": .failed,
            "c.bats: one": .skipped, "Target.Suite/x()": .passed,
        ])

    @Test(
        arguments: [
            ("a.bats: one", nil), ("a.bats: two", "was skipped"), ("b.bats: one", "failed"),
            ("a.bats: three", "does not exist, or did not run"), ("a.bats", nil),
            ("b.bats", "'b.bats: one' failed"), ("c.bats", "all tests of 'c.bats' were skipped"),
            ("Target.Suite", nil), ("Target.Sui", "does not exist, or did not run"),
        ] as [(String, String?)])
    func aNameProvesWhatPassed(name: String, complaint: String?) {
        let found = results.complaint(about: name)
        if let complaint {
            #expect(found?.contains(complaint) == true, "\(found ?? "")")
        } else {
            #expect(found == nil)
        }
    }

    @Test(arguments: [
        #"{"schema":"envctl.other/1","tree":"t","tests":{}}"#,
        #"{"schema":"envctl.test_results/1","tree":"t","tests":{"a":"fine"}}"#,
    ]) func whatHasAnotherFormIsRefused(text: String) throws {
        let bench = try Bench()
        try bench.write(text, "results.json")
        #expect(throws: DecodingFailure.self) {
            try TestResults.read(bench.folder + "/results.json")
        }
    }

    private let inventory = try? ContractInventory(
        "/nonexistent", SchemaSet(["envctl.schema.json": ["$defs": ["requirement-redis": [:]]]]))

    /// Kind, name, state and tests of one row, and why it blocks.
    @Test(
        arguments: [
            (.adapter, "redis", .working, ["a.bats: one"], nil),
            (.adapter, "redis", .partial, ["a.bats: one"], nil),
            (.adapter, "redis", .missing, [], "it is there"),
            (.adapter, "mysql", .missing, [], nil),
            (.adapter, "mysql", .working, ["a.bats: one"], "no such adapter"),
            (.adapter, "redis", .working, [], "no test shows it"),
            (.adapter, "redis", .working, ["b.bats: one"], "failed"),
            (.feature, "light", .working, ["a.bats: one"], nil),
            (.feature, "light", .working, ["a.bats: three"], "does not exist"),
        ] as [(ParityManifest.Kind, String, ParityManifest.State, [String], String?)])
    func aRowIsRecomputed(
        kind: ParityManifest.Kind, name: String, state: ParityManifest.State, tests: [String],
        complaint: String?
    ) throws {
        var manifest = try ParityManifest(json: ["rows": []])
        manifest.rows = [ParityManifest.Row(kind: kind, name: name, state: state, tests: tests)]
        let rows = ParityJudgement(
            manifest: manifest, inventory: try #require(inventory), complaint: results.complaint
        ).results().filter { $0.id == "gate.parity.\(kind.rawValue).\(name)" }
        let reasons = rows.filter { $0.severity == .fail }.flatMap(\.finding.evidence)
        if let complaint {
            #expect(reasons.contains { $0.contains(complaint) }, "\(reasons)")
        } else {
            #expect(reasons == [])
        }
    }

    @Test(arguments: [
        ("data snapshot", "data-snapshot"), ("run_state.json", "run_state.json"),
        ("another's data, backend: auto (external)", "another-s-data-backend-auto-external"),
    ])
    func anIDHasTheLettersOfIDs(name: String, id: String) {
        #expect(ParityJudgement.id(.feature, name) == "gate.parity.feature.\(id)")
    }

    @Test func whatHasNoRowIsNamedWithTheRowToAdd() throws {
        let rows = ParityJudgement(
            manifest: try ParityManifest(json: ["rows": []]), inventory: try #require(inventory),
            complaint: results.complaint
        ).results()
        let missing = try #require(rows.first { $0.id == "gate.parity.adapter.redis" })
        #expect(missing.severity == .fail)
        #expect(
            missing.finding.evidence.first?.contains(#"{"kind":"adapter","name":"redis""#) == true)
    }
}
