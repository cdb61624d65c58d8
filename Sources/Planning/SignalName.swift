import Glibc

/// The numbers of the signals that a configuration may name.
package enum SignalName {
    private static let numbers: [String: Int32] = [
        "SIGHUP": SIGHUP, "SIGINT": SIGINT, "SIGQUIT": SIGQUIT, "SIGTERM": SIGTERM,
        "SIGKILL": SIGKILL, "SIGUSR1": SIGUSR1, "SIGUSR2": SIGUSR2, "SIGWINCH": SIGWINCH,
        "SIGABRT": SIGABRT, "SIGALRM": SIGALRM, "SIGCONT": SIGCONT,
    ]

    /// Nil for a name that is not known; with or without `SIG`.
    package static func number(_ name: String) -> Int32? {
        let upper = name.uppercased()
        return numbers[upper.hasPrefix("SIG") ? upper : "SIG" + upper]
    }
}
