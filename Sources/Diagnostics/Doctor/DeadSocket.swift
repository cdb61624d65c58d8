import Glibc
import Platform

/// Unix sockets whose listener has gone.
enum DeadSocket {
    /// Whether a socket is at the path and nobody listens on it (`ECONNREFUSED`).
    static func isDead(_ path: String) -> Bool {
        // What can't be looked at is left alone.
        guard let status = try? FileSystem.status(path, followLinks: false), status.isSocket else {
            return false
        }
        do throws(SystemError) {
            _ = try UnixSocket.connectNow(path)
            return false
        } catch {
            // A datagram socket answers `EPROTOTYPE`, alive or not.
            return error.errno == ECONNREFUSED
        }
    }
}
