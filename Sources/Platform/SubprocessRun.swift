import CPlatform
import Glibc
import Vocabulary

/// One run of a `Subprocess`: its pipes, its handle, its end.
struct SubprocessRun {
    private let request: Subprocess
    private let pid: Int32
    private let handle: ProcessHandle
    private let output: Descriptor
    private let errors: Descriptor?
    private let mark: UInt64
    /// Closed, by letting it go, when all input is written.
    private var input: Descriptor?
    private let started = Clock.system.monotonic()

    init(_ request: Subprocess) throws {
        self.request = request
        mark = request.mark ?? Mark.random()
        let out = try Descriptor.pipe()
        let err = request.mergesErrors ? nil : try Descriptor.pipe()
        let feed = try request.input == nil ? nil : Descriptor.pipe()
        let null = try Descriptor.open("/dev/null", O_RDONLY)
        pid = try spawn(
            SpawnRequest(
                program: request.program, arguments: [request.program] + request.arguments,
                environment: request.environment.map { "\($0.key)=\($0.value)" }.sorted(),
                directory: request.directory,
                descriptors: [
                    feed?.reading.raw ?? null.raw, out.writing.raw,
                    err?.writing.raw ?? out.writing.raw,
                ],
                mark: mark))
        guard let handle = try ProcessHandle.open(pid) else {
            throw SystemError("pidfd_open", request.program, errno: ESRCH)
        }
        self.handle = handle
        output = out.reading
        errors = err?.reading
        input = feed?.writing
        for end in [output, errors, input] { if let end { cp_set_nonblocking(end.raw) } }
    }

    mutating func run(
        cancellation: Cancellation?, onOutput: ((ArraySlice<UInt8>) -> Void)?
    ) throws -> Subprocess.Result {
        var streams = Streams(
            limit: request.outputLimit, pending: request.input ?? [], onOutput: onOutput)
        if streams.pending.isEmpty { input = nil }
        var timedOut = false
        var cancelled = false
        loop: while true {
            switch try waitForSomething(cancellation, &streams) {
            case .exited: break loop
            case .timeout: timedOut = true
            case .cancelled: cancelled = true
            case .data: continue
            }
            try endTree()
            break
        }
        let exit = try reap()
        drain(&streams)
        return Subprocess.Result(
            exit: exit, output: streams.output.bytes, errorOutput: streams.errors.bytes,
            timedOut: timedOut, cancelled: cancelled,
            duration: Int((Clock.system.monotonic() - started) / 1_000_000))
    }

    private enum Wake { case data, exited, timeout, cancelled }

    private mutating func waitForSomething(
        _ cancellation: Cancellation?, _ streams: inout Streams
    ) throws -> Wake {
        var polled = [
            pollfd(fd: handle.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: cancellation?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: streams.output.ended ? -1 : output.raw, events: Int16(POLLIN), revents: 0),
            pollfd(
                fd: streams.errors.ended ? -1 : errors?.raw ?? -1, events: Int16(POLLIN), revents: 0
            ),
            pollfd(
                fd: streams.pending.isEmpty ? -1 : input?.raw ?? -1, events: Int16(POLLOUT),
                revents: 0),
        ]
        let ready = try checked("poll", request.program) {
            poll(&polled, nfds_t(polled.count), remaining())
        }
        if ready == 0 { return .timeout }
        streams.read(output.raw, \.output)
        if let errors { streams.read(errors.raw, \.errors) }
        if let input, polled[4].revents != 0 { streams.feed(input.raw) }
        if streams.pending.isEmpty { input = nil }
        if polled[0].revents != 0 { return .exited }
        return polled[1].revents != 0 ? .cancelled : .data
    }

    /// Milliseconds until the time-out, -1 for none.
    private func remaining() -> Int32 {
        guard let timeout = request.timeout else { return -1 }
        let passed = Int((Clock.system.monotonic() - started) / 1_000_000)
        return Int32(clamping: max(0, timeout - passed))
    }

    /// Asks the whole tree to end, then makes it: session, group, and whatever bears the mark.
    private func endTree() throws {
        kill(-pid, SIGTERM)  // its leader is unreaped, so the group is still this one
        if !handle.waitForExit(milliseconds: request.grace) { kill(-pid, SIGKILL) }
        let kernel = try KernelInstance.current(environment: [:])
        let sweep = ProcessSweep(marks: [mark], kernel: kernel)
        // A shared mark covers siblings that must live: then only this session is swept.
        if request.mark == nil { _ = try sweep.killUntilEmpty() } else { endSession() }
        _ = handle.waitForExit(milliseconds: 1000)
    }

    private func endSession() {
        for entry in ProcessEntry.all() where entry.session == pid && !entry.isZombie {
            kill(entry.pid, SIGKILL)
        }
    }

    private func reap() throws -> Exit {
        while true {
            if let exit = try Reaping.exit(of: pid) { return exit }
            _ = handle.waitForExit(milliseconds: 1000)
        }
    }

    /// End of file is not exit, and exit is not end of file: a daemon may hold the pipe. What is
    /// there is read; nobody is waited for.
    private func drain(_ streams: inout Streams) {
        streams.read(output.raw, \.output)
        if let errors { streams.read(errors.raw, \.errors) }
    }
}

/// What was read so far, and what is still to be written.
private struct Streams {
    struct Tail {
        var bytes: [UInt8] = []
        var ended = false
    }
    let limit: Int
    var pending: [UInt8]
    let onOutput: ((ArraySlice<UInt8>) -> Void)?
    var output = Tail()
    var errors = Tail()

    init(limit: Int, pending: [UInt8], onOutput: ((ArraySlice<UInt8>) -> Void)?) {
        self.limit = limit
        self.pending = pending
        self.onOutput = onOutput
    }

    /// Reads what is there, keeping the last `limit` bytes.
    mutating func read(_ descriptor: Int32, _ tail: WritableKeyPath<Streams, Tail>) {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while !self[keyPath: tail].ended {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 { return }  // EAGAIN: nothing more now
            if count == 0 {
                self[keyPath: tail].ended = true
                return
            }
            onOutput?(chunk[..<count])
            self[keyPath: tail].bytes += chunk[..<count]
            let excess = self[keyPath: tail].bytes.count - limit
            if excess > 0 { self[keyPath: tail].bytes.removeFirst(excess) }
        }
    }

    /// Writes what the pipe takes; a reader that left takes no more.
    mutating func feed(_ descriptor: Int32) {
        let count = pending.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 { pending.removeFirst(count) }
        if count < 0, errno != EAGAIN { pending = [] }
    }
}
