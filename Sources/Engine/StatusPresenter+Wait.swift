import Glibc
import Inspection
import Platform
import Routing
import RunState
import Truth
import Vocabulary

extension StatusPresenter {
    /// Without `--timeout`; milliseconds.
    private static let patience = 60_000
    /// Between two looks, each of which costs a few; milliseconds.
    private static let pause: Int32 = 50

    /// Looks once, or with `--wait` until what it names is true.
    ///
    /// - Returns: what was seen last, and why the wait ended without it.
    /// - Throws: `command.interrupted`.
    func awaited(
        _ look: () throws -> [InspectedProject]
    ) throws -> (projects: [InspectedProject], failure: Failure?) {
        guard let wish = context.route.value(.wait) else { return (try look(), nil) }
        try Interruption.cancels(context.cancellation)
        let limit = context.route.duration(.timeout) ?? Self.patience
        let deadline = context.clock.monotonic() + UInt64(limit) * 1_000_000
        while true {
            let projects = try look()
            if projects.allSatisfy({ Self.isMet(wish, $0) }) { return (projects, nil) }
            if context.cancellation.isCancelled { throw Self.interrupted }
            guard context.clock.monotonic() < deadline else {
                return (projects, Self.tooLate(wish, limit, projects))
            }
            var waiting = pollfd(
                fd: context.cancellation.descriptor, events: Int16(POLLIN), revents: 0)
            poll(&waiting, 1, Self.pause)
        }
    }

    private static func isMet(_ wish: String, _ inspected: InspectedProject) -> Bool {
        wish == "ready"
            ? inspected.isRunning && inspected.observed?.status == .ready : !inspected.isRunning
    }

    private static let interrupted = Failure(
        "command.interrupted", "the wait was interrupted", hint: "envctl status")

    private static func tooLate(
        _ wish: String, _ limit: Int, _ projects: [InspectedProject]
    ) -> Failure {
        let late = projects.filter { !isMet(wish, $0) }
        return Failure(
            "status.wait_timeout", "not \(wish) within \(limit) ms",
            because: late.map { inspected in
                let status = inspected.observed?.status.rawValue ?? "never started"
                return "\(inspected.project.name) is \(status)"
            },
            hint: wish == "ready" ? "envctl start" : "envctl stop")
    }
}
