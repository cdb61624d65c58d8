/// Classes of bytes as the scanners need them; ASCII only, and never a locale.
extension UInt8 {
    var isLower: Bool { self >= 0x61 && self <= 0x7A }
    var isUpper: Bool { self >= 0x41 && self <= 0x5A }
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    var isLetter: Bool { isLower || isUpper }
    var isAlphanumeric: Bool { isLetter || isDigit }
    /// Letters, digits and `_`.
    var isWord: Bool { isAlphanumeric || self == 0x5F }
    /// What tokens of vendors are made of: letters, digits, `_` and `-`.
    var isToken: Bool { isWord || self == 0x2D }
    /// Of names of keys: `DB_PASSWORD`, `spring.datasource.password`, `api-key`.
    var isKey: Bool { isToken || self == 0x2E }
    var isSpace: Bool { self == 0x20 || self == 0x09 }
    var isLineBreak: Bool { self == 0x0A || self == 0x0D }
    var isQuote: Bool { self == 0x22 || self == 0x27 || self == 0x60 }
    var isPrintable: Bool { self >= 0x20 && self < 0x7F || self == 0x09 || isLineBreak }

    var lowercased: UInt8 { isUpper ? self | 0x20 : self }

    var hexValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }

    /// The six bits of a character of base64, in both of its alphabets.
    var base64Value: UInt8? {
        switch self {
        case 0x41...0x5A: self - 65
        case 0x61...0x7A: self - 71
        case 0x30...0x39: self + 4
        case 0x2B, 0x2D: 62
        case 0x2F, 0x5F: 63
        default: nil
        }
    }
}

extension [UInt8] {
    /// The byte there, or nil beyond an end.
    func at(_ index: Int) -> UInt8? { index >= 0 && index < count ? self[index] : nil }

    /// Whether `text` stands at that place.
    func has(_ text: StaticString, at index: Int, ignoringCase: Bool = false) -> Bool {
        guard index >= 0, index + text.utf8CodeUnitCount <= count else { return false }
        for offset in 0..<text.utf8CodeUnitCount {
            let byte = self[index + offset]
            if (ignoringCase ? byte.lowercased : byte) != text.utf8Start[offset] { return false }
        }
        return true
    }

    /// The first place from `index` that holds `text`.
    func find(_ text: StaticString, from index: Int) -> Int? {
        var place = index
        while place + text.utf8CodeUnitCount <= count {
            if self[place] == text.utf8Start[0], has(text, at: place) { return place }
            place += 1
        }
        return nil
    }

    /// The end of the run of bytes from `index` that fit.
    func end(from index: Int, while fits: (UInt8) -> Bool) -> Int {
        var end = index
        while end < count, fits(self[end]) { end += 1 }
        return end
    }

    /// The byte that two hex digits tell.
    func hexByte(at index: Int) -> UInt8? {
        guard index >= 0, index + 1 < count, let high = self[index].hexValue,
            let low = self[index + 1].hexValue
        else { return nil }
        return high << 4 | low
    }

    /// Whether a word may begin there: at the begin, after what is no letter or digit, and after
    /// the last character of an escape (`\n`, `%3D`, `=3D`).
    func isWordStart(_ index: Int) -> Bool {
        guard let before = at(index - 1), before.isWord else { return true }
        if at(index - 2) == UInt8(ascii: "\\") { return true }
        return at(index - 3) == UInt8(ascii: "%") && hexByte(at: index - 2) != nil
    }

    /// Whether a word may end before that place.
    func isWordEnd(_ index: Int) -> Bool { at(index).map { !$0.isAlphanumeric } ?? true }
}
