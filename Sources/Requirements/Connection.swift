import Glibc
import Platform
import Vocabulary

/// A blocking stream to a server with a limit on each wait; for a few messages at a start.
final class Connection: Sendable {
    private let descriptor: Descriptor
    /// For messages: a path, or `host:port`.
    let subject: String

    private init(_ descriptor: Descriptor, _ subject: String) {
        self.descriptor = descriptor
        self.subject = subject
    }

    /// - Parameter owner: who must be at the other end: the folder of the socket may be that
    ///   account's, and nobody else's server is to be believed.
    static func unix(_ path: String, owner: UInt32, milliseconds: Int) throws -> Connection {
        let descriptor = try UnixSocket.connect(path)
        limit(descriptor, milliseconds)
        let peer = try UnixSocket.peerUserID(descriptor)
        guard peer == owner else {
            throw Failure(
                "requirement.foreign_socket", "another user answers on the socket", at: path,
                because: ["it is uid \(peer), not \(owner)"])
        }
        return Connection(descriptor, path)
    }

    /// Tries each address of the host in turn.
    static func tcp(_ host: String, _ port: Port, milliseconds: Int) throws -> Connection {
        let subject = "\(host):\(port)"
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port.number), &hints, &list)
        guard code == 0 else {
            throw Failure(
                "requirement.unknown_host", "the host is not known", at: subject,
                because: [String(cString: gai_strerror(code))])
        }
        defer { freeaddrinfo(list) }
        var last = SystemError("connect", subject, errno: EADDRNOTAVAIL)
        var next = list
        while let entry = next?.pointee {
            let descriptor = try open(entry.ai_family, subject, milliseconds)
            if connect(descriptor.raw, entry.ai_addr, entry.ai_addrlen) == 0 {
                return Connection(descriptor, subject)
            }
            last = SystemError("connect", subject, errno: errno == EINPROGRESS ? ETIMEDOUT : errno)
            next = entry.ai_next
        }
        throw last
    }

    private static func open(_ family: Int32, _ subject: String, _ milliseconds: Int)
        throws(SystemError) -> Descriptor
    {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let raw = try checked("socket", subject) { socket(family, type, 0) }
        let descriptor = Descriptor(raw)
        limit(descriptor, milliseconds)
        return descriptor
    }

    /// For each single wait: connect, send, receive.
    private static func limit(_ descriptor: Descriptor, _ milliseconds: Int) {
        var limit = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor.raw, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor.raw, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    }

    func send(_ bytes: [UInt8]) throws(SystemError) {
        var sent = 0
        while sent < bytes.count {
            sent += try checked("send", subject) {
                bytes.withUnsafeBytes {
                    Glibc.send(
                        descriptor.raw, $0.baseAddress?.advanced(by: sent), bytes.count - sent,
                        Int32(MSG_NOSIGNAL))
                }
            }
        }
    }

    /// What has come, at least one byte; empty where the server closed.
    func receive(upTo count: Int = 8192) throws(SystemError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let got = try checked("recv", subject) { recv(descriptor.raw, &buffer, count, 0) }
        return Array(buffer[..<got])
    }
}
