extension Timestamp {
    /// Reads a time as people and programs write it: `2026-11-21T07:40:00Z`, with a fraction or not,
    /// with `Z` or an offset such as `+01:00`, and a space in the place of the `T`.
    package init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, Self.isShaped(bytes) else { return nil }
        var rest = bytes[19...]
        var fraction: [UInt8] = []
        if rest.first == UInt8(ascii: ".") {
            fraction = Array(rest.dropFirst().prefix { (0x30...0x39).contains($0) })
            rest = rest.dropFirst(1 + fraction.count)
            guard !fraction.isEmpty else { return nil }
        }
        guard let minutes = Self.offset(Array(rest)) else { return nil }
        let digits = String(decoding: (fraction + [0x30, 0x30, 0x30]).prefix(3), as: UTF8.self)
        let head = String(decoding: bytes[..<10] + [0x54] + bytes[11..<19], as: UTF8.self)
        guard let time = Timestamp(head + ".\(digits)Z") else { return nil }
        self = time.adding(milliseconds: -minutes * 60_000)
    }

    /// `0000-00-00T00:00:00`, with values that a calendar and a clock have.
    private static func isShaped(_ bytes: [UInt8]) -> Bool {
        for (byte, sign) in zip(bytes, Array("0000-00-00T00:00:00".utf8)) {
            let isDigit = (0x30...0x39).contains(byte)
            if sign == 0x30
                ? !isDigit : sign == 0x54 ? !Array("Tt ".utf8).contains(byte) : byte != sign
            {
                return false
            }
        }
        func number(_ start: Int) -> Int { Int(bytes[start]) * 10 + Int(bytes[start + 1]) - 528 }
        return (1...12).contains(number(5)) && (1...31).contains(number(8)) && number(11) < 24
            && number(14) < 60 && number(17) <= 60
    }

    /// Minutes east of UTC; nil where the text is none.
    private static func offset(_ bytes: [UInt8]) -> Int64? {
        if bytes == [0x5A] || bytes == [0x7A] { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
            let sign = [UInt8(ascii: "+"): Int64(1), UInt8(ascii: "-"): -1][bytes[0]],
            let hours = Int64(String(decoding: bytes[1...2], as: UTF8.self)),
            let minutes = Int64(String(decoding: bytes[4...5], as: UTF8.self)),
            hours < 24, minutes < 60, hours >= 0, minutes >= 0
        else { return nil }
        return sign * (hours * 60 + minutes)
    }
}
