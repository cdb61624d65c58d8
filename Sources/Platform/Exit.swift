package import Vocabulary

/// How a process ended.
package struct Exit: Hashable, Sendable, CustomStringConvertible {
    /// The exit status; `128 + signal` for a signal; nil where nobody could see it.
    package var code: Int32?
    package var signal: Int32?

    package init(code: Int32?, signal: Int32? = nil) {
        self.code = code
        self.signal = signal
    }

    package var isSuccess: Bool { code == 0 && signal == nil }

    package var description: String {
        if let signal { return "signal \(signal)" + (Self.names[signal].map { " (\($0))" } ?? "") }
        return code.map { "exit \($0)" } ?? "unknown exit"
    }

    private static let names: [Int32: String] = [
        1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE",
        9: "SIGKILL", 10: "SIGUSR1", 11: "SIGSEGV", 12: "SIGUSR2", 13: "SIGPIPE", 14: "SIGALRM",
        15: "SIGTERM",
    ]

    package var json: JSON {
        ["code": JSON(code.map(Int.init)), "signal": JSON(signal.map(Int.init))]
    }

    package init(json: JSON) throws {
        code = try json.optionalInt("code").map(Int32.init(truncatingIfNeeded:))
        signal = try json.optionalInt("signal").map(Int32.init(truncatingIfNeeded:))
    }
}
