import Synchronization
package import Vocabulary

/// Where work tells the debug recorder of itself.
///
/// The one switch of a process, like the crash watch: subprocesses, locks and calls lie so deep that
/// handing a recorder down to them would put it into every signature. Without a listener a site is
/// one look at a flag; no data are made, no clock is read, nothing is called.
package enum Recording {
    private static let flag = Atomic<Bool>(false)
    private static let listener = Mutex<(any RecordingListener)?>(nil)

    package static var isOn: Bool { flag.load(ordering: .relaxed) }

    package static func begin(_ recorder: any RecordingListener) {
        listener.withLock { $0 = recorder }
        flag.store(true, ordering: .releasing)
    }

    package static func end() {
        flag.store(false, ordering: .releasing)
        listener.withLock { $0 = nil }
    }

    /// Tells of something that happened.
    package static func note(_ work: RecordedWork, _ data: @autoclosure () -> JSON.Object) {
        guard isOn else { return }
        tell(RecordedMoment(.note, work, time: Clock.system.monotonic(), data: data()))
    }

    /// Does the work, and tells of its beginning and its end, also where it throws.
    ///
    /// - Parameter outcome: what is worth telling of the result.
    package static func span<Value, Problem: Error>(
        _ work: RecordedWork, _ data: @autoclosure () -> JSON.Object = [:],
        outcome: (Value) -> JSON.Object = { _ in [:] }, _ body: () throws(Problem) -> Value
    ) throws(Problem) -> Value {
        guard isOn else { return try body() }
        let began = Clock.system.monotonic()
        tell(RecordedMoment(.begin, work, time: began, data: data()))
        do throws(Problem) {
            let value = try body()
            end(work, began, outcome(value))
            return value
        } catch {
            end(work, began, ["error": .string(Failure(error).code)])
            throw error
        }
    }

    private static func end(_ work: RecordedWork, _ began: UInt64, _ data: JSON.Object) {
        let now = Clock.system.monotonic()
        tell(RecordedMoment(.end, work, time: now, duration: now - began, data: data))
    }

    private static func tell(_ moment: RecordedMoment) {
        listener.withLock { $0 }?.take(moment)
    }
}
