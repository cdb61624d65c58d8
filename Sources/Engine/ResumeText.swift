import Platform
import RunState
import Startup
import Terminal
import Vocabulary

/// The outcome of a resume in words.
struct ResumeText {
    private let outcome: ResumeOutcome
    /// The project's name for people.
    private let label: String
    private let console: Console

    init(_ outcome: ResumeOutcome, _ label: String, _ console: Console) {
        self.outcome = outcome
        self.label = label
        self.console = console
    }

    var text: String {
        outcome.findings.isEmpty ? headline : headline + "\n" + table
    }

    private var headline: String {
        let name = console.answerStyle.paint(label, .bold)
        let time = Elapsed(milliseconds: outcome.milliseconds)
        switch outcome.ending {
        case .resumed: return "\(name): resumed in \(time)"
        case .unchanged: return "\(name): nothing to do, \(whatRuns) already"
        case .planned: return "\(name): this is what a resume would do"
        case .nothingToResume: return "\(name): " + nothing
        case .failed where isNothingThere:
            return "\(name): not resumed; 'envctl start' starts the environment"
        case .failed: return "\(name): resumed in part, after \(time)"
        case .interrupted: return "\(name): interrupted; what this resume began was stopped"
        }
    }

    private var whatRuns: String {
        if !outcome.named.isEmpty { return "what was asked for runs" }
        let isAll = !outcome.findings.contains { $0.finding == .stoppedByUser }
        return isAll ? "everything runs" : "all but what you stopped runs"
    }

    private var nothing: String {
        let stopped = outcome.findings.filter {
            $0.finding == .stoppedByUser && outcome.named.contains($0.component)
        }.map(\.component)
        if !stopped.isEmpty {
            let names = stopped.map { "'\($0)'" }.joined(separator: ", ")
            let what = stopped.map(\.rawValue).joined(separator: " ")
            return "\(names) stays stopped, since you stopped it; 'envctl start \(what)' starts it"
        }
        let isUndone = outcome.findings.contains { $0.finding == .notStarted }
        return "nothing to bring back" + (isUndone ? ": the last start was undone" : "")
            + "; 'envctl start' starts the environment"
    }

    /// Nothing of it runs, or was to run.
    private var isNothingThere: Bool {
        outcome.findings.allSatisfy { $0.action == .fail || $0.action == .leave }
    }

    private var table: String {
        var table = Table(columns: [
            "COMPONENT", "FOUND", isPlan ? "ACTION" : "DONE", "STATUS",
            Table.Column("WHY", isFlexible: true),
        ])
        for finding in outcome.findings {
            let record = outcome.components.first { $0.name == finding.component }
            table.append([
                Table.Cell(finding.component.rawValue, .bold),
                Table.Cell(words(finding.finding)), Table.Cell(words(finding.action)),
                Table.Cell(record?.status.rawValue ?? ""),
                Table.Cell(finding.reason ?? record?.reason ?? ""),
            ])
        }
        return table.render(style: console.answerStyle, width: console.width)
    }

    private func words(_ finding: ResumeFinding.Finding) -> String {
        switch finding {
        case .running: "runs"
        case .adoptable: "runs, unsupervised"
        case .changed: "runs, changed"
        case .lost: "lost"
        case .foreign: "port taken"
        case .stoppedByUser: "stopped by you"
        case .notStarted: "not started"
        case .supervisorLost: "not watched"
        }
    }

    private func words(_ action: ResumeFinding.Action) -> String {
        switch action {
        case .keep, .leave: isPlan ? "leave" : "left"
        case .adopt: isPlan ? "adopt" : "adopted"
        case .start: isPlan ? "start" : "started"
        case .restart: isPlan ? "restart" : "restarted"
        case .check: isPlan ? "ask" : "asked"
        case .fail: isPlan ? "none" : "failed"
        }
    }

    private var isPlan: Bool { outcome.ending == .planned }
}
