import CPlatform
import Glibc

/// Reaping our own children.
package enum Reaping {
    /// The exit of our child `pid`, or nil while it runs.
    package static func exit(of pid: Int32) throws(SystemError) -> Exit? {
        var code: Int32 = 0
        var signal: Int32 = 0
        let ended = try checked("waitpid", String(pid)) { cp_reap(pid, &code, &signal) }
        return ended == 1 ? Exit(code: code, signal: signal == 0 ? nil : signal) : nil
    }

    /// Any child that has ended; nil where none has.
    package static func next() -> (pid: Int32, exit: Exit)? {
        var code: Int32 = 0
        var signal: Int32 = 0
        let pid = cp_reap_any(&code, &signal)
        return pid > 0 ? (pid, Exit(code: code, signal: signal == 0 ? nil : signal)) : nil
    }

    /// Become the parent of all orphaned descendants of this process.
    package static func becomeSubreaper() throws(SystemError) {
        try checked("prctl", "PR_SET_CHILD_SUBREAPER") { cp_become_subreaper() }
    }
}
