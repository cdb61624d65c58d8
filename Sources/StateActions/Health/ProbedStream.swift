import Glibc
import Platform
import Vocabulary

/// A connection that is asked one thing, with one deadline for all of it.
struct ProbedStream {
    private let socket: Descriptor
    /// Monotonic nanoseconds.
    private let deadline: UInt64

    /// Bytes that are read of one answer at most.
    private static let limit = 65_536

    static func tcp(_ address: String, _ port: Port, until deadline: UInt64) throws(SystemError)
        -> ProbedStream
    {
        let stream = ProbedStream(
            socket: try TCPSocket.connect(address, port), deadline: deadline)
        try stream.wait(for: Int16(POLLOUT), "connect")
        let code = TCPSocket.error(of: stream.socket)
        guard code == 0 else { throw SystemError("connect", "\(address):\(port)", errno: code) }
        return stream
    }

    static func unix(_ path: String, until deadline: UInt64) throws(SystemError) -> ProbedStream {
        ProbedStream(socket: try UnixSocket.connectNow(path), deadline: deadline)
    }

    /// Sends the request and reads until `isEnough` or the end.
    ///
    /// - Parameter isEnough: of what has come so far.
    func ask(_ request: [UInt8], isEnough: ([UInt8]) -> Bool) throws(SystemError) -> [UInt8] {
        var rest = request[...]
        while !rest.isEmpty {
            try wait(for: Int16(POLLOUT), "send")
            let count = try checked("send", "probe") {
                rest.withUnsafeBytes {
                    Glibc.send(socket.raw, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
            }
            rest = rest.dropFirst(count)
        }
        return try read(isEnough)
    }

    private func read(_ isEnough: ([UInt8]) -> Bool) throws(SystemError) -> [UInt8] {
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while answer.count < Self.limit, !isEnough(answer) {
            try wait(for: Int16(POLLIN), "recv")
            let count = try checked("recv", "probe") { recv(socket.raw, &chunk, chunk.count, 0) }
            if count == 0 { break }
            answer += chunk[..<count]
        }
        return answer
    }

    private func wait(for events: Int16, _ operation: String) throws(SystemError) {
        let now = Clock.system.monotonic()
        let left = deadline > now ? Int32(clamping: (deadline - now) / 1_000_000 + 1) : 0
        var polled = pollfd(fd: socket.raw, events: events, revents: 0)
        let count = try checked("poll", operation) { poll(&polled, 1, left) }
        if count == 0 { throw SystemError(operation, "probe", errno: ETIMEDOUT) }
    }
}
