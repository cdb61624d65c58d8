import Platform
import Vocabulary

/// Short-lived containers that work on volumes: of the component's own image, so that nothing is
/// fetched, and on the engine, which may be elsewhere.
struct VolumeWork: Sendable {
    let container: DockerContainer
    var cancellation: Cancellation?

    /// What sets them apart from the component's own container.
    static let label = "dev.envctl.work"

    private var engine: DockerEngine { container.engine }

    /// What a script sees of volumes.
    struct Mount: Sendable {
        let volume: String
        let path: String
        var isReadOnly = false

        static func source(_ volume: DockerVolume) -> Mount {
            Mount(volume: volume.name, path: "/source", isReadOnly: true)
        }

        static func target(_ volume: DockerVolume) -> Mount {
            Mount(volume: volume.name, path: "/target")
        }

        fileprivate var words: [String] {
            ["--volume", "\(volume):\(path)\(isReadOnly ? ":ro" : "")"]
        }
    }

    /// What is run there.
    struct Script: Sendable {
        /// For the shell of the image; `$1` and on are `arguments`.
        var text: String
        var arguments: [String] = []
        /// The name of a container whose network it shares.
        var network: String?
        /// Seen by the script; their values are in no argument.
        var variables: [(String, String)] = []
    }

    /// Runs a script to its end and gives its lines.
    ///
    /// - Throws: `data.copy_failed` with what it said.
    @discardableResult
    func run(_ what: String, _ script: Script, _ mounts: [Mount]) throws -> [String] {
        let name = newName
        let words =
            ["run", "--rm"] + identity(name) + mounts.flatMap(\.words)
            + ["--network", script.network.map { "container:\($0)" } ?? "none"]
            + script.variables.flatMap { ["--env", $0.0] }
            + ["--entrypoint", "/bin/sh", container.image, "-e", "-c", script.text, "sh"]
            + script.arguments
        var process = engine.subprocess(words)
        for (key, value) in script.variables { process.environment[key] = value }
        process.mergesErrors = false
        do {
            return try finish(what, process).text.split(separator: "\n").map { String($0) }
        } catch {
            // The client is not the container; where this fails too, the volume's removal does it.
            _ = try? engine.run(["rm", "--force", "--volumes", name], timeout: 30_000)
            throw error
        }
    }

    /// Writes all of a volume to a new file of ours, as a tar.
    func write(_ volume: DockerVolume, to file: String) throws {
        try withContainer(.source(volume)) { name in
            try finish(
                "copy the volume to a file",
                shell("exec \"$0\" cp \"$1\":/source - >\"$2\"", [name, file]))
        }
    }

    /// Fills a new volume with what `write` wrote.
    func fill(_ volume: DockerVolume, from file: String) throws {
        try withContainer(Mount(volume: volume.name, path: "/source")) { name in
            try finish(
                "copy the file to the volume",
                shell("exec \"$0\" cp - \"$1\":/ <\"$2\"", [name, file]))
        }
    }

    /// Puts one file of ours into a volume.
    func put(_ file: String, into volume: DockerVolume, as name: String) throws {
        try withContainer(.target(volume)) { container in
            try finish(
                "copy the file to the volume",
                engine.subprocess(["cp", file, "\(container):/target/\(name)"]))
        }
    }

    // MARK: parts

    private var newName: String { "envctl-work-\(Random.hex(bytes: 6))" }

    private func identity(_ name: String) -> [String] {
        ["--name", name, "--pull", "never", "--user", "0"]
            + (container.labels + ["\(Self.label)=copy"]).flatMap { ["--label", $0] }
    }

    /// One that is made and never run: the engine reads and writes what is mounted in it.
    private func withContainer(_ mount: Mount, _ body: (String) throws -> Void) throws {
        let name = newName
        try engine.call(
            "make a container",
            ["create"] + identity(name) + mount.words
                + ["--entrypoint", "/bin/sh", container.image])
        // Where its removal fails, that of the volume does it.
        defer { _ = try? engine.run(["rm", "--force", "--volumes", name], timeout: 30_000) }
        try body(name)
    }

    /// `$0` is the client.
    private func shell(_ text: String, _ arguments: [String]) -> Subprocess {
        Subprocess(
            "/bin/sh", ["-c", text, engine.program] + arguments,
            environment: engine.environment, directory: "/")
    }

    @discardableResult
    private func finish(_ what: String, _ process: Subprocess) throws -> Subprocess.Result {
        let result = try process.run(cancellation: cancellation)
        if result.isSuccess { return result }
        if result.cancelled {
            throw Failure(
                "command.interrupted", "could not \(what)", at: engine.endpoint(),
                because: ["it was interrupted"])
        }
        let said = result.errorOutput.isEmpty ? result.output : result.errorOutput
        let text = String(decoding: said, as: UTF8.self)
        let hint =
            Self.tellsOfNoSpace(text)
            ? "there is no space left for the copy: see 'docker system df' and 'df', "
                + "free some, then try again"
            : "see what 'docker info' and 'docker system df' say"
        throw Failure(
            "data.copy_failed", "could not \(what)", at: engine.endpoint(),
            because: [lastLines(of: text)].filter { !$0.isEmpty }, hint: hint)
    }

    /// As `cp`, `pg_basebackup` and the engine itself write it, each with its own capitals.
    static func tellsOfNoSpace(_ text: String) -> Bool {
        text.lowercased().range(ofText: "no space left on device") != nil
    }
}

extension VolumeWork {
    /// Makes a filled volume into what the component wants to find, and waits until it is on the
    /// disk.
    ///
    /// - Returns: the format of the data, where not every program reads all.
    /// - Throws: `data.nothing` where it is empty, `requirement.data_version` where the image's program
    ///   can't read it.
    @discardableResult
    func fit(_ volume: DockerVolume, _ keeper: any VolumeKeeper) throws -> String? {
        let text = keeper.fitting(container.instance) + "\nsync"
        let lines = try run("prepare the copy", Script(text: text), [.target(volume)])
        let value = { (key: String) in
            lines.first { $0.hasPrefix(key + " ") }.map { String($0.dropFirst(key.utf8.count + 1)) }
        }
        let format = value("format")
        if format == "" {
            let component = container.instance.component
            throw Failure(
                "data.nothing", "'\(component)' has no data: its server never came up",
                at: container.name, hint: "envctl start \(component)")
        }
        guard let format, let program = value("program"),
            let own = keeper.format(ofProgram: program), own != format
        else { return format }
        throw container.instance.wrongFormat(format, of: program, at: volume.name)
    }

    /// Volumes of snapshots that were cut short; the caller holds the lock of the snapshots.
    func removeLeftovers() throws {
        let names = try container.engine.call(
            "list volumes",
            ["volume", "ls", "--quiet"]
                + (container.labels + [Self.label]).flatMap { ["--filter", "label=\($0)"] })
        for name in names { try container.volume(name).remove() }
    }
}
