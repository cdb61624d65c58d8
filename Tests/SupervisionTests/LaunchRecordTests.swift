import Platform
import Supervision
import Testing
import Vocabulary

@Suite final class LaunchRecordTests {
    private let folder = "/tmp/envctl-test-\(Random.hex(bytes: 8))"
    private let record = LaunchRecord(
        run: RunID(unchecked: "20261121T074000.000Z-00beef"),
        scope: ScopeID(unchecked: "shop-0123456789ab"), project: .main,
        socketFolder: "/run/envctl/s/p", worktree: "/src/it's \"here\"")

    init() throws { try FileSystem.createDirectories(folder) }

    deinit {
        // What is left behind only takes space; the test has had its result.
        try? FileSystem.removeTree(folder)
    }

    private func put(_ text: String) throws {
        try FileSystem.writeAtomically(
            Array(text.utf8), to: Path.join(folder, "launch.json"), mode: 0o600)
    }

    @Test(arguments: [(false, false), (true, false), (false, true)])
    func whatWasWrittenIsRead(synced: Bool, swapping: Bool) throws {
        #expect(try LaunchRecord.read(runFolder: folder) == nil)
        for _ in 0..<2 {
            try record.write(runFolder: folder, synced: synced, swapping: swapping)
            #expect(try LaunchRecord.read(runFolder: folder) == record)
        }
        let path = Path.join(folder, "launch.json")
        #expect(try FileSystem.status(path).permissions == 0o600)
        #expect(try FileSystem.list(folder) == ["launch.json"])
    }

    @Test func everyTornOneIsAnErrorThatNamesTheFile() throws {
        let bytes = Array(record.json.compact.utf8)
        for length in 0..<bytes.count {
            try put(String(decoding: bytes[..<length], as: UTF8.self))
            let failure = #expect(throws: Failure.self) {
                _ = try LaunchRecord.read(runFolder: self.folder)
            }
            #expect(failure?.location == Path.join(folder, "launch.json"), "cut at \(length)")
        }
    }

    @Test(arguments: ["run_id", "scope", "project", "socket_folder", "worktree"])
    func aMissingMemberIsNamed(key: String) throws {
        var object = try #require(record.json.object)
        object[key] = nil
        try put(JSON.object(object).compact)
        let failure = #expect(throws: Failure.self) {
            _ = try LaunchRecord.read(runFolder: self.folder)
        }
        #expect(failure?.code == "state.malformed")
    }

    @Test func anotherMajorIsRefusedAndAnUnknownKeyIsNot() throws {
        var object = try #require(record.json.object)
        object["from_the_future"] = ["a": 1]
        try put(JSON.object(object).compact)
        #expect(try LaunchRecord.read(runFolder: folder) == record)
        object["schema"] = "envctl.launch/2"
        try put(JSON.object(object).compact)
        let failure = #expect(throws: Failure.self) {
            _ = try LaunchRecord.read(runFolder: self.folder)
        }
        #expect(failure?.code == "state.newer")
    }

    @Test func anUnfinishedTransactionNamesWhatItLaunched() throws {
        var record = record
        record.transaction = TransactionRecord(id: "t2", verb: "start", state: .begun)
        let launched = { (name: String, transaction: String?, planned: Bool) in
            LaunchedComponent(
                component: ComponentID(unchecked: name),
                current: LaunchedComponent.Incarnation(
                    number: 1, mark: 5, transaction: transaction),
                planned: planned ? LaunchedComponent.Incarnation(number: 2, mark: 6) : nil)
        }
        record.components = [
            launched("old", nil, false), launched("new", "t2", false), launched("next", nil, true),
        ]
        let kernel = try KernelInstance.current(environment: [:])
        let unfinished = { StopWithoutSupervisor(launchRecord: $0, kernel: kernel).unfinished }
        #expect(unfinished(record).map(\.rawValue) == ["new", "next"])
        record.transaction?.state = .committed
        #expect(unfinished(record) == [])
    }
}
