import CPlatform
import Glibc

/// A pidfd: it means one process for ever, whatever becomes of the pid.
package final class ProcessHandle: Sendable {
    package let pid: Int32
    private let fd: Descriptor

    private init(pid: Int32, fd: Descriptor) {
        self.pid = pid
        self.fd = fd
    }

    /// Readable when the process has ended.
    package var descriptor: Int32 { fd.raw }

    /// Nil where there is no such process.
    package static func open(_ pid: Int32) throws(SystemError) -> ProcessHandle? {
        let raw = cp_pidfd_open(pid)
        if raw >= 0 { return ProcessHandle(pid: pid, fd: Descriptor(raw)) }
        if errno == ESRCH || errno == EINVAL { return nil }
        throw SystemError("pidfd_open", String(pid), errno: errno)
    }

    /// The handle of exactly that process: opened first, then compared, so no reuse can slip in.
    package static func open(
        _ identity: ProcessIdentity, on kernel: KernelInstance
    ) throws(SystemError) -> ProcessHandle? {
        guard let handle = try open(identity.pid), kernel.living(identity) != nil else {
            return nil
        }
        return handle
    }

    /// False where the process has ended already.
    @discardableResult
    package func send(_ signal: Int32) throws(SystemError) -> Bool {
        if cp_pidfd_send_signal(fd.raw, signal) == 0 { return true }
        if errno == ESRCH { return false }
        throw SystemError("pidfd_send_signal", String(pid), errno: errno)
    }

    /// Waits for the end, at most `milliseconds`; true when it has ended.
    package func waitForExit(milliseconds: Int) -> Bool {
        var poller = pollfd(fd: fd.raw, events: Int16(POLLIN), revents: 0)
        return poll(&poller, 1, Int32(clamping: milliseconds)) > 0
    }
}
