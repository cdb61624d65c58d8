import CPlatform
import Glibc

/// An open file descriptor that is closed when its owner goes.
package final class Descriptor: Sendable {
    package let raw: Int32

    /// Takes ownership of `raw`, which must be open.
    package init(_ raw: Int32) { self.raw = raw }

    deinit { close(raw) }

    /// Opens `path` close-on-exec.
    package static func open(
        _ path: String, _ flags: Int32, mode: FileMode = 0o600
    ) throws(SystemError) -> Descriptor {
        Descriptor(try checked("open", path) { Glibc.open(path, flags | O_CLOEXEC, mode) })
    }

    /// A pipe; both ends close-on-exec.
    package static func pipe() throws(SystemError) -> (reading: Descriptor, writing: Descriptor) {
        var ends: [Int32] = [0, 0]
        try checked("pipe2", "") { cp_pipe(&ends) }
        return (Descriptor(ends[0]), Descriptor(ends[1]))
    }
}
