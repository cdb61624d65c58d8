package import Events
import Vocabulary

extension Diagnosis {
    /// The same without what is secret: log lines are quoted in it.
    package func scrubbed(by redactor: Redactor) -> Diagnosis {
        Diagnosis(
            causes: causes.map { cause in
                Cause(
                    cause.id, redactor.text(cause.title), component: cause.component,
                    evidence: redactor.lines(cause.evidence), next: redactor.text(cause.next),
                    advice: cause.advice.map(redactor.text))
            })
    }

    /// For people, as Markdown that reads well as plain text too.
    package var text: String {
        guard !causes.isEmpty else {
            return "# Diagnosis\n\nNothing is wrong, as far as can be seen.\n"
        }
        let sections = causes.enumerated().map { index, cause in
            let why = cause.evidence.flatMap { $0.split(separator: "\n") }.map { "- \($0)" }
            let advice = cause.advice.map { "\n\n\($0.prefix(1).uppercased() + $0.dropFirst())." }
            return "## \(index + 1). \(cause.title) (`\(cause.id)`)\n\n"
                + why.joined(separator: "\n") + (advice ?? "") + "\n\nNext: `\(cause.next)`\n"
        }
        return "# Diagnosis\n\nMost likely first.\n\n" + sections.joined(separator: "\n")
    }
}
