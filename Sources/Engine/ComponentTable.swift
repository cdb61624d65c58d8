import RunState
import Terminal
import Vocabulary

/// Components as rows: name, status, address, time to ready.
struct ComponentTable {
    let components: [ComponentRecord]
    /// What was decided for each; empty where nothing was.
    var decisions: [ComponentID: String] = [:]

    func render(_ console: Console) -> String {
        var table = Table(columns: [
            "COMPONENT", "STATUS", Table.Column("ADDRESS", isFlexible: true), "READY IN", "",
        ])
        for component in components {
            // Of something that is not there any more it would only mislead.
            let isUp = component.status == .ready || component.status == .degraded
            let time = isUp ? component.times.readyMilliseconds : nil
            table.append([
                Table.Cell(component.name.rawValue, .bold), Self.status(component.status),
                Table.Cell(Self.address(component)),
                Table.Cell(time.map { Elapsed(milliseconds: $0).description } ?? ""),
                Table.Cell(note(component), .dim),
            ])
        }
        return table.render(style: console.answerStyle, width: console.width)
    }

    private func note(_ component: ComponentRecord) -> String {
        decisions[component.name] ?? (component.status == .ready ? "" : component.reason ?? "")
    }

    static func status(_ status: ComponentStatus) -> Table.Cell {
        switch status {
        case .ready: Table.Cell(status.rawValue, .green)
        case .failed, .lost, .foreign: Table.Cell(status.rawValue, .red)
        case .degraded, .starting, .stopping: Table.Cell(status.rawValue, .yellow)
        case .stopped, .skipped: Table.Cell(status.rawValue, .dim)
        }
    }

    /// Never with a password.
    static func address(_ component: ComponentRecord) -> String {
        if let url = component.url { return url }
        let main = component.ports.first { $0.resource == "main" } ?? component.ports.first
        return main.map { "127.0.0.1:\($0.port)" } ?? ""
    }
}
