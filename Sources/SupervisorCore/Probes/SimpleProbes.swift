import Platform
import Supervision

/// Alive for so long: a process that ends is told of by the machine.
final class AliveProbe: RunningProbe {
    let name: String
    private let milliseconds: Int
    private let context: ProbeContext
    private let passed: (String) -> Void
    private var timer: EventLoop.TimerID?

    init(_ milliseconds: Int, _ context: ProbeContext, _ passed: @escaping (String) -> Void) {
        name = "alive \(milliseconds) ms"
        self.milliseconds = milliseconds
        self.context = context
        self.passed = passed
    }

    func start() {
        timer = context.loop.schedule(after: milliseconds) { [self] in passed(name) }
    }

    func cancel() { context.loop.cancel(timer) }
}

/// `READY=1`, which the notify server hands on.
final class NotifyProbe: RunningProbe {
    let name = "notify"
    private var passed: ((String) -> Void)?

    init(_ passed: @escaping (String) -> Void) { self.passed = passed }

    func start() {}
    func cancel() { passed = nil }

    func notified() {
        let passed = passed
        self.passed = nil
        passed?(name)
    }
}

/// Exit 0 of a program, asked again 100 ms after another answer.
final class ExecProbe: RunningProbe {
    let name: String
    private let arguments: [String]
    private let timeout: Int
    private let context: ProbeContext
    private let passed: (String) -> Void
    private var timer: EventLoop.TimerID?
    private var isCancelled = false

    init(
        _ arguments: [String], _ timeout: Int, _ context: ProbeContext,
        _ passed: @escaping (String) -> Void
    ) {
        name = "exec " + Path.name(arguments.first ?? "")
        self.arguments = arguments
        self.timeout = timeout
        self.context = context
        self.passed = passed
    }

    func start() {
        context.run(arguments, timeout) { [weak self] exit, problem in
            guard let self, !self.isCancelled else { return }
            if exit?.isSuccess == true { return self.passed(self.name) }
            self.context.onAnswer(
                self.name,
                problem ?? exit.map(\.description) ?? "no answer within \(self.timeout) ms")
            self.timer = self.context.loop.schedule(after: 100) { [weak self] in self?.start() }
        }
    }

    func cancel() {
        isCancelled = true
        context.loop.cancel(timer)
    }
}
