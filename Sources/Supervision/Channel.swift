import Glibc
import Platform
import Synchronization
import Vocabulary

/// One connection with several calls under way: a thread of its own reads, each caller waits on a
/// pipe of its own together with its cancellation.
final class Channel: Sendable {
    private let socket: Descriptor
    private let path: String
    /// Cancelled when the user does not want to wait any more.
    private let urge: Cancellation?
    private let state = Mutex(State())
    private let writing = Mutex<Void>(())

    private struct State {
        var next = 1
        var calls: [Int: Call] = [:]
        var ended = false
        /// How often something was read from the other end.
        var heard = 0
        /// Why nothing is asked any more.
        var verdict: Failure?
        /// Closed when the connection has ended.
        var life: Descriptor?
        var watch: Descriptor?
    }

    /// One call under way: the writing end of its pipe wakes its caller.
    private struct Call {
        var wake: Descriptor
        var notices: [JSON] = []
        var answer: Result<JSON, Failure>?

        func ring() {
            var byte: UInt8 = 1
            _ = write(wake.raw, &byte, 1)
        }
    }

    private init(
        socket: Descriptor, path: String, urge: Cancellation?
    ) throws(SystemError) {
        self.socket = socket
        self.path = path
        self.urge = urge
        let pipe = try Descriptor.pipe()
        state.withLock { ($0.watch, $0.life) = (pipe.reading, pipe.writing) }
    }

    /// - Parameter urge: once cancelled, a silent supervisor is waited for a moment only.
    static func connect(_ path: String, urge: Cancellation? = nil) throws -> Channel {
        let socket = try reach(path, urge)
        let peer = try UnixSocket.peerUserID(socket)
        guard peer == geteuid() || peer == 0 else {
            throw Failure(
                "supervisor.foreign", "the control socket belongs to another user", at: path,
                because: ["its owner is user \(peer)"])
        }
        let channel = try Channel(socket: socket, path: path, urge: urge)
        try Thread.detach { channel.readAll() }
        return channel
    }

    /// Where it takes no connections, those that wait fill the queue in the end.
    private static func reach(_ path: String, _ urge: Cancellation?) throws -> Descriptor {
        var silence = Silence()
        while true {
            do { return try UnixSocket.connectNow(path) } catch {
                guard error.errno == EAGAIN else {
                    throw Failure(
                        "supervisor.unreachable", "the supervisor can't be reached", at: path,
                        because: [error.reason])
                }
            }
            pause(milliseconds: Silence.tick)
            let isUrged = urge?.isCancelled ?? false
            if silence.passed(heard: 0, isUrged: isUrged, isStopped: true) == .over {
                throw Silence.failure(of: nil, at: path, isUrged: isUrged)
            }
        }
    }

    /// Ends the connection; calls under way fail, the reader leaves.
    func close() { shutdown(socket.raw, Int32(SHUT_RDWR)) }

    /// Sends a request and waits for its answer.
    func call(
        _ method: String, _ parameters: JSON.Object = [:], _ cancellation: Cancellation? = nil,
        _ onNotice: (JSON) -> Void = { _ in }
    ) throws -> JSON {
        try Recording.span(.call, ["method": .string(method)]) {
            try answer(to: method, parameters, cancellation, onNotice)
        }
    }

    private func answer(
        to method: String, _ parameters: JSON.Object, _ cancellation: Cancellation?,
        _ onNotice: (JSON) -> Void
    ) throws -> JSON {
        let pipe = try Descriptor.pipe()
        let id = try register(pipe.writing)
        defer { state.withLock { _ = $0.calls.removeValue(forKey: id) } }
        try send(Message.request(id: id, method: method, parameters: parameters))
        var silence = Silence(heard: state.withLock { $0.heard })
        while true {
            let (notices, answer) = take(id)
            notices.forEach(onNotice)
            if let answer { return try answer.get() }
            if try !wait(pipe.reading, cancellation) { try judge(&silence) }
        }
    }

    /// Nothing came for a while: asks whether anybody is there, and gives up in the end.
    private func judge(_ silence: inout Silence) throws {
        let isUrged = urge?.isCancelled ?? false
        let heard = state.withLock { $0.heard }
        switch silence.passed(heard: heard, isUrged: isUrged, isStopped: peer?.isStopped ?? false) {
        case .wait: break
        case .ask: try send(Message.request(id: 0, method: "ping", parameters: [:]))
        case .over:
            let failure = Silence.failure(of: peer, at: path, isUrged: isUrged)
            state.withLock { $0.verdict = failure }
            close()
            throw failure
        }
    }

    private var peer: ProcessEntry? {
        UnixSocket.peerProcessID(socket).flatMap(ProcessEntry.read)
    }

    /// Waits until the other end has closed the connection.
    func waitForEnd(milliseconds: Int32) {
        guard let watch = state.withLock({ $0.watch }) else { return }
        var poller = pollfd(fd: watch.raw, events: Int16(POLLIN), revents: 0)
        poll(&poller, 1, milliseconds)
    }

    private func register(_ wake: Descriptor) throws -> Int {
        try state.withLock { state in
            if let verdict = state.verdict { throw verdict }
            if state.ended { throw lost() }
            defer { state.next += 1 }
            state.calls[state.next] = Call(wake: wake)
            return state.next
        }
    }

    private func take(_ id: Int) -> ([JSON], Result<JSON, Failure>?) {
        state.withLock { state in
            let notices = state.calls[id]?.notices ?? []
            state.calls[id]?.notices = []
            return (notices, state.calls[id]?.answer)
        }
    }

    /// False where nothing has come for one tick of silence.
    private func wait(_ reading: Descriptor, _ cancellation: Cancellation?) throws -> Bool {
        var polled = [
            pollfd(fd: reading.raw, events: Int16(POLLIN), revents: 0),
            pollfd(fd: cancellation?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        let tick = Int32(Silence.tick)
        if try checked("poll", path, { poll(&polled, 2, tick) }) == 0 { return false }
        if polled[0].revents != 0 {
            var byte: UInt8 = 0
            _ = read(reading.raw, &byte, 1)
        } else if polled[1].revents != 0 {
            throw Failure("supervisor.cancelled", "gave up waiting for the supervisor")
        }
        return true
    }

    private func send(_ message: JSON) throws {
        let bytes = Array((message.compact + "\n").utf8)
        try writing.withLock { _ in
            var offset = 0
            while offset < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Glibc.send(
                        socket.raw, $0.baseAddress.map { $0 + offset }, bytes.count - offset,
                        Int32(MSG_NOSIGNAL))
                }
                if count < 0, errno == EINTR { continue }
                if count < 0, errno == EAGAIN {
                    try awaitRoom()
                    continue
                }
                if count < 0 { throw lost() }
                offset += count
            }
        }
    }

    /// The other end reads no more for the moment.
    private func awaitRoom() throws {
        var polled = pollfd(fd: socket.raw, events: Int16(POLLOUT), revents: 0)
        if poll(&polled, 1, Int32(Silence.patience)) != 0 { return }
        throw Silence.failure(of: peer, at: path, isUrged: false)
    }

    private func readAll() {
        var lines = LineBuffer()
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(socket.raw, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN {
                var polled = pollfd(fd: socket.raw, events: Int16(POLLIN), revents: 0)
                poll(&polled, 1, -1)
                continue
            }
            if count <= 0 { break }
            state.withLock { $0.heard += 1 }
            for line in lines.append(chunk[..<count]) { deliver(line) }
        }
        state.withLock { state in
            state.ended = true
            for id in state.calls.keys where state.calls[id]?.answer == nil {
                state.calls[id]?.answer = .failure(state.verdict ?? lost())
                state.calls[id]?.ring()
            }
            state.life = nil
        }
    }

    private func deliver(_ line: ArraySlice<UInt8>) {
        // A line that is no message is answered by nobody; its caller sees the connection's end.
        guard let json = try? JSON.parse(line) else { return close() }
        guard let reply = Message.Reply(json) else { return }
        state.withLock { state in
            switch reply {
            case .answer(let id, let result): state.calls[id]?.answer = result
            case .notice(let id, let value): state.calls[id]?.notices.append(value)
            }
            state.calls[reply.id]?.ring()
        }
    }

    private func lost() -> Failure {
        Failure(
            "supervisor.lost", "the connection to the supervisor ended", at: path,
            hint: "see `envctl status`, then try again")
    }
}
