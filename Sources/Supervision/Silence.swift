import Glibc
import Platform
import Vocabulary

/// How long nothing has come from a supervisor, and what follows from that.
///
/// Counted in waits of this process that ended with nothing, not by a clock: a command that was
/// stopped and goes on has waited once. A call may take long; whoever lives answers a `ping`
/// meanwhile.
struct Silence {
    enum Verdict { case wait, ask, over }

    private var heard: Int
    private var ticks = 0
    /// The tick at which it was asked whether it is there.
    private var asked: Int?

    init(heard: Int = 0) { self.heard = heard }

    /// Milliseconds without any answer; `ENVCTL_TEST_PATIENCE` is the seam for tests.
    static let patience: Int = {
        guard let text = getenv("ENVCTL_TEST_PATIENCE") else { return 10_000 }
        return Int(String(cString: text)).map { max($0, 20) } ?? 10_000
    }()

    /// Milliseconds of one wait.
    static var tick: Int { patience / 20 }

    /// One tick has passed with nothing for the one who waits.
    ///
    /// - Parameters:
    ///   - isUrged: the user wants to wait no longer.
    ///   - isStopped: its process is stopped. One that only is slow, with a disk that stalls, gets
    ///     three times as long.
    mutating func passed(heard: Int, isUrged: Bool, isStopped: Bool) -> Verdict {
        if heard != self.heard {
            self.heard = heard
            (ticks, asked) = (0, nil)
        }
        ticks += 1
        guard let asked else {
            guard ticks >= (isUrged ? 1 : 10) else { return .wait }
            asked = ticks
            return .ask
        }
        let limit = isUrged ? 4 : isStopped ? 20 : 60
        return ticks >= limit && ticks - asked >= 3 ? .over : .wait
    }

    /// - Parameter peer: who should have answered, where that is known.
    static func failure(of peer: ProcessEntry?, at path: String, isUrged: Bool) -> Failure {
        if isUrged {
            return Failure(
                "supervisor.cancelled", "gave up waiting for the supervisor", at: path,
                because: [why(peer)], hint: hint(peer))
        }
        return Failure(
            "supervisor.unresponsive", "the supervisor does not answer", at: path,
            because: [why(peer)], hint: hint(peer),
            details: ["pid": JSON(peer.map { Int($0.pid) })])
    }

    private static func why(_ peer: ProcessEntry?) -> String {
        guard let peer else { return "it takes no more connections" }
        if peer.isStopped {
            return "its process \(peer.pid) is stopped, by a signal or a debugger"
        }
        return "its process \(peer.pid) lives, and says nothing"
    }

    private static func hint(_ peer: ProcessEntry?) -> String {
        guard let peer else { return "see 'envctl status' for its process" }
        let go = peer.isStopped ? "'kill -CONT \(peer.pid)' has it go on; or " : ""
        return go + "'kill -KILL \(peer.pid)': what it supervises runs on, and 'envctl resume' "
            + "takes it over"
    }
}
