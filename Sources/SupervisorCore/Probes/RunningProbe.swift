import Platform
import Supervision
import Vocabulary

/// A probe under way: it asks, and tells what it saw through its context until it is cancelled.
protocol RunningProbe: AnyObject {
    /// What it is, for people: `tcp 5432`.
    var name: String { get }
    func start()
    func cancel()
}

/// What a probe may use, and whom it tells.
final class ProbeContext {
    let loop: EventLoop
    let spec: LaunchSpec
    let pid: Int32
    /// Bytes of the log at the launch.
    let logOffset: Int64
    /// Whether one of these sockets is the incarnation's own.
    let isOwn: ([Listener]) -> Bool
    /// Runs a program as the component is run; nil is returned where it was ended by the time-out.
    let run:
        (_ arguments: [String], _ timeout: Int, _ done: @escaping (Exit?, String?) -> Void) -> Void
    var onAnswer: (_ probe: String, _ answer: String) -> Void = { _, _ in }
    /// The status of an HTTP answer that was another one than wanted.
    var onStatus: (Int) -> Void = { _ in }
    var onForeign: (_ probe: String, ForeignListener) -> Void = { _, _ in }

    init(
        loop: EventLoop, spec: LaunchSpec, pid: Int32, logOffset: Int64,
        isOwn: @escaping ([Listener]) -> Bool,
        run: @escaping ([String], Int, @escaping (Exit?, String?) -> Void) -> Void
    ) {
        self.loop = loop
        self.spec = spec
        self.pid = pid
        self.logOffset = logOffset
        self.isOwn = isOwn
        self.run = run
    }
}

extension Probe {
    /// The probe as something that runs; `passed` is called once.
    ///
    /// - Parameter name: of the probe whose first part this is: that is what people configured.
    func running(
        in context: ProbeContext, named name: String? = nil, passed: @escaping (String) -> Void
    ) -> any RunningProbe {
        switch self {
        case .tcp(let port):
            ListenerProbe(port: port, named: name, context: context, passed: passed)
        case .http(let probe):
            SequenceProbe(
                [.tcp(port: probe.port)], named: HTTPAttempts.name(probe),
                then: { HTTPAttempts(probe, context, $0) }, context: context, passed: passed)
        case .exec(let arguments, let timeout):
            SequenceProbe(
                context.spec.ports.first.map { [.tcp(port: $0.port)] } ?? [],
                then: { ExecProbe(arguments, timeout, context, $0) }, context: context,
                passed: passed)
        case .log(let pattern): LogProbe(pattern, context, passed)
        case .notify: NotifyProbe(passed)
        case .file(let path, let line, let value): FileProbe(path, line, value, context, passed)
        case .exchange(let probe):
            SequenceProbe(
                probe.gate, then: { ExchangeAttempts(probe, context, $0) }, context: context,
                passed: passed)
        case .alive(let milliseconds): AliveProbe(milliseconds, context, passed)
        case .all(let probes): SequenceProbe(probes, context: context, passed: passed)
        case .any(let probes): AnyProbe(probes, context, passed)
        }
    }

    /// Whether the `sd_notify` protocol is part of it.
    package var usesNotify: Bool {
        switch self {
        case .notify: true
        case .all(let probes), .any(let probes): probes.contains(where: \.usesNotify)
        default: false
        }
    }
}

extension LaunchSpec {
    /// It tells by the `sd_notify` protocol that it is ready, or that it is well.
    var usesNotify: Bool { ready.usesNotify || health?.probe == .notify }
}

extension ExchangeProbe {
    /// What must be there before it is worth a connection.
    fileprivate var gate: [Probe] {
        if let socket { return [.file(path: socket, line: nil, value: nil)] }
        // The listeners of another machine can't be listed.
        guard address.hasPrefix("127.") || address == "::1" else { return [] }
        return port.map { [.tcp(port: $0)] } ?? []
    }
}
