/// A duration as people read it: `340 ms`, `1.2 s`, `45 s`, `2 min 5 s`, `3 h 20 min`, `4 d 2 h`.
package struct Elapsed: Sendable, Equatable, CustomStringConvertible {
    package let milliseconds: Int

    /// A negative duration counts as none.
    package init(milliseconds: Int) { self.milliseconds = max(0, milliseconds) }

    package var description: String {
        // Each limit is where rounding would give the next unit: 9,950 ms is "10 s", not "10.0 s".
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        if milliseconds < 9950 {
            let tenths = (milliseconds + 50) / 100
            return "\(tenths / 10).\(tenths % 10) s"
        }
        let seconds = (milliseconds + 500) / 1000
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3600 { return Self.pair(seconds, 60, "min", 1, "s") }
        if seconds < 86_400 { return Self.pair(seconds, 3600, "h", 60, "min") }
        return Self.pair(seconds, 86_400, "d", 3600, "h")
    }

    private static func pair(
        _ seconds: Int, _ large: Int, _ largeName: String, _ small: Int, _ smallName: String
    ) -> String {
        let rest = seconds % large / small
        let head = "\(seconds / large) \(largeName)"
        return rest == 0 ? head : head + " \(rest) \(smallName)"
    }
}
