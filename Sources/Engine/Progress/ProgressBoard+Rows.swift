import Terminal
import Vocabulary

extension ProgressBoard {
    /// What is shown now: a row for each component, and a last one that counts; none wider than
    /// `columns`, and not more of them than the terminal has lines.
    ///
    /// - Parameter clean: takes out what is secret; asked before anything is cut.
    func rows(
        at now: UInt64, columns: Int, lines: Int, style: Style,
        clean: (String) -> String = { $0 }
    ) -> [LiveRow] {
        let columns = max(1, columns - 1)
        let shown = shown(at: max(0, lines - 2))
        let widths = (
            name: shown.rows.map { DisplayWidth.of($0.name) }.max() ?? 0,
            phase: shown.rows.map { $0.phase.rawValue.count }.max() ?? 0
        )
        var result = shown.rows.map { row in
            LiveRow(
                [
                    .init(row.name, width: min(widths.name, max(8, columns / 3))),
                    .init(row.phase.rawValue, row.phase.inks, width: widths.phase),
                    .init(elapsed(row, now), width: 7, least: 7, alignsTrailing: true),
                    .init(clean(detail(row)).plainLine, .dim, least: 8),
                ], columns: columns, style: style)
        }
        if shown.hidden > 0 {
            let more = LiveRow.Cell("… and \(shown.hidden) more", .dim)
            result.append(LiveRow([more], columns: columns, style: style))
        }
        let summary = LiveRow.Cell(summary(now), .dim)
        return result + [LiveRow([summary], columns: columns, style: style)]
    }

    /// The rows that have room, in their order: what is at work or failed before what waits, and that
    /// before what is over.
    private func shown(at limit: Int) -> (rows: [ProgressRow], hidden: Int) {
        guard rows.count > limit else { return (rows, 0) }
        // One line tells of the others, where there is room for more than that.
        let count = limit > 1 ? limit - 1 : limit
        let places = rows.indices.sorted { (rows[$0].rank, $0) < (rows[$1].rank, $1) }
            .prefix(count).sorted()
        return (places.map { rows[$0] }, limit > 1 ? rows.count - count : 0)
    }

    private func elapsed(_ row: ProgressRow, _ now: UInt64) -> String {
        row.elapsed(at: now).map { Elapsed(milliseconds: $0).description } ?? ""
    }

    private func detail(_ row: ProgressRow) -> String {
        guard row.phase == .waits else { return row.detail ?? "" }
        let missing = row.needs.filter { self[$0]?.phase.isUp == false }
        return missing.isEmpty ? "" : "for " + missing.joined(separator: ", ")
    }

    private func summary(_ now: UInt64) -> String {
        let time = Elapsed(milliseconds: Int((max(now, began) - began) / 1_000_000))
        if isEnding { return "ending what this began · \(time)" }
        let up = rows.count { $0.phase.isUp }
        return "\(up) of \(rows.count) up · \(time)"
    }
}

extension ProgressRow {
    fileprivate var rank: Int { phase.isActive || phase == .failed ? 0 : phase.isOver ? 2 : 1 }
}

extension ProgressRow.Phase {
    fileprivate var inks: Ink {
        switch self {
        case .ready, .runs, .done: .green
        case .failed: .red
        case .waits, .skipped: .dim
        case .prepares, .launches, .launched, .starts, .finishes, .stops: .yellow
        }
    }
}
