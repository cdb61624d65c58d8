import Platform
import Supervision
import Vocabulary

/// Asks the probe of a component once, as the supervisor would, on the calling thread.
///
/// The supervisor's own probes repeat until they pass and are driven by its event loop; here one
/// answer is wanted, also where there is no supervisor any more.
struct ProbeRun {
    let spec: LaunchSpec
    /// The first process of the incarnation.
    let pid: Int32
    /// Absolute path of `envctl-supervisor`, which runs programs as another account.
    let helper: String
    /// Monotonic nanoseconds.
    let deadline: UInt64

    func ask(_ probe: Probe) -> ProbeAnswer {
        switch probe {
        case .tcp(let port): tcp(port)
        case .http(let probe): http(probe)
        case .exec(let arguments, let timeout): exec(arguments, timeout)
        case .file(let path, let line, let value): file(path, line, value)
        case .exchange(let probe): exchange(probe)
        // These tell of a moment that has passed; that its process lives was seen before.
        case .log(let pattern): ProbeAnswer(name: "log /\(pattern)/, seen at its start")
        case .notify: ProbeAnswer(name: "notify, seen at its start")
        case .alive: ProbeAnswer(name: "alive")
        case .all(let probes): all(probes)
        case .any(let probes): any(probes)
        }
    }

    /// The last that passed, or the first that did not.
    private func all(_ probes: [Probe]) -> ProbeAnswer {
        var last = ProbeAnswer(name: "alive")
        for probe in probes {
            last = ask(probe)
            if !last.passed { return last }
        }
        return last
    }

    private func any(_ probes: [Probe]) -> ProbeAnswer {
        var complaints: [ProbeAnswer] = []
        for probe in probes {
            let answer = ask(probe)
            if answer.passed { return answer }
            complaints.append(answer)
        }
        return ProbeAnswer(
            name: "any of " + complaints.map(\.name).joined(separator: ", "),
            complaint: complaints.compactMap(\.complaint).joined(separator: "; "))
    }

    private func tcp(_ port: Port) -> ProbeAnswer {
        answer("tcp \(port)") {
            _ = try ProbedStream.tcp(loopback(port), port, until: deadline)
            return nil
        }
    }

    private func http(_ probe: HTTPProbe) -> ProbeAnswer {
        answer(probe.title) {
            let address = probe.address == "127.0.0.1" ? loopback(probe.port) : probe.address
            let stream = try ProbedStream.tcp(address, probe.port, until: deadline)
            return probe.complaint(about: try stream.ask(probe.request) { $0.contains(0x0A) })
        }
    }

    private func exchange(_ probe: ExchangeProbe) -> ProbeAnswer {
        answer(probe.title) {
            let stream = try connect(probe)
            let answer = try stream.ask(probe.send) { $0.count >= probe.expect.count }
            return probe.complaint(about: answer)
        }
    }

    private func connect(_ probe: ExchangeProbe) throws -> ProbedStream {
        if let socket = probe.socket { return try ProbedStream.unix(socket, until: deadline) }
        guard let port = probe.port else {
            throw Failure("config.probe_without_port", "the probe has no port to ask")
        }
        return try ProbedStream.tcp(probe.address, port, until: deadline)
    }

    /// The other loopback address where nothing listens but there: `localhost` of some servers.
    private func loopback(_ port: Port) -> String {
        // Without the list the usual address is asked, and the answer tells.
        let listeners = ((try? Listeners.all()) ?? []).filter { $0.port == port }
        let onlySix = !listeners.isEmpty && listeners.allSatisfy { $0.address == "::1" }
        return onlySix ? "::1" : "127.0.0.1"
    }

    private func answer(_ name: String, _ body: () throws -> String?) -> ProbeAnswer {
        do { return ProbeAnswer(name: name, complaint: try body()) } catch {
            let failure = Failure(error)
            return ProbeAnswer(name: name, complaint: failure.causes.first ?? failure.message)
        }
    }
}

extension ProbeRun {
    private func exec(_ arguments: [String], _ timeout: Int) -> ProbeAnswer {
        answer("exec " + Path.name(arguments.first ?? "")) {
            let result = try program(arguments, timeout).run()
            if result.timedOut { return "no answer within \(timeout) ms" }
            return result.isSuccess ? nil : result.exit.description
        }
    }

    /// In the component's own environment and folder, as its own account.
    private func program(_ arguments: [String], _ timeout: Int) -> Subprocess {
        let words = spec.environment.compactMap { entry -> (String, String)? in
            guard let equals = entry.firstIndex(of: "=") else { return nil }
            return (String(entry[..<equals]), String(entry[entry.index(after: equals)...]))
        }
        let program = arguments.first ?? ""
        let helped = spec.account.map {
            ExecHelper.arguments(for: $0, program: program, arguments: arguments)
        }
        var process = Subprocess(
            helped == nil ? program : helper, helped ?? Array(arguments.dropFirst()),
            environment: Dictionary(words) { $1 }, directory: spec.directory)
        process.timeout = timeout
        process.grace = 0
        return process
    }

    private func file(_ path: String, _ line: Int?, _ value: String?) -> ProbeAnswer {
        answer("file \(Path.name(path))") {
            guard FileSystem.exists(path) else { return "\(path) does not exist" }
            guard let value else { return nil }
            let wanted = value.replacing("{pid}", with: String(pid))
            let lines = try FileSystem.readText(path)
                .split(separator: "\n", omittingEmptySubsequences: false).map(Self.trimmed)
            guard let line else { return lines.contains(wanted) ? nil : "no line is '\(wanted)'" }
            let found = lines.indices.contains(line - 1) ? lines[line - 1] : ""
            return found == wanted ? nil : "line \(line) is '\(found)'"
        }
    }

    private static func trimmed(_ line: Substring) -> String {
        var line = line
        while let last = line.last, last.isWhitespace { line = line.dropLast() }
        return String(line)
    }
}
