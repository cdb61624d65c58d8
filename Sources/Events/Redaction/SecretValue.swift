/// Which forms of a secret are looked for.
enum SecretValue {
    /// Longer ones are known by their first bytes.
    private static let longest = 16 << 10

    /// What is searched for: the value, and each line of one with several, since logs are quoted
    /// line by line. Empty where a search would hit ordinary words.
    static func patterns(of value: String) -> [[UInt8]] {
        let whole = trimmed(Array(value.utf8)[...])
        var patterns = isTelling(whole) ? [Array(whole.prefix(longest))] : []
        let lines = whole.split(whereSeparator: \.isLineBreak)
        if lines.count > 1 {
            patterns += lines.map(trimmed).filter { $0.count >= 12 && isTelling($0) }
                .filter { !$0.starts(with: "-----".utf8) }.map(Array.init)
        }
        return patterns
    }

    /// Whether nobody would write it by chance. A password that is a word (`postgres`) or a short
    /// number can't be told from the word: it is only found beside its key, and in addresses.
    static func isTelling(_ value: ArraySlice<UInt8>) -> Bool {
        guard value.count >= 8 else { return false }
        let lower = value.count(where: \.isLower)
        let upper = value.count(where: \.isUpper)
        let digits = value.count(where: \.isDigit)
        let joints = value.count { isJoint($0) }
        let others = value.count - lower - upper - digits - joints
        if others > 0 { return lower + upper + digits > 0 || others >= 8 }
        if digits == 0, upper <= 1 || lower == 0 { return lower + upper >= 16 }
        if lower + upper == 0 { return digits >= 12 }
        return true
    }

    /// What holds words together: `storefront-dev`, `app/config`.
    private static func isJoint(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"), 0x20: true
        default: false
        }
    }

    private static func trimmed(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte.isSpace || byte.isLineBreak }
        guard let first = value.firstIndex(where: { !isBlank($0) }),
            let last = value.lastIndex(where: { !isBlank($0) })
        else { return [] }
        return value[first...last]
    }
}
