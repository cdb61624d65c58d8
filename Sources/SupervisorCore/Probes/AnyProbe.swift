import Supervision

/// All at once; the first that passes decides.
final class AnyProbe: RunningProbe {
    private var running: [any RunningProbe] = []
    private let probes: [Probe]
    private let context: ProbeContext
    private let passed: (String) -> Void

    var name: String { "any of " + running.map(\.name).joined(separator: ", ") }

    init(_ probes: [Probe], _ context: ProbeContext, _ passed: @escaping (String) -> Void) {
        self.probes = probes
        self.context = context
        self.passed = passed
    }

    func start() {
        running = probes.map { probe in
            probe.running(in: context) { [weak self] name in
                self?.cancel()
                self?.passed(name)
            }
        }
        for probe in running { probe.start() }
    }

    func cancel() {
        for probe in running { probe.cancel() }
        running = []
    }

    func notified() { for probe in running { (probe as? NotifyProbe)?.notified() } }
}
