import Glibc
import Platform
import Supervision
import Vocabulary

/// One connection to the control socket.
final class ControlClient {
    /// A client that lets more than this pile up is dropped: it has stopped reading.
    static let outputLimit = 1_048_576
    static let lineLimit = 16_777_216

    let id: Int
    private let socket: Descriptor
    private let loop: EventLoop
    private var registration: EventLoop.Registration?
    private var lines = LineBuffer()
    private var output: [UInt8] = []
    private var onLine: (ArraySlice<UInt8>) -> Void = { _ in }
    private var onEnd: () -> Void = {}

    init(id: Int, socket: Descriptor, loop: EventLoop) {
        self.id = id
        self.socket = socket
        self.loop = loop
    }

    func start(
        onLine: @escaping (ArraySlice<UInt8>) -> Void, onEnd: @escaping () -> Void
    ) throws {
        self.onLine = onLine
        self.onEnd = onEnd
        registration = try loop.add(socket.raw, .reading) { [weak self] ready in
            self?.handle(ready)
        }
    }

    /// Queues a message and writes what the socket takes now.
    func send(_ message: JSON) {
        guard registration != nil else { return }
        let bytes = Array((message.compact + "\n").utf8)
        guard output.count + bytes.count <= Self.outputLimit || output.isEmpty else { return end() }
        output += bytes
        flush()
    }

    /// Writes what is left, waiting at most so long; only at the supervisor's own end.
    func drain(milliseconds: Int32) {
        while !output.isEmpty, registration != nil {
            var poller = pollfd(fd: socket.raw, events: Int16(POLLOUT), revents: 0)
            guard poll(&poller, 1, milliseconds) > 0 else { return }
            flush()
        }
    }

    func end() {
        guard let registration else { return }
        loop.remove(registration, socket.raw)
        self.registration = nil
        shutdown(socket.raw, Int32(SHUT_RDWR))
        onEnd()
    }

    private func handle(_ ready: Poller.Ready) {
        if ready.writable { flush() }
        if ready.readable || ready.ended { read() }
    }

    private func read() {
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while registration != nil {
            let count = Glibc.read(socket.raw, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return }
            guard count > 0 else { return end() }
            for line in lines.append(chunk[..<count]) where registration != nil { onLine(line) }
            if lines.pendingCount > Self.lineLimit { return end() }
        }
    }

    private func flush() {
        while !output.isEmpty {
            let count = output.withUnsafeBytes {
                Glibc.send(socket.raw, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 {
                if errno != EAGAIN { return end() }
                break
            }
            output.removeFirst(count)
        }
        guard let registration else { return }
        // A descriptor that can't be watched any more is as good as gone.
        do {
            try loop.change(
                registration, socket.raw, output.isEmpty ? .reading : [.reading, .writing])
        } catch { end() }
    }
}
