/// Cuts a stream of bytes into lines; the unfinished last one waits for its end.
package struct LogLines {
    private var rest: [UInt8] = []
    /// Longer ones are cut, so that a program that never ends its line costs no memory.
    private static let longest = 1 << 20

    package init() {}

    /// The lines that `bytes` complete, without their line feeds.
    package mutating func take(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(rest + bytes[start..<end])
            rest = []
            start = end + 1
        }
        rest += bytes[start...]
        if rest.count >= Self.longest { lines.append(flush() ?? []) }
        return lines
    }

    /// The unfinished line, where there is one.
    package mutating func flush() -> [UInt8]? {
        guard !rest.isEmpty else { return nil }
        defer { rest = [] }
        return rest
    }
}
