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

    /// A bound, non-blocking datagram socket; `path` must not exist.
    package static func datagram(_ path: String) throws(SystemError) -> Descriptor {
        Descriptor(try checked("bind", path) { cp_unix_datagram(path) })
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
}
