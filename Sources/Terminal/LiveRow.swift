/// A line of the live view, made to fit: text with its colours, and how many columns it takes.
package struct LiveRow: Sendable, Equatable {
    package let text: String
    package let width: Int

    /// Cells with two spaces between them, each cut to what is left of `columns`; what has no room is
    /// left out. A line of one column less than the terminal never wraps.
    package init(_ cells: [Cell], columns: Int, style: Style = .plain) {
        var text = ""
        var used = 0
        for cell in cells {
            let gap = used == 0 ? 0 : 2
            let room = columns - used - gap
            guard room >= min(cell.least, max(1, cell.width)) else { break }
            let content = cell.text.truncated(to: min(room, cell.width))
            let padding = max(0, min(room, cell.width) - DisplayWidth.of(content))
            let space = String(repeating: " ", count: padding)
            let painted = style.paint(content, cell.inks)
            text += String(repeating: " ", count: gap)
            text += cell.alignsTrailing ? space + painted : painted + space
            used += gap + min(room, cell.width)
        }
        self.text = text
        width = used
    }

    package struct Cell: Sendable {
        package var text: String
        package var inks: [Ink]
        /// Columns that it takes where there is room.
        package var width: Int
        /// With fewer columns it is left out.
        package var least: Int
        package var alignsTrailing: Bool

        /// - Parameter width: nil: as wide as its text.
        package init(
            _ text: String, _ inks: Ink..., width: Int? = nil, least: Int = 1,
            alignsTrailing: Bool = false
        ) {
            self.text = text
            self.inks = inks
            self.width = width ?? DisplayWidth.of(text)
            self.least = least
            self.alignsTrailing = alignsTrailing
        }
    }
}
