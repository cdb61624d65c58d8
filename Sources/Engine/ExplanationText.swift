import Configuration
import Planning
import Requirements
import RunState
import Startup
import Terminal
import Vocabulary

/// What a start would do, in words.
struct ExplanationText {
    private let explanation: StartExplanation
    private let label: String
    private let console: Console

    init(_ explanation: StartExplanation, _ label: String, _ console: Console) {
        self.explanation = explanation
        self.label = label
        self.console = console
    }

    var text: String {
        var parts = [headline] + explanation.before.map { "first: \($0)" }
        if !explanation.components.isEmpty { parts.append(components) }
        if !backends.isEmpty { parts.append(table(of: backends)) }
        if let problem = explanation.problem { parts.append(sentence(problem)) }
        if let steps = explanation.steps, !steps.isEmpty {
            parts.append("steps: " + steps.map(\.id).joined(separator: ", "))
        }
        parts += missing
        return (parts + explanation.notes.map { "note: \($0)" }).joined(separator: "\n")
    }

    private var headline: String {
        let name = console.answerStyle.paint(label, .bold)
        if explanation.components.isEmpty { return "\(name): nothing is configured to be started" }
        if !explanation.isPossible { return "\(name): a start would fail" }
        let changes = explanation.components.filter { $0.plan.decision.launches }.count
        if changes == 0 { return "\(name): a start would have nothing to do" }
        let now = explanation.isRunning ? "something of it runs" : "nothing of it runs"
        return "\(name): \(now); a start would launch \(changes)"
    }

    private var components: String {
        var table = Table(columns: [
            "COMPONENT", "NOW", "ACTION", "PORTS", Table.Column("WHY", isFlexible: true),
        ])
        for component in explanation.components {
            let ports = explanation.ports.filter { $0.component == component.plan.id }
            table.append([
                Table.Cell(component.plan.id.rawValue, .bold),
                component.status.map(ComponentTable.status) ?? Table.Cell("never started", .dim),
                Table.Cell(component.action),
                Table.Cell(ports.map { $0.final.description }.joined(separator: ", ")),
                Table.Cell(why(component)),
            ])
        }
        return table.render(style: console.answerStyle, width: console.width)
    }

    private func why(_ component: ExplainedComponent) -> String {
        var words = component.reasons
        if component.action != "blocked", let reason = component.plan.backendReason {
            words.append(reason)
        }
        switch component.data {
        case .clone(let project): words.append("its data is copied from '\(project)'")
        case .new: words.append("its data is made anew")
        case .present where component.plan.decision.launches: words.append("its data is there")
        case .present, nil: break
        }
        return words.joined(separator: "; ")
    }

    private var backends: [[Table.Cell]] {
        explanation.components.flatMap { component in
            component.backends.map { row in
                let isChosen =
                    row.backend == component.plan.backend && component.action != "blocked"
                return [
                    Table.Cell(component.plan.id.rawValue, .bold),
                    Table.Cell(row.backend.rawValue),
                    row.resolution == nil ? Table.Cell("no", .dim) : Table.Cell("yes", .green),
                    Table.Cell(isChosen ? "chosen" : ""), Table.Cell(row.reason),
                ]
            }
        }
    }

    private func table(of rows: [[Table.Cell]]) -> String {
        Table(
            columns: [
                "REQUIREMENT", "BACKEND", "USABLE", "", Table.Column("WHAT", isFlexible: true),
            ], rows: rows
        ).render(style: console.answerStyle, width: console.width)
    }

    /// What to type for what is missing, each once.
    private var missing: [String] {
        explanation.components.compactMap { component in
            component.problem.flatMap { problem in
                problem.hint.map { "'\(component.plan.id)': \(problem.message)\n  next: \($0)" }
            }
        }
    }

    private func sentence(_ failure: Failure) -> String {
        let why = failure.causes.isEmpty ? "" : ": \(failure.causes.joined(separator: "; "))"
        return "a start would fail: \(failure.message)\(why)"
            + (failure.hint.map { "\n  next: \($0)" } ?? "")
    }
}

extension ExplainedComponent {
    /// One member of `components` in the answer.
    var json: JSON {
        [
            "name": plan.id.json, "kind": .string(plan.kind.rawValue),
            "status": JSON(status?.rawValue), "status_reason": JSON(statusReason),
            "action": .string(action), "reasons": JSON(reasons), "changes": JSON(plan.changes),
            "needs": JSON(plan.needs.map(\.rawValue)), "backend": .string(plan.backend.rawValue),
            "backend_reason": JSON(plan.backendReason), "version": JSON(plan.version),
            "data": JSON(data?.word), "problem": problem?.json ?? .null,
            "backends": .array(
                backends.map { row in
                    [
                        "backend": .string(row.backend.rawValue),
                        "usable": .bool(row.resolution != nil),
                        "chosen": .bool(action != "blocked" && row.backend == plan.backend),
                        "reason": .string(row.reason), "version": JSON(row.resolution?.version),
                        "program": JSON(row.resolution?.program), "image": JSON(row.image),
                        "hint": JSON(row.hint),
                    ]
                }),
        ]
    }
}
