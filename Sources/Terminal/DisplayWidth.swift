/// How many columns of a terminal text takes.
package enum DisplayWidth {
    /// Columns of one line: wide characters and emoji 2, combining and control characters 0.
    package static func of(_ text: some StringProtocol) -> Int {
        var ascii = 0
        for byte in text.utf8 {
            if byte >= 0x80 { return text.reduce(0) { $0 + of($1) } }
            if byte >= 0x20, byte != 0x7F { ascii += 1 }
        }
        return ascii
    }

    /// Columns of one character as a person sees it.
    static func of(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        // VARIATION SELECTOR-16 asks for the emoji form of a character that also has a text form.
        if scalars.contains("\u{FE0F}") { return 2 }
        // Half-width voice marks join the letter before them, yet take a column of their own.
        let marks = scalars.dropFirst().count { ("\u{FF9E}"..."\u{FF9F}").contains($0) }
        return of(first) + marks
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value >= 0x20, scalar.value < 0x7F { return 1 }
        switch scalar.properties.generalCategory {
        case .control, .format, .nonspacingMark, .enclosingMark, .surrogate: return 0
        default: break
        }
        if scalar.properties.isEmojiPresentation { return 2 }
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    /// The blocks of East Asian width W or F in Unicode's EastAsianWidth.txt, adjacent ones joined.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF,
        0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B,
        0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FB,
        0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]
}

extension StringProtocol {
    /// The text, filled up with spaces to `width` columns.
    package func padded(to width: Int, leading: Bool = false) -> String {
        let space = String(repeating: " ", count: Swift.max(0, width - DisplayWidth.of(self)))
        return leading ? space + self : self + space
    }

    /// The text, cut to `width` columns with `…` at its end where it is longer.
    package func truncated(to width: Int) -> String {
        guard DisplayWidth.of(self) > width else { return String(self) }
        var used = 1  // the ellipsis
        let kept = prefix { character in
            used += DisplayWidth.of(character)
            return used <= width
        }
        return width > 0 ? kept + "…" : ""
    }
}
