/// The rows at the bottom of a terminal that are drawn over themselves: rows in, bytes out.
///
/// It changes no mode of the terminal and hides no cursor, so that there is nothing to give back
/// whatever ends the program: after each frame the cursor stands at the beginning of the line below.
package struct LiveRegion: Sendable {
    /// As they were drawn last.
    private var rows: [LiveRow] = []
    private var columns = 0
    private let wraps: Bool

    /// - Parameter wraps: whether the terminal wraps rows anew when it becomes narrower.
    package init(wraps: Bool = true) { self.wraps = wraps }

    /// Most terminals wrap anew; xterm, screen and the kernel's own cut instead. There, to go up by
    /// wrapped lines would draw over what others wrote.
    package static func wraps(_ environment: [String: String]) -> Bool {
        let kind = environment["TERM"] ?? ""
        let isScreen = kind.hasPrefix("screen") && environment["TMUX"] == nil
        return environment["XTERM_VERSION"] == nil && kind != "linux" && !isScreen
    }

    /// What to write so that `rows` stand there now, below `above`, which stays.
    ///
    /// - Parameter above: lines that nothing is drawn over any more; wrapped by the terminal.
    /// - Returns: empty where nothing has changed.
    package mutating func frame(
        _ rows: [LiveRow], above: [String] = [], columns: Int
    ) -> String {
        if above.isEmpty, rows == self.rows, columns == self.columns { return "" }
        let lines = above + rows.map(\.text)
        let text = home(columns) + lines.map { $0 + Self.eraseLine + "\r\n" }.joined()
        self.rows = rows
        self.columns = columns
        return text + Self.eraseBelow
    }

    /// What to write so that nothing of it is left.
    package mutating func end(above: [String] = [], columns: Int) -> String {
        let isDrawn = !rows.isEmpty
        let text = home(columns) + above.map { $0 + Self.eraseLine + "\r\n" }.joined()
        forget()
        return isDrawn || !above.isEmpty ? text + Self.eraseBelow : ""
    }

    /// Others have written on the terminal since: what was drawn stays where it is.
    package mutating func forget() {
        rows = []
        columns = 0
    }

    /// To the beginning of the first row. A terminal that became narrower may have wrapped what was
    /// wider.
    private func home(_ columns: Int) -> String {
        let columns = wraps ? max(1, columns) : Int.max / 2
        let lines = rows.reduce(0) { $0 + max(1, ($1.width + columns - 1) / columns) }
        return lines == 0 ? "\r" : "\r\u{1B}[\(lines)A"
    }

    private static let eraseLine = "\u{1B}[K"
    private static let eraseBelow = "\u{1B}[J"
}
