import Glibc
import Platform
import Supervision
import Vocabulary

/// The control socket: takes connections of this user (and root), cuts them into messages.
final class ControlServer {
    private let path: String
    private let loop: EventLoop
    private var listener: Descriptor
    private var registration: EventLoop.Registration?
    private var clients: [Int: ControlClient] = [:]
    private var nextClient = 1
    var onMessage: (_ client: Int, JSON) -> Void = { _, _ in }
    var onCome: (Int) -> Void = { _ in }
    var onGone: (Int) -> Void = { _ in }

    /// - Parameters:
    ///   - path: a leftover there is removed; the caller holds the supervisor's lock.
    ///   - inherited: what listens there already.
    init(path: String, inherited: Descriptor? = nil, loop: EventLoop) throws {
        self.path = path
        self.loop = loop
        listener = try inherited ?? Self.listen(path)
        try register()
    }

    private static func listen(_ path: String) throws -> Descriptor {
        try FileSystem.removeFile(path)
        let mask = umask(0o177)
        defer { umask(mask) }
        return try UnixSocket.listen(path)
    }

    /// Hands the listening socket on to the program that this process becomes, or takes it back:
    /// whoever connects meanwhile waits in its queue.
    func survivesExec(_ survives: Bool) throws -> Int32 {
        try listener.survivesExec(survives)
        return listener.raw
    }

    private func register() throws {
        registration = try loop.add(listener.raw, .reading) { [weak self] _ in self?.accept() }
    }

    /// Listens anew where the socket was removed; who is connected stays so.
    func listenAgain() throws {
        let again = try Self.listen(path)
        if let registration { loop.remove(registration, listener.raw) }
        listener = again
        try register()
    }

    func send(_ message: JSON, to client: Int) { clients[client]?.send(message) }

    func drop(_ client: Int) { clients[client]?.end() }

    /// Lets everyone have what is theirs, then ends all connections and removes the socket.
    func close() {
        for client in clients.values { client.drain(milliseconds: 1000) }
        // A leftover is removed by the next supervisor.
        try? FileSystem.removeFile(path)
        for client in clients.values { client.end() }
    }

    private func accept() {
        while let socket = UnixSocket.accept(listener) {
            // Whoever can't be told is not let in.
            let peer = try? UnixSocket.peerUserID(socket)
            guard let peer, peer == geteuid() || peer == 0 else { continue }
            begin(socket)
        }
    }

    private func begin(_ socket: Descriptor) {
        let id = nextClient
        nextClient += 1
        let client = ControlClient(id: id, socket: socket, loop: loop)
        clients[id] = client
        onCome(id)
        do {
            try client.start { [weak self] line in
                self?.take(line, id)
            } onEnd: { [weak self] in
                self?.clients[id] = nil
                self?.onGone(id)
            }
        } catch {
            clients[id] = nil
            onGone(id)
        }
    }

    private func take(_ line: ArraySlice<UInt8>, _ id: Int) {
        do { onMessage(id, try JSON.parse(line)) } catch {
            clients[id]?.send(Message.error(id: 0, Failure(error)))
        }
    }
}
