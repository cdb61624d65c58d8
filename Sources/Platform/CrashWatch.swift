import CPlatform
import Glibc

/// Leaves a report where this process ends by a mistake of ours; see `CrashReport` for who reads it.
package enum CrashWatch {
    /// The first line of a report.
    package static let title = "envctl.crash/1"

    /// Reports that are kept.
    package static let limit = Int(CP_CRASH_REPORTS)

    /// - Parameter folder: absolute; made by the report in a folder that is there.
    /// - Parameter command: the word of the command; its arguments are nobody's business.
    package static func begin(folder: String, program: String, version: String, command: String) {
        let header = """
            \(title)
            program: \(program)
            version: \(version)
            command: \(command)

            """
        // Without a watch a crash leaves no report; nothing else changes.
        _ = cp_crash_watch(folder, header)
    }

    /// Takes a line into the tail that a report would have: names only, since nothing scrubs it there.
    package static func remember(_ line: String) {
        line.withCString { cp_crash_note($0) }
    }

    /// The name of a Swift function as people write it; the name itself where it is none.
    package static func readable(_ symbol: String) -> String {
        guard symbol.hasPrefix("$s"), let text = symbol.withCString({ cp_demangle($0) }) else {
            return symbol
        }
        defer { free(text) }
        return String(cString: text)
    }

    /// For tests: `ENVCTL_TEST_CRASH=command:segv` ends `command` by that signal.
    package static func provoke(_ wish: String?, in program: String) {
        guard let wish, wish.hasPrefix(program + ":") else { return }
        switch wish.dropFirst(program.utf8.count + 1) {
        case "segv": cp_crash_now(SIGSEGV)
        case "trap": cp_crash_now(SIGILL)
        case "abort": cp_crash_now(SIGABRT)
        default: break
        }
    }
}
