import Glibc
import Platform
import Vocabulary

/// A program that takes this process's place: terminal, signals and exit code are its own, nothing
/// of ours stays between.
package struct ForegroundProgram: Sendable {
    /// As typed: the program's name or path, and its arguments.
    package let words: [String]
    package let environment: [String: String]
    /// Absolute path of the working directory.
    package let directory: String

    package init(words: [String], environment: [String: String], directory: String) {
        self.words = words
        self.environment = environment
        self.directory = directory
    }

    /// Executes it; returns only by throwing.
    ///
    /// - Throws: `program.missing`, `program.not_executable`.
    package func replaceThisProcess() throws -> Never {
        let name = words.first ?? ""
        guard
            let program = Program.find(name, path: environment["PATH"], directory: directory)
        else { throw missing(name) }
        restoreSignals()
        let pairs = environment.map { "\($0.key)=\($0.value)" }.sorted()
        var code = execute(program, words, pairs)
        if code == ENOEXEC {
            // A script without its first line: the shell runs it, as every shell does.
            code = execute("/bin/sh", ["sh", program] + words.dropFirst(), pairs)
        }
        let reason = SystemError("execve", program, errno: code).reason
        throw Failure(
            "program.not_executable", "'\(name)' can't be executed", at: program,
            because: [reason])
    }

    private func missing(_ name: String) -> Failure {
        let places = name.contains("/") ? directory : "the folders of PATH"
        return Failure(
            "program.missing", "there is no program '\(name)'", at: name,
            because: ["looked for in \(places)"],
            hint: "check the name, or install the program")
    }

    /// We ignore SIGPIPE and may block signals; a program that inherits that can't be ended. What
    /// the caller ignores (`nohup`) stays ignored.
    private func restoreSignals() {
        signal(SIGPIPE, SIG_DFL)
        var none = sigset_t()
        sigemptyset(&none)
        sigprocmask(SIG_SETMASK, &none, nil)
    }

    /// The errno of `execve`, which returns only where it failed.
    private func execute(_ path: String, _ arguments: [String], _ environment: [String]) -> Int32 {
        var argv = arguments.map { strdup($0) } + [nil]
        var envp = environment.map { strdup($0) } + [nil]
        _ = execve(path, &argv, &envp)
        let code = errno
        (argv + envp).forEach { free($0) }
        return code
    }
}
