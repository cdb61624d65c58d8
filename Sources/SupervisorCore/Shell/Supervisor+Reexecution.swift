import Events
import Glibc
import Platform
import Supervision
import Vocabulary

/// Becoming another program in place, of a newer version say: the pid, the lock, the socket and the
/// children stay, so their exits are still ours to see.
extension Supervisor {
    /// What was asked for; it happens when nothing is on its way.
    struct Reexecution {
        var token: RequestToken
        var executable: String
    }

    func askReexecution(_ parameters: JSON, _ token: RequestToken) throws {
        let executable = try parameters.requiredString("executable")
        guard executable.hasPrefix("/"), FileSystem.isExecutable(executable) else {
            throw Failure(
                "supervisor.reexec_failed", "the supervisor can't become that program",
                at: executable, because: ["it is no absolute path of an executable file"])
        }
        guard reexecution == nil, !machine.isEnding else {
            throw Failure(
                "supervisor.busy", "the supervisor is being replaced or on its way out",
                hint: "try again")
        }
        reexecution = Reexecution(token: token, executable: executable)
    }

    /// Does not return where it works.
    func reexecuteIfCalm() {
        guard let wanted = reexecution, machine.isCalm else { return }
        reexecution = nil
        do {
            try saveForSuccessor()
            children.endAll()
            throw try execute(wanted.executable)
        } catch {
            let cause = Failure(error)
            reply(
                wanted.token,
                .failure(
                    Failure(
                        "supervisor.reexec_failed", "the supervisor could not be replaced",
                        at: wanted.executable, because: [cause.message] + cause.causes,
                        hint: "it goes on as it was; see `envctl status`")))
        }
    }

    /// - Returns: why it is still this program.
    private func execute(_ executable: String) throws -> SystemError {
        var next = start
        next.executable = executable
        next.adopts = true
        let pipe = try Descriptor.pipe()
        let text = Array(next.json.compact.utf8)
        guard text.count < 60_000 else { throw SystemError("pipe", executable, errno: E2BIG) }
        // It fits the pipe, so this does not wait for a reader.
        try FileSystem.write(text, to: pipe.writing.raw, subject: "configuration")
        try pipe.reading.survivesExec(true)
        let kept = (lock: try lock.survivesExec(true), listener: try server.survivesExec(true))
        let error = become(
            executable,
            [
                executable, "run", "--config-fd", "\(pipe.reading.raw)", Inheritance.lockFlag,
                "\(kept.lock)", Inheritance.listenerFlag, "\(kept.listener)",
            ])
        _ = try lock.survivesExec(false)
        _ = try server.survivesExec(false)
        return error
    }

    /// Takes hold of one that was this process's child before it became this program, ended or not:
    /// unreaped, its pid means it alone.
    func holdChild(_ process: RunningProcess) -> Bool {
        guard isReexecuted, let identity = process.identity,
            kernel.identity(of: identity.pid) == identity,
            ProcessEntry.read(identity.pid)?.parent == own.pid
        else { return false }
        byPid[identity.pid] = process.id
        return true
    }
}
