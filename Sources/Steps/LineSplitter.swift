/// Makes lines of pieces; a line ends at a line feed, or after 8 KiB without one.
struct LineSplitter {
    private static let longest = 8192
    private var pending: [UInt8] = []

    /// The lines that are whole now, without their line feeds.
    mutating func split(_ bytes: some Collection<UInt8>) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                lines.append(take())
            } else {
                pending.append(byte)
                if pending.count == Self.longest { lines.append(take()) }
            }
        }
        return lines
    }

    /// What came after the last line feed, if anything.
    mutating func rest() -> String? { pending.isEmpty ? nil : take() }

    private mutating func take() -> String {
        defer { pending = [] }
        if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
        return String(decoding: pending, as: UTF8.self)
    }
}
