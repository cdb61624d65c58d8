/// The digits of `\u00e9` and of a surrogate pair.
enum UnicodeEscape {
    /// What stands for a scalar from `index`, which is behind the first `u`.
    static func scalar(_ text: [UInt8], at index: Int) -> (value: Unicode.Scalar, length: Int)? {
        guard let unit = codeUnit(text, at: index) else { return nil }
        if let scalar = Unicode.Scalar(unit) { return (scalar, 4) }
        let slashes = text.end(from: index + 4) { $0 == UInt8(ascii: "\\") }
        guard text.at(slashes) == UInt8(ascii: "u"), let low = codeUnit(text, at: slashes + 1),
            (0xD800..<0xDC00).contains(unit), (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else { return nil }
        return (scalar, slashes + 5 - index)
    }

    private static func codeUnit(_ text: [UInt8], at index: Int) -> UInt32? {
        guard let high = text.hexByte(at: index), let low = text.hexByte(at: index + 2) else {
            return nil
        }
        return UInt32(high) << 8 | UInt32(low)
    }
}
