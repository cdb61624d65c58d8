extension String {
    /// One line as it can be shown among others: without control sequences (colours, cursor), what a
    /// carriage return had begun anew taken as it ended, tabs as spaces, and nothing that a terminal
    /// acts on or that turns the direction of what follows.
    package var plainLine: String {
        guard utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F }) else { return self }
        var kept = String.UnicodeScalarView()
        var scalars = unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\u{1B}": Self.dropSequence(&scalars)
            case "\t": kept.append(" ")
            // A progress bar draws over itself; the last one of a line is its end only.
            case "\r": if scalars.contains(where: { $0 != "\r" }) { kept.removeAll() }
            default: if !scalar.isActedOn { kept.append(scalar) }
            }
        }
        return String(kept)
    }

    /// What follows an escape: `[…letter`, `]…` up to BEL or ESC, else one character (ECMA-48).
    private static func dropSequence(_ rest: inout Substring.UnicodeScalarView) {
        switch rest.popFirst() {
        case "[": while let next = rest.popFirst(), !("\u{40}"..."\u{7E}").contains(next) {}
        case "]", "P", "_", "^", "X":
            while let next = rest.popFirst(), next != "\u{07}" {
                if next == "\u{1B}" {
                    _ = rest.popFirst()
                    return
                }
            }
        default: break
        }
    }
}

extension Unicode.Scalar {
    /// Controls of a terminal, separators of lines, and the marks that turn the direction of text.
    fileprivate var isActedOn: Bool {
        if properties.generalCategory == .control { return true }
        return switch value {
        case 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
