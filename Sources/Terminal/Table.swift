/// Rows in aligned columns, with two spaces between them and none at the end of a line.
package struct Table: Sendable {
    package struct Column: Sendable, ExpressibleByStringLiteral {
        package var title: String
        /// Numbers are easier to compare when they end in one line.
        package var alignsTrailing: Bool
        /// May be cut with `…` where the table is wider than the terminal.
        package var isFlexible: Bool

        package init(_ title: String, alignsTrailing: Bool = false, isFlexible: Bool = false) {
            self.title = title
            self.alignsTrailing = alignsTrailing
            self.isFlexible = isFlexible
        }

        package init(stringLiteral value: String) { self.init(value) }
    }

    package struct Cell: Sendable, ExpressibleByStringInterpolation {
        package var text: String
        package var inks: [Ink]

        package init(_ text: String, _ inks: Ink...) {
            self.text = text
            self.inks = inks
        }

        package init(stringLiteral value: String) { self.init(value) }
    }

    package var columns: [Column]
    package private(set) var rows: [[Cell]] = []

    package init(columns: [Column], rows: [[Cell]] = []) {
        self.columns = columns
        for row in rows { append(row) }
    }

    /// Adds a row; missing cells are empty. Line breaks and control characters become spaces, since
    /// they would break the columns.
    package mutating func append(_ cells: [Cell]) {
        let filled = cells + Array(repeating: "", count: max(0, columns.count - cells.count))
        rows.append(
            filled.prefix(columns.count).map { cell in
                var clean = cell
                clean.text = String(cell.text.map { $0.isControl ? " " : $0 })
                return clean
            })
    }

    /// The lines, joined by line feeds, without one at the end; titles come first unless all of them
    /// are empty. `width`, where given, is what flexible columns are cut to fit.
    package func render(style: Style = .plain, width: Int? = nil) -> String {
        let widths = widths(fitting: width)
        let titles = columns.map { Cell($0.title, .dim) }
        let hasTitles = columns.contains { !$0.title.isEmpty }
        return ((hasTitles ? [titles] : []) + rows)
            .map { line($0, widths: widths, style: style) }
            .joined(separator: "\n")
    }

    private func line(_ cells: [Cell], widths: [Int], style: Style) -> String {
        let last = cells.lastIndex { !$0.text.isEmpty } ?? -1
        var line = ""
        for (index, cell) in cells.enumerated().prefix(last + 1) {
            let text = cell.text.truncated(to: widths[index])
            let space = String(repeating: " ", count: widths[index] - DisplayWidth.of(text))
            let painted = style.paint(text, cell.inks)
            if columns[index].alignsTrailing {
                line += space + painted
            } else {
                line += painted + (index == last ? "" : space)
            }
            if index < last { line += "  " }
        }
        return line
    }

    /// The width of each column; the widest flexible one gives way until all fit, none below 8.
    private func widths(fitting limit: Int?) -> [Int] {
        var widths = columns.indices.map { index in
            rows.reduce(DisplayWidth.of(columns[index].title)) {
                max($0, DisplayWidth.of($1[index].text))
            }
        }
        guard let limit else { return widths }
        var surplus = widths.reduce(0, +) + 2 * (columns.count - 1) - limit
        while surplus > 0 {
            let flexible = columns.indices.filter { columns[$0].isFlexible && widths[$0] > 8 }
            guard let widest = flexible.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            surplus -= 1
        }
        return widths
    }
}

extension Character {
    /// A line break, a tab, an escape: what a terminal acts on instead of showing it.
    fileprivate var isControl: Bool {
        unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
