package import Platform
package import RunState
package import Vocabulary

/// A failure as the rules see it, wherever it was found: recorded by the latest run, thrown by what
/// was looked at just now, or what a start would end with.
package struct Complaint: Sendable {
    /// As in `contracts/failures.json`.
    package var code: String
    package var message: String
    package var location: String?
    package var causes: [String]
    package var hint: String?
    package var component: ComponentID?
    /// Id of the step that failed.
    package var step: String?
    package var exit: Exit?
    package var logLines: [String]
    /// `errno`, `exit_code`, …
    package var numbers: JSON.Object
    /// The findings of a configuration.
    package var findings: [JSON]
    /// Nil where it was seen just now.
    package var time: Timestamp?

    package init(_ failure: Failure) {
        code = failure.code
        message = failure.message
        location = failure.location
        causes = failure.causes
        hint = failure.hint
        component = failure.details["component"]?.string.map(ComponentID.init(unchecked:))
        logLines = failure.details["log"]?.array?.compactMap(\.string) ?? []
        numbers = failure.details
        findings = failure.details["findings"]?.array ?? []
    }

    package init(_ entry: FailureEntry) {
        code = entry.code
        message = entry.message
        causes = entry.causes
        hint = entry.hint
        component = entry.component
        step = entry.step
        exit = entry.exit
        logLines = entry.logLines
        numbers = entry.numbers
        findings = []
        time = entry.time
    }

    var errno: Int32? { numbers["errno"]?.int.map(Int32.init(truncatingIfNeeded:)) }

    /// The status that a program of it ended with: a component's own, or that of a step's command.
    var exitCode: Int32? {
        if let exit, exit.signal == nil { return exit.code }
        return numbers["exit_code"]?.int.map(Int32.init(truncatingIfNeeded:))
    }

    /// `component 'api'`, `step 'steps.migrate'`, else the place.
    var subject: String? {
        if let step { return "step '\(step)'" }
        return component.map { "component '\($0)'" } ?? location
    }

    /// All that it has to show, most telling first.
    var evidence: [String] {
        let when = time.map { ", at \($0)" } ?? ""
        let place = location.map { [$0] } ?? []
        return ["\(code)\(when): \(message)"] + place.map { "at \($0)" } + causes.prefix(10)
            + (exit.map { ["it ended with \($0)"] } ?? [])
            + logLines.suffix(8).map { "log: \($0)" }
    }
}
