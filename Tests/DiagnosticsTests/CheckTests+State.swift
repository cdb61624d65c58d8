import Configuration
import Glibc
import Platform
import RunState
import Vocabulary

@testable import Diagnostics

extension CheckTests {
    static let state: [Case] = [
        Case(
            ArtifactsCheck(), .fail, "run_state.json: $.status: is \"sleepy\"",
            good: { try $0.record([$0.living()]) },
            bad: { bench in
                try bench.record([bench.living()])
                try bench.spoil {
                    $0.replacing("\"status\": \"ready\"", with: "\"status\": \"sleepy\"")
                }
            }),
        Case(
            TruthCheck(), .fail, "main/api is lost: process",
            good: { try $0.record([$0.living()]) },
            bad: { bench in
                var gone = bench.living()
                gone.identity?.bootID = "another boot"
                try bench.record([gone])
            }),
        Case(
            SyntheticCheck(), .fail, "main/api: ready, and no process is recorded",
            good: { try $0.record([$0.living()]) },
            bad: { bench in
                var made = bench.living()
                made.identity = nil
                try bench.record([made])
            }),
        Case(
            DamagedCheck(), .fail, "main: this file is damaged",
            good: { try $0.record([$0.living()]) },
            bad: { bench in
                try bench.record([bench.living()])
                try bench.spoil { _ in "{\"schema\":" }
            }),
        Case(
            RegistryCheck(), .fail, "port 20001: ", good: { try $0.claim(20001) },
            bad: { try $0.book([("api", 20001), ("web", 20001)]) }),
        Case(
            ClaimsCheck(), .warn, "port 20001: main/api", good: claimed,
            bad: { bench in
                try claimed(bench)
                try FileSystem.removeTree(bench.runFolder.folder)
            }),
        Case(
            ForeignPortsCheck(), .warn, "main/api: held by", good: { try $0.claim(20001) },
            bad: { bench in
                let socket = try Listening()
                bench.held.append(socket)
                try bench.book([("api", Int(socket.port.number))])
            }),
    ]

    static let rest: [Case] = [
        Case(
            OrphansCheck(), .fail, "main/api: sleep (pid", good: { try $0.record([$0.living()]) },
            bad: { bench in
                let orphan = try Orphan()
                bench.held.append(orphan)
                var ended = bench.living()
                ended.identity?.bootID = "another boot"
                try bench.record([ended])
                try bench.launched("api", mark: orphan.mark)
            }),
        Case(
            SupervisorsCheck(), .warn, "main",
            good: { bench in
                try bench.record([bench.living()]) { $0.supervisor = nil }
                try bench.hold(bench.folders.supervisorLock)
            }, bad: { try $0.record([$0.living()]) }),
        Case(
            SpaceCheck(room: SpaceCheck.Room(bytes: 5 << 20, inodes: 100, allInodes: 1000)), .fail,
            "5 MiB",
            passing: SpaceCheck(room: SpaceCheck.Room(bytes: 5 << 30, inodes: 100, allInodes: 1000))
        ),
        Case(
            ContractsCheck(), .fail, "thing.1.json: $.size: is a string, not integer",
            good: { try contracts($0, size: "7") }, bad: { try contracts($0, size: "\"big\"") }),
        Case(
            RecentFailuresCheck(), .warn, "main/api: api ended: port in use",
            good: { try $0.record([$0.living()]) },
            bad: { bench in
                try bench.record([bench.living()])
                var entry = FailureEntry(
                    time: bench.clock.now(), code: "component.exited", message: "api ended",
                    component: ComponentID(unchecked: "api"))
                entry.causes = ["port in use"]
                try ErrorReport(run: Bench.run, project: .main, failures: [entry])
                    .write(bench.runFolder.artifact(.errorReport))
            }),
    ]

    static var formerName: Finding {
        Finding(
            "former name", at: Origin(layer: .project, source: "envctl.yaml", line: 2, column: 1))
    }

    /// A run whose supervisor is this very process.
    static func supervised(_ bench: Bench, _ version: String) throws {
        try bench.record([bench.living()]) { record in
            guard let identity = bench.kernel.identity(of: getpid()) else { return }
            record.supervisor = SupervisorRecord(
                identity: identity, socket: bench.folder + "/supervisor.sock", version: version)
        }
        try bench.hold(bench.folders.supervisorLock)
    }

    @Sendable static func claimed(_ bench: Bench) throws {
        try bench.record([bench.living()])
        try bench.claim(20001)
    }

    static func socket(_ bench: Bench) throws -> Descriptor {
        let folder = bench.layout.roots.runtime + "/0123456789ab/01234567"
        try FileSystem.createDirectories(folder)
        return try UnixSocket.listen(folder + "/supervisor.sock")
    }

    static func contracts(_ bench: Bench, size: String) throws {
        try bench.write(
            "{\"type\":\"object\",\"properties\":{\"size\":{\"type\":\"integer\"}}}",
            "app/contracts/thing.schema.json")
        try bench.write("{\"size\":\(size)}", "app/contracts/examples/thing.1.json")
    }
}

extension Bench {
    func spoil(_ change: (String) -> String) throws {
        let text = change(try FileSystem.readText(runFolder.runState))
        try FileSystem.writeAtomically(Array(text.utf8), to: runFolder.runState)
    }

    /// Reservations of a run that has ended.
    func book(_ entries: [(component: String, port: Int)]) throws {
        let reservations = entries.map { entry -> JSON in
            [
                "scope": project.scope.json, "project": project.name.json,
                "component": .string(entry.component), "resource": "main",
                "port": JSON(entry.port), "requested": nil, "claim": nil,
            ]
        }
        let book: JSON = ["schema": "envctl.ports/1", "reservations": .array(reservations)]
        try FileSystem.writeAtomically(Array(book.pretty.utf8), to: layout.ports)
    }
}
