/// A length of time as it is typed after a flag: `500ms`, `30s`, `2m`, `1h`, `1m30s`; a bare number
/// is seconds.
package struct FlagDuration: Equatable {
    package let milliseconds: Int

    /// nil where the text is no duration, or one of more than a year.
    package init?(text: String) {
        if let seconds = Int(text), text.utf8.allSatisfy(Self.isDigit) {
            guard seconds <= Self.limit / 1000 else { return nil }
            milliseconds = seconds * 1000
            return
        }
        var rest = text.utf8[...]
        var total = 0
        var previous = Int.max
        while !rest.isEmpty {
            let digits = rest.prefix(while: Self.isDigit)
            rest = rest[digits.endIndex...]
            let unit = rest.prefix { !Self.isDigit($0) }
            rest = rest[unit.endIndex...]
            // Units must shrink, so that `1s1m`, most likely a slip, is not taken for 61 seconds.
            guard let size = Self.sizes[String(unit) ?? ""], size < previous,
                let count = Int(String(digits) ?? ""), count <= Self.limit / size
            else { return nil }
            previous = size
            total += count * size
        }
        guard !text.isEmpty, total <= Self.limit else { return nil }
        milliseconds = total
    }

    private static let sizes = ["ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000]
    private static let limit = 366 * 24 * 3_600_000

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
