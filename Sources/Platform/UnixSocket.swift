import CPlatform
import Glibc

/// Unix sockets by path; every descriptor is close-on-exec.
package enum UnixSocket {
    /// A listening, non-blocking stream socket; `path` must not exist.
    package static func listen(_ path: String) throws(SystemError) -> Descriptor {
        Descriptor(try checked("bind", path) { cp_unix_listen(path, 64) })
    }

    /// A connected, blocking stream socket.
    package static func connect(_ path: String) throws(SystemError) -> Descriptor {
        Descriptor(try checked("connect", path) { cp_unix_connect(path) })
    }

    /// A connected, non-blocking stream socket; EAGAIN where the listener's queue is full.
    package static func connectNow(_ path: String) throws(SystemError) -> Descriptor {
        Descriptor(try checked("connect", path) { cp_unix_connect_now(path) })
    }

    /// A bound, non-blocking datagram socket that tells its senders' pids; `path` must not exist.
    package static func datagram(_ path: String) throws(SystemError) -> Descriptor {
        let socket = Descriptor(try checked("bind", path) { cp_unix_datagram(path) })
        try checked("setsockopt", "SO_PASSCRED") { cp_pass_credentials(socket.raw) }
        return socket
    }

    /// The next datagram of at most 8 KiB with its sender's pid; nil where none waits.
    package static func receive(_ socket: Descriptor) -> (bytes: [UInt8], pid: Int32)? {
        var buffer = [UInt8](repeating: 0, count: 8192)
        var pid: Int32 = 0
        let count = cp_receive_with_pid(socket.raw, &buffer, buffer.count, &pid)
        return count >= 0 ? (Array(buffer[..<count]), pid) : nil
    }

    /// The next waiting connection, non-blocking; nil where none waits (or it has gone again).
    package static func accept(_ listener: Descriptor) -> Descriptor? {
        let raw = cp_accept(listener.raw)
        return raw >= 0 ? Descriptor(raw) : nil
    }

    /// The user at the other end (`SO_PEERCRED`).
    package static func peerUserID(_ socket: Descriptor) throws(SystemError) -> UInt32 {
        UInt32(
            truncatingIfNeeded: try checked("getsockopt", "SO_PEERCRED") {
                cp_peer_uid(socket.raw)
            })
    }

    /// The process that made the listening socket at the other end; nil where it can't be told.
    package static func peerProcessID(_ socket: Descriptor) -> Int32? {
        let pid = cp_peer_pid(socket.raw)
        return pid > 0 ? pid : nil
    }
}
