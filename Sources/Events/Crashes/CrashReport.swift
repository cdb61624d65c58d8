import Platform
package import Vocabulary

/// What a crash of envctl itself left behind.
package struct CrashReport: Sendable, Equatable {
    /// Absolute path of the file.
    package var path: String
    /// `envctl` or `envctl-supervisor`.
    package var program: String
    package var version: String
    package var command: String
    package var pid: Int32
    package var time: Timestamp
    package var signal: Int32
    /// Names of the last events before it, oldest first; empty where it had none.
    package var events: [String] = []
    /// Innermost first.
    package var frames: [CrashFrame]

    /// The reports below a state root, newest first.
    ///
    /// What can't be read or is no report tells nothing, and is left out.
    package static func all(belowState root: String) -> [CrashReport] {
        let folder = self.folder(belowState: root)
        let names = (try? FileSystem.list(folder)) ?? []  // nothing ever crashed
        return names.filter { $0.hasSuffix(".txt") }
            .compactMap { CrashReport(path: Path.join(folder, $0)) }
            .sorted { $0.time > $1.time }
    }

    package static func folder(belowState root: String) -> String { Path.join(root, "crashes") }

    package init?(path: String) {
        // Replaced or removed just now: then it is none.
        guard let text = try? FileSystem.readText(path) else { return nil }
        self.init(path: path, text: text)
    }

    init?(path: String, text: String) {
        let lines = text.split(separator: "\n")
        guard lines.first == Substring(CrashWatch.title) else { return nil }
        var fields: [String: String] = [:]
        var addresses: [UInt64] = []
        var modules: [CrashModule] = []
        for line in lines.dropFirst() {
            let name = line.prefix { $0 != ":" }
            let value = String(line.dropFirst(name.count + 2))
            switch name {
            case "frame": addresses += UInt64(value.dropFirst(2), radix: 16).map { [$0] } ?? []
            case "event": events.append(value)
            case "map": modules += CrashModule(value).map { [$0] } ?? []
            default: fields[String(name)] = value
            }
        }
        guard let time = fields["time_ms"].flatMap({ Int64($0) }) else { return nil }
        self.path = path
        program = fields["program"] ?? "envctl"
        version = fields["version"] ?? "unknown"
        command = fields["command"] ?? "unknown"
        pid = fields["pid"].flatMap { Int32($0) } ?? 0
        self.time = Timestamp(milliseconds: time)
        signal = fields["signal"].flatMap { Int32($0) } ?? 0
        frames = addresses.enumerated().map { place, address in
            CrashFrame(address, isCaller: place > 0, in: modules)
        }
    }

    /// In one sentence.
    package var sentence: String {
        "\(program) \(version) ended by \(signalName) in '\(command)' at \(time)"
    }

    package var signalName: String {
        let names: [Int32: String] = [
            4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 11: "SIGSEGV",
        ]
        return names[signal] ?? "signal \(signal)"
    }

    package var json: JSON {
        [
            "schema": "envctl.crash/1", "program": .string(program), "version": .string(version),
            "command": .string(command), "pid": JSON(Int(pid)), "ts": time.json,
            "signal": .string(signalName), "events": JSON(events),
            "frames": .array(frames.map(\.json)),
        ]
    }
}
