import Supervision

/// One after the other: the next begins when the one before it has passed.
final class SequenceProbe: RunningProbe {
    private var waiting: [(@escaping (String) -> Void) -> any RunningProbe]
    private var current: (any RunningProbe)?
    private var last = "all"
    private let passed: (String) -> Void

    var name: String { current?.name ?? last }

    init(
        _ probes: [Probe], named name: String? = nil,
        then: (((@escaping (String) -> Void)) -> any RunningProbe)? = nil,
        context: ProbeContext, passed: @escaping (String) -> Void
    ) {
        waiting = probes.map { probe in { probe.running(in: context, named: name, passed: $0) } }
        if let then { waiting.append(then) }
        self.passed = passed
    }

    func start() {
        if waiting.isEmpty { return passed(last) }
        let probe = waiting.removeFirst()({ [weak self] name in
            self?.last = name
            self?.current = nil
            self?.start()
        })
        current = probe
        probe.start()
    }

    func cancel() {
        waiting = []
        current?.cancel()
        current = nil
    }

    /// The one that is being asked.
    var innermost: any RunningProbe { (current as? SequenceProbe)?.innermost ?? current ?? self }
}
