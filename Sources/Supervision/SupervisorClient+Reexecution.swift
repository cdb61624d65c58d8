package import Platform
import Vocabulary

extension SupervisorClient {
    /// Has the supervisor become another program in place, as soon as nothing is on its way: its
    /// pid, its lock and its children stay. This connection ends with it.
    ///
    /// - Parameters:
    ///   - executable: absolute path of the `envctl-supervisor` to become.
    ///   - socket: where the supervisor listens, before and after.
    ///   - lock: path of `supervisor.lock`.
    /// - Returns: the line to the new one.
    /// - Throws: `supervisor.unsupported` where it is too old, `supervisor.busy`,
    ///   `supervisor.reexec_failed`; nothing has changed then, unless the new one could not begin.
    package func reexecute(
        _ executable: String, socket: String, lock: String, cancellation: Cancellation? = nil
    ) throws -> SupervisorClient {
        guard hello.protocolVersion >= SupervisorHello.reexecutingProtocol else {
            throw Failure(
                "supervisor.unsupported", "the running supervisor can't be replaced in place",
                because: ["it is of envctl \(hello.version)"],
                hint: "envctl stop, then envctl start")
        }
        do { _ = try call("reexec", ["executable": .string(executable)], cancellation) } catch {
            guard Self.isGone(error) else { throw error }
        }
        let next = try Self.reach(socket: socket, lock: lock, cancellation: cancellation)
        if let next { return next }
        throw Failure(
            "supervisor.reexec_failed", "the supervisor ended when it was replaced",
            at: executable, because: ["what it supervised runs on"], hint: "envctl resume")
    }
}
