import Glibc
import Platform

/// The socket of the `sd_notify` protocol: who has sent which assignments.
final class NotifyServer {
    private let path: String
    private let loop: EventLoop
    private let onMessage: (Int32, [(String, String)]) -> Void
    private var socket: Descriptor
    private var registration: EventLoop.Registration?

    /// - Parameter onMessage: the sender's pid (0 where unknown) and its `NAME=value` lines.
    init(
        path: String, loop: EventLoop, onMessage: @escaping (Int32, [(String, String)]) -> Void
    ) throws {
        self.path = path
        self.loop = loop
        self.onMessage = onMessage
        socket = try Self.bind(path)
        try register()
    }

    private static func bind(_ path: String) throws -> Descriptor {
        try FileSystem.removeFile(path)
        let socket = try UnixSocket.datagram(path)
        // Components may run under other accounts; the folder decides who comes here.
        chmod(path, 0o622)
        return socket
    }

    private func register() throws {
        registration = try loop.add(socket.raw, .reading) { [unowned self] _ in
            while let message = UnixSocket.receive(socket) {
                onMessage(message.pid, Self.assignments(message.bytes))
            }
        }
    }

    /// Binds anew where the socket was removed.
    func bindAgain() throws {
        let again = try Self.bind(path)
        if let registration { loop.remove(registration, socket.raw) }
        socket = again
        try register()
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
