import Terminal
import Vocabulary

extension ComponentStatus {
    /// The word in its colour.
    var cell: Table.Cell {
        var cell = Table.Cell(rawValue)
        switch self {
        case .ready: cell.inks = [.green]
        case .starting, .stopping, .degraded: cell.inks = [.yellow]
        case .failed, .lost, .foreign: cell.inks = [.red]
        case .stopped, .skipped: cell.inks = [.dim]
        }
        return cell
    }
}
