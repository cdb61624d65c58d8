import Events
import Glibc
import Platform
import Vocabulary

/// The run of one graph, on a thread that owns all that changes; steps run elsewhere and report.
struct StepLoop {
    let runner: StepRunner
    let graph: StepGraph
    let cancellation: Cancellation
    let mailbox: Mailbox
    let total: Int
    /// Monotonic nanoseconds; what the steps' times count from.
    let began: UInt64
    var state: StepExecutionState
    /// Not begun, in order.
    var pending: [Step]
    var running: [StepID: RunningStep] = [:]
    var results: [StepID: StepResult] = [:]
    /// Steps whose action began in this run, in order; what an undo goes back through.
    var acted: [Step] = []
    var mutexes: StepMutexes
    /// Since when which steps wait for a mutex of another process or graph.
    var waiting: [StepID: UInt64] = [:]
    /// The first failure that stopped the run.
    var stoppedAfter: StepID?
    /// The record could not be written: nothing begins any more.
    var saveFailure: (any Error)?
    var isCancelled = false
    var resume = StepResume()

    init(_ runner: StepRunner, _ graph: StepGraph, _ cancellation: Cancellation) throws {
        self.runner = runner
        self.graph = graph
        self.cancellation = cancellation
        mailbox = try Mailbox()
        total = graph.order.count
        began = runner.clock.monotonic()
        state = StepExecutionState(graph, at: runner.clock.now())
        pending = graph.order
        mutexes = StepMutexes(folder: runner.options.locksFolder)
    }

    mutating func run() throws -> StepRunReport {
        let note = graph.id.split(separator: " ").joined(separator: "_")
        let claim = try runner.store.claim(note)
        defer { withExtendedLifetime(claim) {} }
        try takeUpRecord()
        try runner.store.save(state)
        while true {
            settlePending()
            if pending.isEmpty, running.isEmpty { break }
            try wait()
        }
        let undoFailures = undoIfAsked()
        if let saveFailure { throw saveFailure }
        return report(undoFailures)
    }

    /// Until a step ends, the cancellation comes, a time-out is due, or a foreign mutex may be free.
    private mutating func wait() throws {
        var polled = [
            pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(
                fd: isCancelled ? -1 : cancellation.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        let limit = millisecondsToWait()
        try checked("poll", graph.id) { poll(&polled, nfds_t(polled.count), limit) }
        if polled[0].revents != 0 { for end in mailbox.take() { finish(end) } }
        if polled[1].revents != 0 { cancelAll() }
        endOverdue()
    }

    private func millisecondsToWait() -> Int32 {
        let now = runner.clock.monotonic()
        let deadlines = running.values.compactMap(\.deadline)
        let next = deadlines.min().map { $0 > now ? Int(($0 - now) / 1_000_000) + 1 : 0 }
        // The kernel tells nobody when a lock is free.
        let lock = waiting.isEmpty ? nil : 5
        return [next, lock].compactMap { $0 }.min().map { Int32(clamping: $0) } ?? -1
    }

    mutating func cancelAll() {
        isCancelled = true
        for step in running.values { step.end(cancellation.reason ?? .requested) }
    }

    private mutating func endOverdue() {
        let now = runner.clock.monotonic()
        for (id, step) in running {
            guard let deadline = step.deadline, deadline <= now else { continue }
            step.end(.timeout)
            running[id]?.deadline = nil
        }
    }

    /// A step that ran is over.
    private mutating func finish(_ end: StepWork.End) {
        let id = end.result.id
        guard let running = running.removeValue(forKey: id) else { return }
        let step = running.step
        mutexes.release(id)
        runner.options.jobs.release()
        if end.acted { acted.append(step) }
        var result = end.result
        result.began = Int((running.began - began) / 1_000_000)
        record(result, of: step)
    }

    /// Whatever the way to its end: kept, saved, told, and drawn consequences from.
    mutating func record(_ result: StepResult, of step: Step) {
        results[step.id] = result
        state.end(result, at: runner.clock.now())
        save()
        runner.sink.emit(.stepEnd(step, result))
        if result.outcome.isFailure, step.policy == .stop, stoppedAfter == nil {
            stoppedAfter = step.id
        }
    }

    mutating func save() {
        do { try runner.store.save(state) } catch { saveFailure = saveFailure ?? error }
    }
}
