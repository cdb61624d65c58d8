import Glibc
import Platform

/// Connects, sends, reads and judges, again and again; nothing of it blocks.
class ConnectionProbe: RunningProbe {
    /// What an answer means.
    enum Verdict {
        case passed
        case needsMore
        case refused(String)
    }

    /// Bytes that are read of one answer at most.
    private static let limit = 65_536

    let name: String
    let context: ProbeContext
    private let passed: (String) -> Void
    private var socket: Descriptor?
    private var registration: EventLoop.Registration?
    private var timer: EventLoop.TimerID?
    private var output: [UInt8] = []
    private var input: [UInt8] = []
    private var isCancelled = false

    init(_ name: String, _ context: ProbeContext, _ passed: @escaping (String) -> Void) {
        self.name = name
        self.context = context
        self.passed = passed
    }

    /// What the kinds differ in.
    func connect() throws(SystemError) -> Descriptor {
        throw SystemError("connect", "", errno: EINVAL)
    }
    var request: [UInt8] { [] }
    func judge(_ answer: [UInt8], ended: Bool) -> Verdict { .passed }
    /// Milliseconds to the next try after an answer that was another one.
    var pause: Int { 25 }

    final func start() {
        guard !isCancelled else { return }
        output = request
        input = []
        do {
            let socket = try connect()
            self.socket = socket
            registration = try context.loop.add(socket.raw, [.reading, .writing]) { [weak self] in
                self?.handle($0)
            }
            timer = context.loop.schedule(after: 10_000) { [weak self] in
                self?.again("no answer within 10 s", after: 5)
            }
        } catch let error as SystemError {
            again(error.reason, after: 5)
        } catch {
            again("\(error)", after: 5)
        }
    }

    final func cancel() {
        isCancelled = true
        close()
    }

    private func handle(_ ready: Poller.Ready) {
        guard let socket else { return }
        let code = TCPSocket.error(of: socket)
        if code != 0 { return again(String(cString: strerror(code)), after: 5) }
        if ready.writable, !output.isEmpty { write(socket) }
        if ready.readable || ready.ended { read(socket) }
    }

    private func write(_ socket: Descriptor) {
        let count = output.withUnsafeBytes {
            Glibc.send(socket.raw, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        if count > 0 { output.removeFirst(count) }
        if output.isEmpty, let registration {
            // Where the interest can't be changed the loop spins at worst until the deadline.
            try? context.loop.change(registration, socket.raw, .reading)
        }
    }

    private func read(_ socket: Descriptor) {
        var chunk = [UInt8](repeating: 0, count: 4096)
        var ended = false
        while input.count < Self.limit {
            let count = Glibc.read(socket.raw, &chunk, chunk.count)
            if count < 0, errno == EAGAIN { break }
            if count <= 0 {
                ended = true
                break
            }
            input += chunk[..<count]
        }
        switch judge(input, ended: ended || input.count >= Self.limit) {
        case .passed:
            close()
            if !isCancelled { passed(name) }
        case .refused(let answer): again(answer, after: pause)
        case .needsMore: if ended { again("the connection was closed", after: pause) }
        }
    }

    private func again(_ answer: String, after milliseconds: Int) {
        close()
        guard !isCancelled else { return }
        context.onAnswer(name, answer)
        timer = context.loop.schedule(after: milliseconds) { [weak self] in self?.start() }
    }

    private func close() {
        context.loop.cancel(timer)
        if let registration, let socket { context.loop.remove(registration, socket.raw) }
        registration = nil
        socket = nil
    }
}
