import Glibc
import Platform
import Vocabulary

/// The person's editor, on the terminal that the command has.
package struct Editor: Sendable {
    /// As the person configured it; may have arguments.
    package let command: String
    private let environment: [String: String]

    /// `$VISUAL`, else `$EDITOR`, else vi.
    package init(environment: [String: String]) {
        let named = ["VISUAL", "EDITOR"].compactMap { environment[$0] }.first { !$0.isEmpty }
        command = named ?? "vi"
        self.environment = environment
    }

    /// Runs it on a file, to its end.
    ///
    /// - Throws: `config.editor_failed` where it can't be run or ends with an error.
    package func open(_ path: String) throws {
        // The terminal sends its signals to us, too; what they mean is the editor's to say.
        let old = [SIGINT, SIGQUIT].map { ($0, signal($0, SIG_IGN)) }
        defer { old.forEach { signal($0.0, $0.1) } }
        let pid = try spawn(
            SpawnRequest(
                program: "/bin/sh", arguments: ["sh", "-c", command + " \"$1\"", "sh", path],
                environment: environment.map { "\($0.key)=\($0.value)" }.sorted(),
                // Standard output may be a pipe that waits for our answer.
                descriptors: [0, 2, 2], newSession: false))
        guard let handle = try ProcessHandle.open(pid) else {
            throw SystemError("pidfd_open", command, errno: ESRCH)
        }
        _ = handle.waitForExit(milliseconds: -1)
        guard let exit = try Reaping.exit(of: pid), !exit.isSuccess else { return }
        throw Failure(
            "config.editor_failed", "the editor did not end well", at: command,
            because: ["it ended with \(exit)", "nothing was written"],
            hint: "set VISUAL or EDITOR to the command of your editor")
    }
}
