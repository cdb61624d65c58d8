import Supervision

/// Looks after a component that is ready.
protocol HealthWatch: AnyObject {
    func start()
    func cancel()
}

/// Asks a component's health again and again; tells when the answer changes.
final class HealthRun: HealthWatch {
    private let check: HealthCheck
    private let context: ProbeContext
    private let tell: (Bool, String) -> Void
    private var probe: (any RunningProbe)?
    private var timer: EventLoop.TimerID?
    private var lastAnswer = "no answer"
    private var healthy = true

    init(_ check: HealthCheck, _ context: ProbeContext, _ tell: @escaping (Bool, String) -> Void) {
        self.check = check
        self.context = context
        self.tell = tell
        context.onAnswer = { [weak self] in self?.lastAnswer = "\($0): \($1)" }
        context.onForeign = { [weak self] _, holder in self?.lastAnswer = holder.sentence }
    }

    /// Waits for the interval, then asks.
    func start() {
        timer = context.loop.schedule(after: check.interval) { [weak self] in self?.ask() }
    }

    func cancel() {
        context.loop.cancel(timer)
        probe?.cancel()
        probe = nil
    }

    private func ask() {
        lastAnswer = "no answer"
        let probe = check.probe.running(in: context) { [weak self] _ in self?.finish(true) }
        self.probe = probe
        timer = context.loop.schedule(after: min(check.interval, 5000)) { [weak self] in
            self?.finish(false)
        }
        probe.start()
    }

    private func finish(_ passed: Bool) {
        cancel()
        if passed != healthy { tell(passed, lastAnswer) }
        healthy = passed
        start()
    }
}
