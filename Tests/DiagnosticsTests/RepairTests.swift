import Glibc
import Platform
import RunState
import Testing
import Vocabulary

@testable import Diagnostics

/// What `--fix` does, and that it does nothing else.
@Suite struct RepairTests {
    private func broken() throws -> Bench {
        let bench = try Bench()
        try CheckTests.claimed(bench)
        _ = try CheckTests.socket(bench)
        try FileSystem.removeTree(bench.runFolder.folder)
        try FileSystem.writeAtomically([1, 2], to: bench.folders.secrets, mode: 0o644)
        try bench.write("kept", "state/scopes/app-0123456789ab/projects/main/data/api/file")
        try bench.write("kept", "run/0123456789ab/01234567/other")
        return bench
    }

    private var checks: [any Check] {
        CheckTable.checks.map {
            $0.isFixable && $0.id == "runtime.sockets"
                ? SocketsCheck(youngest: .min) : $0
        }
    }

    @Test func eachThingThatMayBeRepairedIs() throws {
        let bench = try broken()
        let doctor = DoctorOrchestrator(try bench.site(), checks: checks)
        let results = try doctor.repair { try bench.site() }
        let repaired = results.flatMap(\.repaired)
        #expect(repaired.count == 3)
        #expect(repaired.contains { $0.hasPrefix("removed the stale socket") })
        #expect(repaired.contains { $0.hasSuffix("secrets.json to 600") })
        #expect(repaired.contains("ended the claim of main/api on port 20001"))
        for id in ["runtime.sockets", "runtime.modes", "ports.claims"] {
            #expect(results.first { $0.id == id }?.severity == .ok, "\(id)")
        }
    }

    @Test func nothingElseIsTouched() throws {
        let bench = try broken()
        let before = try bench.contents()
        let doctor = DoctorOrchestrator(try bench.site(), checks: checks)
        _ = try doctor.repair { try bench.site() }
        let changed = try bench.contents().symmetricDifference(before)
            .map { String($0.prefix { $0 != " " }) }
        let expected = [
            bench.layout.ports, bench.layout.portsLock, bench.folders.secrets,
            bench.layout.roots.runtime + "/0123456789ab/01234567/supervisor.sock",
        ]
        #expect(Set(changed).isSubset(of: expected), "\(changed)")
        let reservation = try PortRegistry(bench.layout).reservations().first
        #expect(reservation?.port.number == 20001 && reservation?.claim == nil)
    }

    @Test func withoutFixNothingIsTouchedAtAll() throws {
        let bench = try broken()
        let before = try bench.contents()
        _ = try DoctorOrchestrator(try bench.site(), checks: checks).examine()
        #expect(try bench.contents() == before)
    }

    @Test func aSocketThatSomeoneListensOnByNowStays() throws {
        let bench = try Bench()
        let socket = try CheckTests.socket(bench)
        let path = bench.layout.roots.runtime + "/0123456789ab/01234567/supervisor.sock"
        let done = try Repair.removeSocket(path).apply(PortRegistry(bench.layout))
        withExtendedLifetime(socket) { #expect(done == nil) }
        #expect(FileSystem.exists(path))
    }

    @Test func aModeIsNeverSetThroughALink() throws {
        let bench = try Bench()
        try bench.write("another's", "target")
        try FileSystem.replaceLink(bench.folder + "/link", target: "target")
        #expect(throws: SystemError.self) {
            try Repair.setMode(bench.folder + "/link", 0o600).apply(PortRegistry(bench.layout))
        }
    }
}

extension Bench {
    /// Each path with its kind, mode, size and content's end.
    func contents() throws -> Set<String> {
        func below(_ path: String) throws -> [String] {
            try FileSystem.list(path).flatMap { name -> [String] in
                let whole = Path.join(path, name)
                let status = try FileSystem.status(whole, followLinks: false)
                let text = status.isRegular ? try FileSystem.readText(whole) : ""
                let line = "\(whole) \(status.mode) \(text)"
                return [line] + (status.isDirectory ? try below(whole) : [])
            }
        }
        return Set(try below(folder))
    }
}
