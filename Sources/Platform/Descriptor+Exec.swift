import CPlatform
import Glibc

extension Descriptor {
    /// Whether it stays open for the program that this process becomes (`FD_CLOEXEC`).
    package func survivesExec(_ survives: Bool) throws(SystemError) {
        try checked("fcntl", String(raw)) { cp_keep_on_exec(raw, survives ? 1 : 0) }
    }
}

/// Becomes another program, with the same environment; returns only where that failed.
///
/// - Parameter arguments: with `argv[0]`.
package func become(_ program: String, _ arguments: [String]) -> SystemError {
    var pointers = arguments.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    execv(program, &pointers)
    return SystemError("execve", program, errno: errno)
}
