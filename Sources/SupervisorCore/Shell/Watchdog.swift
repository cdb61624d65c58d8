import Supervision

/// Waits for a component's own `WATCHDOG=1` (`sd_notify`), which has to come at least once in each
/// interval; tells when it stays away, and when it comes again.
final class Watchdog: HealthWatch {
    private let interval: Int
    private let loop: EventLoop
    private let tell: (Bool, String) -> Void
    private var timer: EventLoop.TimerID?
    private var isHealthy = true

    init(_ check: HealthCheck, _ loop: EventLoop, _ tell: @escaping (Bool, String) -> Void) {
        interval = check.interval
        self.loop = loop
        self.tell = tell
    }

    func start() {
        timer = loop.schedule(after: interval) { [weak self] in
            self?.turn(healthy: false, "notify: no WATCHDOG=1 for \(self?.interval ?? 0) ms")
        }
    }

    func cancel() { loop.cancel(timer) }

    /// `1` is a sign of life; by `trigger` a component says itself that it is not well.
    func heard(_ value: String) {
        switch value {
        case "1":
            cancel()
            turn(healthy: true, "notify: WATCHDOG=1")
            start()
        case "trigger":
            cancel()
            turn(healthy: false, "notify: WATCHDOG=trigger")
        default: break
        }
    }

    private func turn(healthy: Bool, _ answer: String) {
        guard healthy != isHealthy else { return }
        isHealthy = healthy
        tell(healthy, answer)
    }
}
