import Platform
import RunState
import Startup
import Terminal
import Vocabulary

/// The outcome of a resume in words.
struct ResumeText {
    private let outcome: ResumeOutcome
    private let console: Console

    init(_ outcome: ResumeOutcome, _ console: Console) {
        self.outcome = outcome
        self.console = console
    }

    var text: String {
        outcome.findings.isEmpty ? headline : headline + "\n" + table
    }

    private var headline: String {
        let name = console.answerStyle.paint(outcome.project.name.rawValue, .bold)
        let time = Elapsed(milliseconds: outcome.milliseconds)
        switch outcome.ending {
        case .resumed: return "\(name): resumed in \(time)"
        case .unchanged: return "\(name): nothing to do, everything runs already"
        case .planned: return "\(name): this is what a resume would do"
        case .nothingToResume:
            return "\(name): nothing to bring back; 'envctl start' starts the environment"
        case .failed: return "\(name): resumed in part, after \(time)"
        case .interrupted: return "\(name): interrupted; what this resume began was stopped"
        }
    }

    private var table: String {
        var table = Table(columns: [
            "COMPONENT", "FOUND", "DONE", "STATUS", Table.Column("WHY", isFlexible: true),
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
        case .supervisorLost: "not watched"
        }
    }

    private func words(_ action: ResumeFinding.Action) -> String {
        switch action {
        case .keep, .leave: "left"
        case .adopt: "adopted"
        case .start: "started"
        case .check: "asked"
        case .fail: "failed"
        }
    }
}
