import Glibc
import Platform
import Vocabulary

/// Starts the supervisor of a run: a session of its own, told by a pipe, answering by a pipe.
package enum SupervisorLauncher {
    /// Milliseconds; a supervisor listens within a few.
    private static let patience: Int32 = 10_000

    /// Spawns it, waits until its socket listens, and connects. Not to be cut short: what is
    /// connected can be undone, and one that nobody has connected to ends with its launcher.
    ///
    /// - Throws: `supervisor.running` where one lives for this project already (its details have
    ///   the holder), `supervisor.failed` with the last lines of its log.
    package static func start(
        _ request: SupervisorStart
    ) throws -> SupervisorClient {
        let answer = try spawn(request)
        // To the end: its closing tells the supervisor that we have gone.
        defer { withExtendedLifetime(answer.reading) {} }
        let line = try firstLine(of: answer.reading, answer.pid)
        guard let json = line.flatMap({ try? JSON.parse($0) }) else {  // no line: it died
            throw died(request, answer.pid)
        }
        if let error = json["error"], !error.isNull { throw Failure(json: error) }
        return try SupervisorClient.connect(socket: request.socket)
    }

    /// Descriptors of the supervisor: 3 its configuration (to the end of file), 4 its answer.
    private static func spawn(
        _ request: SupervisorStart
    ) throws -> (reading: Descriptor, pid: Int32) {
        let null = try Descriptor.open("/dev/null", O_RDONLY)
        let log = try Descriptor.open(request.log, O_WRONLY | O_APPEND | O_CREAT)
        let configuration = try Descriptor.pipe()
        let answer = try Descriptor.pipe()
        let text = Array(request.json.compact.utf8)
        guard text.count < 60_000 else {
            throw Failure("supervisor.failed", "the supervisor's environment is too large")
        }
        // It fits the pipe, so this does not wait for a reader.
        try FileSystem.write(text, to: configuration.writing.raw, subject: "configuration")
        let pid = try Platform.spawn(
            SpawnRequest(
                program: request.executable,
                arguments: [request.executable, "run", "--config-fd", "3", "--ready-fd", "4"],
                environment: request.environment, directory: "/",
                descriptors: [
                    null.raw, log.raw, log.raw, configuration.reading.raw, answer.writing.raw,
                ]))
        return (answer.reading, pid)
    }

    private static func firstLine(
        of reading: Descriptor, _ pid: Int32
    ) throws -> [UInt8]? {
        var line: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while !line.contains(0x0A) {
            var polled = pollfd(fd: reading.raw, events: Int16(POLLIN), revents: 0)
            if try checked("poll", "supervisor", { poll(&polled, 1, patience) }) == 0 {
                kill(pid, SIGKILL)  // our own child, and unreaped
                return nil
            }
            let count = try checked("read", "supervisor") { read(reading.raw, &chunk, chunk.count) }
            if count == 0 { return nil }
            line += chunk[..<count]
        }
        return line.split(separator: 0x0A).first.map(Array.init)
    }

    private static func died(_ request: SupervisorStart, _ pid: Int32) -> Failure {
        // It is our child and its end is certain; without its exit only the sentence is poorer.
        let exit = try? Reaping.exit(of: pid)
        let lines = (try? FileSystem.readText(request.log))?.split(separator: "\n") ?? []  // same
        return Failure(
            "supervisor.failed", "the supervisor could not start", at: request.log,
            because: [exit.map { "it ended with \($0)" } ?? "it ended at once"]
                + lines.suffix(5).map(String.init))
    }
}
