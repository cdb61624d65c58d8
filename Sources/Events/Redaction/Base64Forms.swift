/// How a secret looks inside of base64, wherever it stands in what was encoded.
enum Base64Forms {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The characters that the secret alone determines, at each of the three alignments.
    static func of(_ secret: [UInt8]) -> [[UInt8]] {
        (0..<3).map { shift in
            let bytes = [UInt8](repeating: 0, count: shift) + secret
            let first = (shift * 8 + 5) / 6
            let end = bytes.count * 8 / 6
            return (first..<end).map { alphabet[sixBits(bytes, $0)] }
        }
    }

    private static func sixBits(_ bytes: [UInt8], _ place: Int) -> Int {
        let bit = place * 6
        let high = Int(bytes[bit / 8]) << 8
        let low = bit / 8 + 1 < bytes.count ? Int(bytes[bit / 8 + 1]) : 0
        return (high | low) >> (10 - bit % 8) & 63
    }

    /// The same character in the standard alphabet; nil for what is not of base64. `%` and `\` may
    /// be the begin of one that is escaped.
    static func standard(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "-"): UInt8(ascii: "+")
        case UInt8(ascii: "_"): UInt8(ascii: "/")
        default: byte.base64Value == nil ? nil : byte
        }
    }

    /// The end of the form at `index`: in both alphabets, broken into lines, and with `+` and `/`
    /// escaped for a URL or for JSON.
    static func end(of form: [UInt8], in text: [UInt8], at index: Int) -> Int? {
        var place = index
        for (offset, character) in form.enumerated() {
            if offset > 0 { place = afterLineBreak(text, place) }
            guard let byte = text.at(place) else { return nil }
            if byte == UInt8(ascii: "%"), text.hexByte(at: place + 1) == character {
                place += 3
            } else if byte == UInt8(ascii: "\\"), text.at(place + 1) == character {
                place += 2
            } else if standard(byte) == character {
                place += 1
            } else {
                return nil
            }
        }
        return place
    }

    private static func afterLineBreak(_ text: [UInt8], _ place: Int) -> Int {
        if text.at(place) == UInt8(ascii: "\\"), text.at(place + 1) == UInt8(ascii: "n") {
            return place + 2
        }
        return text.end(from: place) { $0.isLineBreak }
    }
}
