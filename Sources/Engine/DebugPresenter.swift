import Diagnostics
import Events
import Platform
import Routing
import RunState
import Terminal
import Vocabulary

/// debug-pack, debug-report, debug-last: they answer whatever else is broken.
struct DebugPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let subject = try DebugSubject(context)
        switch context.route.command {
        case .debugLast: return last(subject)
        case .debugReport: return report(orchestrator(subject).diagnosis())
        default: return packed(try pack(subject))
        }
    }

    private func orchestrator(_ subject: DebugSubject) -> DebugPackOrchestrator {
        let environment = context.host.environment
        let person = Person(user: environment["USER"], home: environment["HOME"])
        return DebugPackOrchestrator(subject, registry: SecretRegistry(person: person))
    }

    // MARK: debug-pack

    private func pack(_ subject: DebugSubject) throws -> DebugPackOrchestrator.Outcome {
        let orchestrator = orchestrator(subject)
        if context.route.has(.dryRun) { return try orchestrator.preview() }
        let output = context.route.value(.output).map {
            Path.absolute($0, in: context.host.directory)
        }
        return try orchestrator.pack(
            to: BundlePlace.choices(
                output: output, scope: subject.project.map { context.layout.scope($0.scope) },
                project: subject.project?.name, host: context.host, time: context.clock.now()))
    }

    private func packed(_ outcome: DebugPackOrchestrator.Outcome) -> Answer {
        Answer(
            schema: "envctl.debug_pack/1", text: text(outcome),
            [
                "path": JSON(outcome.path), "size": JSON(outcome.size.map { Int($0) }),
                "note": JSON(outcome.note), "files": .array(outcome.files.map(\.json)),
                "causes": outcome.diagnosis.json,
            ])
    }

    private func text(_ outcome: DebugPackOrchestrator.Outcome) -> String {
        let there = outcome.files.filter { $0.failure == nil }
        var lines: [String] = []
        if let path = outcome.path {
            lines.append("\(path)")
            lines.append("\(there.count) files, \((outcome.size ?? 0) >> 10) KiB")
        } else {
            lines += there.map { "\($0.name) (\($0.size) bytes)" }
        }
        if let note = outcome.note { lines.append(note) }
        for file in outcome.files {
            if let failure = file.failure {
                lines.append("left out: \(file.name): \(failure.causes.first ?? failure.message)")
            }
        }
        if let cause = outcome.diagnosis.causes.first {
            lines += ["most likely: \(cause.title)", "next: \(cause.next)"]
        }
        return lines.joined(separator: "\n")
    }

    // MARK: debug-report

    private func report(_ diagnosis: Diagnosis) -> Answer {
        Answer(
            schema: "envctl.debug_report/1", text: Self.trimmed(diagnosis.text),
            ["causes": diagnosis.json])
    }

    private static func trimmed(_ text: String) -> String {
        text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    // MARK: debug-last

    private func last(_ subject: DebugSubject) -> Answer {
        let newest = subject.project.flatMap { NewestRecording(context.layout.scope($0.scope)) }
        let none = "there is no bundle and no session yet; 'envctl debug-pack' makes a bundle"
        return Answer(
            schema: "envctl.debug_last/1", text: newest?.path ?? none,
            ["path": JSON(newest?.path), "kind": JSON(newest?.kind.rawValue)])
    }
}
