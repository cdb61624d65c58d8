/// Whether one stream may have colour, and how it is written.
package struct Style: Sendable, Equatable {
    package let isColored: Bool

    package init(isColored: Bool) { self.isColored = isColored }

    /// Text as it is.
    package static let plain = Style(isColored: false)

    /// Colour only on a terminal that can show it, and only where nobody asked for none: `NO_COLOR`
    /// (any value but an empty one, see no-color.org), `--no-color`, `TERM=dumb` or none.
    package init(isTerminal: Bool, environment: [String: String], noColor: Bool) {
        let refused = noColor || environment["NO_COLOR"]?.isEmpty == false
        isColored = isTerminal && !refused && Self.canDraw(environment)
    }

    /// Whether the terminal understands control sequences.
    static func canDraw(_ environment: [String: String]) -> Bool {
        let kind = environment["TERM"] ?? ""
        return !kind.isEmpty && kind != "dumb"
    }

    /// The text in the given inks, or as it is.
    package func paint(_ text: String, _ inks: Ink...) -> String { paint(text, inks) }

    /// The text in the given inks, or as it is.
    package func paint(_ text: String, _ inks: [Ink]) -> String {
        guard isColored, !inks.isEmpty, !text.isEmpty else { return text }
        let codes = inks.map { String($0.rawValue) }.joined(separator: ";")
        return "\u{1B}[\(codes)m\(text)\u{1B}[0m"
    }
}
