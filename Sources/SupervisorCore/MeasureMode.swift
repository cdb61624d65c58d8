import Glibc
import Platform
import Vocabulary

/// For `bin/bench`: what a place costs that could tell the debug recorder something, where nobody
/// listens.
enum MeasureMode {
    private static let rounds: UInt64 = 1_000_000

    /// Prints nanoseconds a site; the exit code.
    static func run() -> Int32 {
        let began = Clock.system.monotonic()
        for round in 0..<rounds {
            Recording.note(.anomaly, ["what": .string("\(round)")])
        }
        let total = Clock.system.monotonic() - began
        print("\(total / rounds).\(total % rounds * 10 / rounds)")
        return 0
    }
}
