import Glibc
import Platform
import Supervision
import Testing
import Vocabulary

@testable import Requirements

/// A server started from a launch spec as the supervisor would, and ended by its pid.
final class RunningServer: Sendable {
    let pid: Int32
    private let handle: ProcessHandle
    private let spec: LaunchSpec

    init(_ spec: LaunchSpec, _ world: World) throws {
        self.spec = spec
        let log = try Descriptor.open(spec.log, O_WRONLY | O_CREAT | O_APPEND)
        let null = try Descriptor.open("/dev/null", O_RDONLY)
        let lock = try spec.dataLock.map { try #require(try DataLock.attempt($0)) }
        var program = spec.program
        var arguments = spec.arguments
        if let account = spec.account {
            program = world.path("helper")
            arguments =
                [program]
                + ExecHelper.arguments(for: account, program: spec.program, arguments: arguments)
        }
        let descriptors = [null.raw, log.raw, log.raw] + [lock?.raw].compactMap { $0 }
        pid = try spawn(
            SpawnRequest(
                program: program, arguments: arguments, environment: spec.environment,
                directory: spec.directory, descriptors: descriptors))
        handle = try #require(try ProcessHandle.open(pid))
        withExtendedLifetime(lock) {}
    }

    deinit {
        // A test that failed must leave no server.
        _ = try? handle.send(SIGKILL)
        _ = handle.waitForExit(milliseconds: 10_000)
        _ = try? Reaping.exit(of: pid)
    }

    /// Asks the spec's own probe until it passes; throws the log where the process ends instead.
    func waitUntilReady() throws {
        let deadline = Clock.system.monotonic() + UInt64(spec.readyTimeout) * 1_000_000
        while Clock.system.monotonic() < deadline {
            if handle.waitForExit(milliseconds: 10) { break }
            if passes(spec.ready) { return }
        }
        let log = try FileSystem.readText(spec.log)
        throw Failure("test.not_ready", "the server is not ready", because: [lastLines(of: log)])
    }

    private func passes(_ probe: Probe) -> Bool {
        switch probe {
        case .all(let probes): probes.allSatisfy(passes)
        case .file(let path, let line?, let value?): fileHas(path, line, value)
        case .exchange(let exchange): answers(exchange)
        default: false
        }
    }

    private func fileHas(_ path: String, _ line: Int, _ value: String) -> Bool {
        guard let text = try? FileSystem.readText(path) else { return false }  // not there yet
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= line else { return false }
        let found = lines[line - 1].split(separator: " ").joined(separator: " ")
        return found == (value == "{pid}" ? String(pid) : value)
    }

    /// A server that does not listen yet refuses: that is no answer.
    private func answers(_ probe: ExchangeProbe) -> Bool {
        guard let port = probe.port,
            let connection = try? Connection.tcp(probe.address, port, milliseconds: 1000),
            (try? connection.send(probe.send)) != nil  // see above
        else { return false }
        var got: [UInt8] = []
        while got.count < probe.expect.count {
            guard let more = try? connection.receive(), !more.isEmpty else { break }  // see above
            got += more
        }
        return got.starts(with: probe.expect)
    }

    /// Stops it as its spec says; the exit.
    func stop() throws -> Exit {
        try handle.send(spec.stop.signal)
        #expect(handle.waitForExit(milliseconds: spec.stop.timeout))
        return try #require(try Reaping.exit(of: pid))
    }

    /// The exit of a server that ends by itself.
    func end() throws -> Exit {
        #expect(handle.waitForExit(milliseconds: 20_000))
        return try #require(try Reaping.exit(of: pid))
    }
}
