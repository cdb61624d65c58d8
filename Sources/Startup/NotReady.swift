import Platform
import Supervision
import Vocabulary

/// A component that did not become ready, in words: the reason, the log lines that show it, and
/// the command that helps.
struct NotReady {
    private let report: ComponentReport
    private let failureClass: FailureClass
    private let lostPorts: Int
    private let explanation: String?

    /// - Parameters:
    ///   - lostPorts: how many were taken, one after the other, before it could bind them.
    ///   - explanation: what its adapter reads in the log.
    init(
        _ report: ComponentReport, classified failureClass: FailureClass, lostPorts: Int = 0,
        explained explanation: String? = nil
    ) {
        self.report = report
        self.failureClass = failureClass
        self.lostPorts = lostPorts
        self.explanation = explanation
    }

    var failure: Failure {
        let name = report.component
        var causes = [report.reason ?? "it is \(report.status.rawValue)"]
        if let explanation { causes.append(explanation) }
        if let probe = report.probe, let answer = report.answer {
            causes.append("\(probe): \(answer)")
        }
        if let holder = report.holder { causes.append("the port is held by \(holder.who)") }
        if lostPorts > 1 {
            causes.append("\(lostPorts) ports were taken before it could bind them")
        }
        causes += report.log.suffix(8).map { "log: \($0)" }
        return Failure(
            report.status == .foreign ? "port.held" : "component.not_ready",
            "'\(name)' did not become ready", at: "component '\(name)'", because: causes,
            hint: lostPorts > 1
                ? "see what takes ports here with 'ss -ltnp', then start again"
                : "envctl logs \(name)",
            details: [
                "component": name.json, "class": .string(failureClass.rawValue),
                "status": .string(report.status.rawValue), "exit": report.exit?.json ?? .null,
                "log": JSON(report.log),
            ])
    }
}
