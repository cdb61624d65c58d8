import Configuration
import Glibc
import Platform
import RunState
import Testing
import Vocabulary

@testable import Diagnostics

/// Every check of the table: a world in which it passes, and one in which it does not.
@Suite struct CheckTests {
    struct Case: Sendable, CustomStringConvertible {
        let check: any Check
        let severity: Severity
        /// What the finding says then, in message or evidence.
        let says: String
        var passing: any Check
        let good: @Sendable (Bench) throws -> Void
        let bad: @Sendable (Bench) throws -> Void

        init(
            _ check: any Check, _ severity: Severity, _ says: String,
            passing: (any Check)? = nil,
            good: @escaping @Sendable (Bench) throws -> Void = { _ in },
            bad: @escaping @Sendable (Bench) throws -> Void = { _ in }
        ) {
            self.check = check
            self.severity = severity
            self.says = says
            self.passing = passing ?? check
            self.good = good
            self.bad = bad
        }

        var description: String { check.id }
    }

    @Test(arguments: cases) func itPassesWhereAllIsWell(_ test: Case) throws {
        let bench = try Bench()
        try test.good(bench)
        let result = try bench.examine(test.passing)
        #expect(result.severity == .ok, "\(result.finding)")
    }

    @Test(arguments: cases) func itSaysWhatIsWrong(_ test: Case) throws {
        let bench = try Bench()
        try test.bad(bench)
        let result = try bench.examine(test.check)
        #expect(result.severity == test.severity, "\(result.finding)")
        let text = ([result.finding.message] + result.finding.evidence).joined(separator: "\n")
        #expect(text.contains(test.says), "\(text)")
    }

    @Test func everyCheckOfTheFolderIsInTheTable() throws {
        let folder = Path.absolute("../../../Sources/Diagnostics/Doctor/Checks", in: #filePath)
        let files = try FileSystem.list(folder).filter { $0.hasSuffix("Check.swift") }
        let table = CheckTable.checks.map { "\(type(of: $0)).swift" }
        #expect(table.sorted() == files.sorted())
    }

    @Test func everyCheckHasItsCase() {
        #expect(Self.cases.map(\.check.id) == CheckTable.checks.map(\.id))
    }

    static let cases: [Case] = platform + own + runtime + state + rest

    private static let platform: [Case] = [
        Case(KernelCheck(release: "5.4.0-1"), .fail, "older than 5.10", passing: KernelCheck()),
        Case(
            LibraryCheck(version: "glibc 2.31"), .fail, "older than 2.34", passing: LibraryCheck()),
        Case(
            ControlGroupCheck(works: false), .info, "marks", passing: ControlGroupCheck(works: true)
        ),
        Case(
            LimitsCheck(files: 64, instances: 8), .warn, "open files: 64",
            passing: LimitsCheck(files: 1024, instances: 128)),
    ]

    private static let own: [Case] = [
        Case(
            ProgramsCheck(), .fail, "/bin/envctl-supervisor",
            good: { try $0.program("envctl-supervisor", "") }),
        Case(
            BuildCheck(), .warn, "changed since", good: { $0.isStale = false },
            bad: { $0.isStale = true }),
        Case(
            SupervisorVersionCheck(), .info, "main: 0.9", good: { try supervised($0, "1.0.0") },
            bad: { try supervised($0, "0.9") }),
        Case(
            CrashesCheck(), .warn, "ended by SIGSEGV in 'start'",
            bad: { bench in
                let time = bench.clock.now().milliseconds - 60_000
                try bench.write(
                    "envctl.crash/1\nprogram: envctl\ncommand: start\ntime_ms: \(time)\nsignal: 11\n",
                    "state/crashes/crash-00.txt")
            }),
        Case(
            ConfigurationCheck(), .fail, "unknown key 'comand'",
            good: { try $0.configure("services: { api: { command: x } }") },
            bad: { try $0.configure("services: { api: { comand: x } }") }),
        Case(
            RenamedKeysCheck(), .warn, "main: envctl.yaml:2:1: former",
            good: { try $0.configure("services: { api: { command: x } }") },
            bad: { bench in
                try bench.configure("services: { api: { command: x } }")
                guard case .success(var found?) = bench.configuration else { return }
                found.warnings = [formerName]
                bench.configuration = .success(found)
            }),
        Case(
            RepositoryCheck(), .fail, "broken",
            bad: { $0.repository = .failure(Failure("git.unreadable", "the repository is broken")) }
        ),
        Case(
            GoneWorktreesCheck(), .warn, "project side",
            bad: { bench in
                guard case .success(var found?) = bench.repository else { return }
                found.gone = [ProjectName(unchecked: "side")]
                bench.repository = .success(found)
            }),
    ]

    private static let runtime: [Case] = [
        Case(
            RootsCheck(), .fail, "others may write", bad: { chmod($0.layout.roots.state, 0o777) }),
        Case(
            ModesCheck(), .fail, "secrets.json: 644", good: { try $0.record([$0.living()]) },
            bad: { bench in
                try bench.record([bench.living()])
                try FileSystem.writeAtomically([], to: bench.folders.secrets, mode: 0o644)
            }),
        Case(
            SocketsCheck(youngest: .min), .warn, "supervisor.sock",
            good: { $0.held.append(try socket($0)) }, bad: { _ = try socket($0) }),
        Case(
            LocksCheck(), .warn, "main: ", good: { try supervised($0, "1.0.0") },
            bad: { bench in
                try bench.record([bench.living()])
                try bench.hold(bench.folders.supervisorLock)
            }),
        Case(
            LacksCheck(), .info, "main: logs are looked at once a second",
            good: { try supervised($0, "1.0.0") },
            bad: { bench in
                try supervised(bench, "1.0.0")
                let runs = RunRepository(bench.layout, clock: bench.clock)
                var record = try #require(try runs.record(Bench.run, of: bench.project.scope))
                record.lacks = ["logs.unwatched": "logs are looked at once a second"]
                var writer = RunWriter(scope: bench.scope, run: Bench.run)
                try writer.save(record)
            }),
        Case(
            RequirementProgramsCheck(), .fail, "satisfies version",
            good: { try $0.configure("requirements: { redis: {} }") },
            bad: { try $0.configure("requirements: { redis: { version: \">=99\" } }") }),
        Case(
            DockerCheck(), .fail, "is not on PATH",
            good: { bench in
                try bench.program("docker", "echo 20.10.24\n")
                try bench.configure("requirements: { redis: { backend: docker } }")
            },
            bad: { bench in
                bench.host.environment["PATH"] = bench.folder
                try bench.configure("requirements: { redis: { backend: docker } }")
            }),
    ]
}
