import Synchronization
import Testing
import Vocabulary

@testable import Platform

/// The switch belongs to the process, and so do these tests: one after the other.
@Suite(.serialized) struct RecordingTests {
    private final class Listener: RecordingListener {
        let moments = Mutex<[RecordedMoment]>([])

        func take(_ moment: RecordedMoment) { moments.withLock { $0.append(moment) } }

        /// Those of this test: others of the process may run beside it.
        func told(_ work: RecordedWork) -> [RecordedMoment] {
            moments.withLock { $0.filter { $0.work == work } }
        }
    }

    private final class Counter: Sendable {
        let count = Atomic<Int>(0)

        func data() -> JSON.Object {
            count.add(1, ordering: .relaxed)
            return [:]
        }
    }

    @Test func offNothingIsCalledAndNoDataAreMade() {
        let made = Counter()
        for _ in 0..<1000 {
            Recording.note(.undo, made.data())
            Recording.span(.undo, made.data(), outcome: { _ in made.data() }) {}
        }
        #expect(made.count.load(ordering: .relaxed) == 0)
    }

    /// A bound that a call, a clock or an allocation would break also in a build for debugging;
    /// `bin/bench` has the figure of a release.
    @Test func offAMillionSitesTakeNoTime() {
        let began = Clock.system.monotonic()
        for _ in 0..<1_000_000 { Recording.note(.undo, ["what": "nothing"]) }
        #expect((Clock.system.monotonic() - began) / 1_000_000 < 500)
    }

    @Test func workIsToldWithItsBeginningItsEndAndItsError() throws {
        let listener = Listener()
        Recording.begin(listener)
        defer { Recording.end() }
        let value = Recording.span(.undo, ["what": "x"], outcome: { ["left": JSON($0)] }) { 7 }
        #expect(value == 7)
        #expect(throws: Failure.self) {
            try Recording.span(.undo) { throw Failure("lock.held", "held") }
        }
        let told = listener.told(.undo)
        #expect(told.map(\.kind) == [.begin, .end, .begin, .end])
        #expect(told[0].data == ["what": "x"])
        #expect(told[1].data == ["left": 7])
        #expect(told[1].duration == told[1].time - told[0].time)
        #expect(told[3].data == ["error": "lock.held"])
    }

    @Test func subprocessesAndLocksTellOfThemselves() throws {
        let folder = try TemporaryFolder()
        let listener = Listener()
        Recording.begin(listener)
        defer { Recording.end() }
        _ = try Subprocess("/bin/sh", ["-c", "exit 3"], environment: [:]).run()
        let lock = try FileLock.acquire(folder.file("l"), note: "test", milliseconds: 0)
        #expect(throws: Failure.self) {
            try FileLock.acquire(folder.file("l"), note: "other", milliseconds: 0)
        }
        withExtendedLifetime(lock) {}
        let ends = listener.told(.subprocess).filter { $0.kind == .end }
        #expect(ends.contains { $0.data["exit"] == "exit 3" })
        let locks = listener.told(.lock).filter { $0.kind == .end }
        #expect(locks.contains { $0.data["error"] == "lock.held" })
    }
}
