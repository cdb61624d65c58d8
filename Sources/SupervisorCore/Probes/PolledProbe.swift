/// A look every few milliseconds until it is as it should be.
class PolledProbe: RunningProbe {
    let name: String
    let context: ProbeContext
    private let interval: Int
    private let passed: (String) -> Void
    private var timer: EventLoop.TimerID?
    private var isCancelled = false
    private var lastAnswer: String?

    /// - Parameter interval: milliseconds.
    init(
        _ name: String, interval: Int, _ context: ProbeContext, _ passed: @escaping (String) -> Void
    ) {
        self.name = name
        self.interval = interval
        self.context = context
        self.passed = passed
    }

    /// What is seen; nil is what should be.
    func look() -> String? { nil }

    final func start() {
        if isCancelled { return }
        guard let answer = look() else { return isCancelled ? () : passed(name) }
        if answer != lastAnswer { context.onAnswer(name, answer) }
        lastAnswer = answer
        if isCancelled { return }
        timer = context.loop.schedule(after: interval) { [weak self] in self?.start() }
    }

    final func cancel() {
        isCancelled = true
        context.loop.cancel(timer)
    }
}
