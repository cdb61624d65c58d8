import Platform
import Testing
import Vocabulary

@testable import RunState

@Suite struct RunRepositoryTests {
    let state: TemporaryState
    let repository: RunRepository
    var scope: ScopeLayout { state.layout.scope(Samples.scope) }

    init() throws {
        state = try TemporaryState()
        repository = RunRepository(state.layout, clock: stopped())
    }

    @discardableResult
    private func create(
        _ project: ProjectName = .main, status: ComponentStatus = .stopped
    ) throws -> RunWriter {
        var record = try Samples.record(project, run: repository.nextRun(of: Samples.scope))
        record.status = status
        return try repository.create(record)
    }

    @Test func idsSortEvenWhereTheClockStandsStill() throws {
        let runs = try (0..<5).map { _ in try create().run.run }
        #expect(runs == runs.sorted())
        #expect(Set(runs).count == 5)
        #expect(scope.allRuns() == runs)
    }

    @Test func lookingMakesNothing() throws {
        #expect(try repository.current(.main, of: Samples.scope) == nil)
        #expect(try repository.record(Samples.run, of: Samples.scope) == nil)
        #expect(repository.allCurrent(of: Samples.scope).records.isEmpty)
        #expect(try repository.prune(.main, of: Samples.scope).isEmpty)
        #expect(try state.contents().isEmpty)
    }

    @Test func theScopeShowsTheNewestRunThroughRelativeLinks() throws {
        try create()
        let newest = try create(ProjectName(unchecked: "two"))
        for file in ArtifactFile.allCases where file != .events {
            #expect(FileSystem.exists(scope.artifact(file)), "\(file)")
            #expect(FileSystem.exists(newest.run.artifact(file)), "\(file)")
        }
        let link = try FileSystem.readLink(scope.artifact(.runState))
        #expect(!link.hasPrefix("/"))
        #expect(try RunRecord.read(scope.artifact(.runState))?.run == newest.run.run)
        #expect(try repository.current(.main, of: Samples.scope)?.project == .main)
    }

    @Test func theScopesMapsCoverAllProjects() throws {
        try create()
        var writer = try create(ProjectName(unchecked: "two"))
        var record = try #require(
            try repository.current(ProjectName(unchecked: "two"), of: Samples.scope))
        record[ComponentID(unchecked: "api")]?.status = .failed
        try writer.save(record)
        let map = try #require(try RuntimeMap.read(scope.artifact(.runtimeMap)))
        #expect(map.projects.map(\.name.rawValue) == ["main", "two"])
        let json = try JSON.parse(try FileSystem.read(scope.artifact(.runtimeMap)))
        #expect(json["projection"]?["two"]?["api"]?["status"] == "failed")
        #expect(json["projection"]?["main"]?["api"]?["status"] == "ready")
        #expect(json["service_to_actual_port"]?["two"]?["api"] == 20_001)
        let ports = try PortsManifest.read(scope.artifact(.portsManifest))
        #expect(ports?.projects.count == 2)
    }

    @Test func writersAtOnceLeaveNoOldEntryInTheScopesMap() async throws {
        let writers = try (0..<8).map { try create(ProjectName(unchecked: "p\($0)")) }
        let repository = repository
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in writers {
                group.addTask {
                    try await Blocking.run {
                        var writer = writer
                        let run = writer.run.run
                        guard var record = try repository.record(run, of: Samples.scope) else {
                            return
                        }
                        for status in ComponentStatus.allCases + [.ready] {
                            record.status = status
                            try writer.save(record)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let map = try #require(try RuntimeMap.read(scope.artifact(.runtimeMap)))
        #expect(map.projects.map(\.status) == Array(repeating: .ready, count: 8))
    }

    @Test func oneDamagedRecordHidesNoOther() throws {
        try create()
        let broken = try create(ProjectName(unchecked: "two"))
        try FileSystem.writeAtomically([0x7B], to: broken.run.runState)
        let all = repository.allCurrent(of: Samples.scope)
        #expect(all.records.map(\.project) == [.main])
        #expect(all.failures.map(\.project.rawValue) == ["two"])
        #expect(all.failures.first?.failure.code == "state.damaged")
    }

    @Test func aDamagedRecordIsRebuiltFromTheLaunch() throws {
        let run = try create().run
        let examples = Path.absolute("../../../contracts/examples/launch.1.json", in: #filePath)
        try FileSystem.writeAtomically(try FileSystem.read(examples), to: run.launch)
        try FileSystem.writeAtomically([], to: run.runState)
        var aside: String?
        try repository.repairCurrent(.main, of: Samples.scope) { aside = $1 }
        let record = try #require(try repository.current(.main, of: Samples.scope))
        #expect(aside?.hasSuffix(".bad-20261121T074000.000Z") == true)
        let api = try #require(record[ComponentID(unchecked: "api")])
        #expect(api.status == .lost)
        #expect(api.identity?.pid == 4242)
        #expect(api.mark == 0xABCDEF)
        #expect(api.command == "python3 app.py")
        #expect(try RunRecord(json: record.json) == record)
        // Without a launch nothing was ever begun.
        try FileSystem.writeAtomically([], to: run.runState)
        try FileSystem.removeFile(run.launch)
        try repository.repairCurrent(.main, of: Samples.scope)
        #expect(try repository.current(.main, of: Samples.scope) == nil)
    }

    @Test func whatHasNotChangedIsNotWrittenAgain() throws {
        var writer = try create()
        let record = try #require(try repository.current(.main, of: Samples.scope))
        let report = ErrorReport(run: writer.run.run, project: .main)
        try writer.save(record)
        let before = try state.contents().map { try FileSystem.status($0, followLinks: false) }
        try writer.save(record)
        try writer.save(report)
        #expect(
            try state.contents().map { try FileSystem.status($0, followLinks: false) } == before)
    }

    @Test func historyKeepsTheNewestAndTheFailed() throws {
        let first = try create(status: .failed).run.run
        let second = try create().run.run
        for _ in 0..<12 { try create() }
        #expect(try repository.prune(.main, of: Samples.scope, keep: 20).isEmpty)
        let removed = try repository.prune(.main, of: Samples.scope, keep: 10)
        #expect(removed.contains(second))
        #expect(!removed.contains(first))
        #expect(scope.allRuns().count <= 10)
        #expect(try repository.current(.main, of: Samples.scope)?.run == scope.allRuns().last)
    }

    @Test func eachOfManyProjectsHasAHistoryOfItsOwn() throws {
        let names = (0..<6).map { ProjectName(unchecked: "tree-\($0)") }
        for _ in 0..<12 { for name in names { try create(name) } }
        let before = scope.allRuns()
        let removed = try repository.prune(names[3], of: Samples.scope, keep: 10)
        // Room for one more than is kept; all of them its own, the oldest.
        #expect(removed == stride(from: 3, to: 18, by: 6).map { before[$0] })
        #expect(scope.allRuns().count == before.count - 3)
    }

    @Test func ofAHistoryFarTooLongSomeGoAtATime() throws {
        for _ in 0..<140 { try create() }
        let before = scope.allRuns()
        #expect(try repository.prune(.main, of: Samples.scope, keep: 60) == before.prefix(50) + [])
        #expect(try repository.prune(.main, of: Samples.scope, keep: 60).count == 36)
        #expect(scope.allRuns() == before.suffix(54) + [])
    }

    @Test func theCurrentRunOfAQuietProjectIsNeverPruned() throws {
        let quiet = try create(ProjectName(unchecked: "quiet")).run.run
        for _ in 0..<30 { try create() }
        try repository.prune(.main, of: Samples.scope, keep: 5)
        try repository.prune(ProjectName(unchecked: "quiet"), of: Samples.scope, keep: 0)
        #expect(try repository.record(quiet, of: Samples.scope) != nil)
    }

    @Test func aRecordThatCantBeReadIsNeverDeleted() throws {
        let broken = try create().run
        try FileSystem.writeAtomically([0x7B], to: broken.runState)
        for _ in 0..<10 { try create() }
        try repository.prune(.main, of: Samples.scope, keep: 2)
        #expect(FileSystem.exists(broken.folder))
    }
}
