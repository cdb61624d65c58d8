import DataActions
import Requirements
import RunState
import Terminal
import Vocabulary

/// What a data command did, in words.
struct DataText {
    private let outcome: DataOutcome
    private let deed: DataDeed
    /// Whether each line says of which project.
    private let named: Bool

    init(_ outcome: DataOutcome, _ deed: DataDeed, named: Bool) {
        self.outcome = outcome
        self.deed = deed
        self.named = named
    }

    var lines: [String] {
        outcome.components.map { row in
            (named ? "\(outcome.project.name): " : "") + "\(row.component): \(words(row))"
        }
    }

    private func words(_ row: DataOutcome.Row) -> String {
        switch row.ending {
        case .nothing: return "has no data"
        case .skipped(let failure): return "left out: \(failure.message)"
        case .failed(let failure): return "failed: \(failure.message)"
        case .done: break
        }
        let running = row.sourceRan == true ? ", while it ran" : ""
        switch deed {
        case .snapshot(let name):
            let size = row.snapshot.map { ", \(Amount(bytes: $0.bytes))" } ?? ""
            return "snapshot '\(name)' taken\(running)\(size)"
        case .restore(let name): return "restored from '\(name)'"
        case .clone(let other): return "has the data of '\(other)' now, copied\(running)"
        case .reset: return "data removed; the next start makes it anew"
        case .export(let file): return "written to \(file)"
        case .load(let file): return "has what was in \(file) now"
        }
    }
}
