/// Plain text in lines of limited width; the texts of the table have no wide characters.
struct TextLayout {
    /// Columns that no line exceeds, but for a single word that is longer.
    let width: Int

    /// The words of a text in lines that begin with `indent` spaces.
    func wrap(_ text: String, indent: Int = 0) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent + line.count + 1 + word.count > width {
                lines.append(margin + line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return (lines + [margin + line]).joined(separator: "\n")
    }

    /// A term and its meaning in two columns, the second one wrapped beneath itself.
    func entry(_ term: String, _ meaning: String, column: Int) -> String {
        let head = "  " + term
        let body = wrap(meaning, indent: column)
        // A term that reaches into the second column has a line of its own.
        guard head.count + 2 <= column else { return head + "\n" + body }
        return head + body.dropFirst(head.count)
    }

    /// Entries under a title; the second column begins where the longest term ends that has no more
    /// than `limit` columns.
    func section(
        _ title: String, _ entries: [(term: String, meaning: String)], limit: Int = 26
    ) -> String {
        let longest = entries.map(\.term.count).filter { $0 <= limit }.max() ?? 0
        let column = max(longest + 4, 18)
        return ([title + ":"] + entries.map { entry($0.term, $0.meaning, column: column) })
            .joined(separator: "\n")
    }
}
