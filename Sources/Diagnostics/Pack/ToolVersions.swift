import Platform
import RunState
import Vocabulary

/// Versions of envctl and of the programs that it works with.
struct ToolVersions {
    private let subject: DebugSubject

    init(_ subject: DebugSubject) { self.subject = subject }

    var json: JSON {
        get throws {
            [
                "envctl": subject.build, "git": JSON(first("git", ["--version"])),
                "docker": JSON(first("docker", ["--version"])), "servers": servers,
            ]
        }
    }

    /// What servers have said of their version when a start asked them.
    private var servers: JSON {
        // A cache: where it can't be read, nothing is known.
        let bytes = try? FileSystem.readIfPresent(subject.layout.programs)
        return bytes.flatMap { try? JSON.parse($0)["programs"] } ?? .null  // same
    }

    /// The first line that the program says; nil where it is not there or does not answer.
    private func first(_ name: String, _ arguments: [String]) -> String? {
        let path = subject.host.environment["PATH"]
        guard let program = Program.find(name, path: path, directory: "/") else { return nil }
        var process = Subprocess(program, arguments, environment: ["PATH": path ?? ""])
        process.timeout = subject.host.patience(2000)
        process.grace = 100
        // One that can't be run has no version to tell.
        let text = (try? process.run())?.text ?? ""
        return text.split(separator: "\n").first.map(String.init)
    }
}
