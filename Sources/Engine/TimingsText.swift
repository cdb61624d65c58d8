import Inspection
import Steps
import Terminal

/// Where the time of a start or restart went, in words.
struct TimingsText {
    private let timings: StartTimings
    private let console: Console

    init(_ timings: StartTimings, _ console: Console) {
        self.timings = timings
        self.console = console
    }

    /// The longest chain, one row for each stretch of it that matters.
    ///
    /// - Parameter total: of the whole command, where that is known; milliseconds.
    func path(of total: Int? = nil) -> String {
        let total = max(total ?? 0, timings.milliseconds)
        // What takes less than a hundredth of it explains nothing.
        let shown = timings.path.filter { $0.milliseconds * 100 >= total }
        let rest = total - shown.reduce(0) { $0 + $1.milliseconds }
        var table = Table(columns: ["", "", Table.Column("", alignsTrailing: true), ""])
        for stretch in shown {
            table.append([
                Table.Cell("  " + stretch.name), Table.Cell(words(stretch.phase)),
                time(stretch.milliseconds),
                Table.Cell(
                    stretch.phase == .prepare || stretch.phase == .finish
                        ? stretch.step.rawValue : "", .dim),
            ])
        }
        if rest > 0 { table.append(["  all else", "", time(rest)]) }
        return "where the time went, of \(Elapsed(milliseconds: total)):\n"
            + table.render(style: console.answerStyle, width: console.width)
    }

    /// The phases of each component; one that none was in has no column.
    var phases: String {
        let phases = StartTimings.Phase.allCases.filter { phase in
            timings.components.contains { $0.phases[phase] != nil }
        }
        let titles = phases.map { Table.Column($0.rawValue.uppercased(), alignsTrailing: true) }
        var table = Table(columns: ["  COMPONENT"] + titles)
        for component in timings.components {
            table.append(
                [Table.Cell("  " + component.name)]
                    + phases.map { component.phases[$0].map(time) ?? "" })
        }
        return table.render(style: console.answerStyle, width: console.width)
    }

    private func time(_ milliseconds: Int) -> Table.Cell {
        Table.Cell(Elapsed(milliseconds: milliseconds).description)
    }

    private func words(_ phase: StartTimings.Phase) -> String {
        switch phase {
        case .wait: "waits"
        case .prepare: "prepares"
        case .stop: "stops"
        case .spawn: "launches"
        case .ready: "starts"
        case .finish: "finishes"
        }
    }
}
