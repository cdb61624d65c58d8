import Lifecycle
import Platform
import RunState
import Terminal
import Vocabulary

/// A plan of removals in words: what goes and how much, what stays and why.
struct RemovalText {
    private let plan: RemovalPlan
    /// `would go`, `is gone`.
    private let isDone: Bool

    init(_ plan: RemovalPlan, isDone: Bool) {
        self.plan = plan
        self.isDone = isDone
    }

    var text: String {
        var lines = plan.removals.flatMap(section)
        for kept in plan.kept { lines.append("kept: \(kept.path): \(kept.reason)") }
        if plan.removals.isEmpty {
            lines.insert("there is nothing to remove", at: 0)
        } else {
            lines.append(total)
        }
        return lines.joined(separator: "\n")
    }

    private var total: String {
        let done = plan.removals.filter { $0.failure == nil }
        let size = done.map(\.size).reduce(.none, +)
        return "\(isDone ? "removed" : "would remove"): \(words(size))"
    }

    private func section(_ removal: Removal) -> [String] {
        var lines = [heading(removal)]
        if removal.failure == nil {
            lines += removal.items.map(line)
            if !removal.reservations.isEmpty {
                let ports = removal.reservations.map(\.port.description).joined(separator: ", ")
                lines.append("  ports: \(ports)")
            }
        }
        lines += removal.kept.map { "  kept: \($0.path): \($0.reason)" }
        return lines
    }

    private func heading(_ removal: Removal) -> String {
        let owner = removal.isShared ? "all projects" : "\(removal.scope)"
        let name = removal.project.map { "\($0) of \(removal.scope)" } ?? owner
        if removal.failure != nil { return "\(name): not removed" }
        let how = removal.stop.map { $0.ending == .stopped ? "stopped, and " : "" } ?? ""
        let verb = isDone ? "\(how)removed" : "to be removed"
        return "\(name): \(verb) (\(removal.reason))"
    }

    private func line(_ item: OwnedItem) -> String {
        let owner = item.component?.rawValue ?? ""
        switch item.kind {
        case .containers: return "  docker container of \(owner): \(item.path)"
        case .networks: return "  docker network of \(owner): \(item.path)"
        case .volumes:
            return "  docker volume of \(owner): \(Amount(bytes: item.size.bytes)): \(item.path)"
        default: break
        }
        let what = item.component.map { "\(item.kind.rawValue) of \($0)" } ?? item.kind.rawValue
        return "  \(what): \(words(item.size)): \(item.path)"
    }

    private func words(_ size: TreeSize) -> String {
        "\(Amount(bytes: size.bytes)) in \(size.files) file\(size.files == 1 ? "" : "s")"
    }
}
