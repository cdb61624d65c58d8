import Platform
import Vocabulary

/// A command that a release demands: it has to exit with 0.
struct ShellCommandRun {
    private let line: String
    private let directory: String
    private let host: Host

    /// Milliseconds; a test suite takes its time.
    private static let limit = 1_800_000

    init(_ line: String, directory: String, host: Host) {
        self.line = line
        self.directory = directory
        self.host = host
    }

    /// Why it is not as it should be; nil where it exited with 0.
    func complaint() -> String? {
        var process = Subprocess(
            "/bin/sh", ["-c", line], environment: host.environment, directory: directory)
        process.timeout = Self.limit
        do {
            let result = try process.run()
            if result.isSuccess { return nil }
            let last = result.text.split(separator: "\n").last.map { ": \($0)" } ?? ""
            return
                "'\(line)' ended with \(result.timedOut ? "no answer in time" : "\(result.exit)")"
                + last
        } catch { return "'\(line)' could not be run: \(Failure(error).message)" }
    }
}
