import Glibc
import Platform

/// The socket of the `sd_notify` protocol: who has sent which assignments.
final class NotifyServer {
    private let path: String
    private let socket: Descriptor

    /// - Parameter onMessage: the sender's pid (0 where unknown) and its `NAME=value` lines.
    init(
        path: String, loop: EventLoop, onMessage: @escaping (Int32, [(String, String)]) -> Void
    ) throws {
        self.path = path
        try FileSystem.removeFile(path)
        let socket = try UnixSocket.datagram(path)
        self.socket = socket
        // Components may run under other accounts; the folder decides who comes here.
        chmod(path, 0o622)
        _ = try loop.add(socket.raw, .reading) { _ in
            while let message = UnixSocket.receive(socket) {
                onMessage(message.pid, Self.assignments(message.bytes))
            }
        }
    }

    func close() {
        // A leftover is removed by the next supervisor.
        try? FileSystem.removeFile(path)
    }

    static func assignments(_ bytes: [UInt8]) -> [(String, String)] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
        }
    }
}
