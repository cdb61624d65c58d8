import Configuration
import DataActions
import Platform
import Requirements
import Routing
import RunState
import Startup
import Terminal
import Vocabulary
import Worktrees

/// `data snapshot|restore|clone|reset|export|import`.
struct DataPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    private var route: Route { context.route }

    func answer() throws -> Answer {
        switch route.subcommand {
        case "list", "size": return try DataListPresenter(context).answer()
        default: return try change()
        }
    }

    private func change() throws -> Answer {
        try Interruption.cancels(context.cancellation)
        let targets = try Targets(context, by: .files)
        let deed = try deed(targets)
        let orchestrator = DataOrchestrator(context.dataParts)
        let requests = try targets.projects.map { try request($0, deed, targets) }
        if let missing = try unconfirmed(requests, deed, orchestrator) {
            return answer([], deed, failures: [missing])
        }
        let cancellation = context.cancellation
        let answers = try ProjectAnswers(requests, project: \.project) {
            try orchestrator.perform($0, cancellation: cancellation)
        }
        answers.complain(context)
        return answer(answers, deed)
    }

    private func request(
        _ project: Project, _ deed: DataDeed, _ targets: Targets
    ) throws -> DataRequest {
        guard
            let configuration = try context.configuration(
                of: project, mainWorktree: targets.standpoint?.mainWorktree)
        else { throw Proposal.missing(at: project.root) }
        return DataRequest(
            project: project, configuration: configuration, components: route.components,
            deed: deed)
    }

    private func deed(_ targets: Targets) throws -> DataDeed {
        let subject = route.subject ?? ""
        switch route.subcommand {
        case "snapshot": return .snapshot(subject)
        case "restore": return .restore(subject)
        case "clone": return .clone(from: try context.source(route.value(.from) ?? "", targets))
        case "reset": return .reset
        case "export": return .export(try file(subject, targets))
        default: return .load(try file(subject, targets))
        }
    }

    /// A file is of one project.
    private func file(_ name: String, _ targets: Targets) throws -> String {
        guard targets.projects.count == 1 else {
            throw Failure(
                "data.which", "a file holds the data of one project",
                hint: "name one with --project")
        }
        return Path.absolute(name, in: context.host.directory)
    }

    /// Nil where nothing is replaced, or the user agreed.
    private func unconfirmed(
        _ requests: [DataRequest], _ deed: DataDeed, _ orchestrator: DataOrchestrator
    ) throws -> Failure? {
        let lines = try requests.flatMap { request in
            try orchestrator.replaced(request).map { "\(request.project.name): data of \($0)" }
        }
        if lines.isEmpty { return nil }
        let verb = deed == .reset ? "removed" : "replaced"
        var confirmation = Confirmation(
            context: context, word: deed.verb, deed: "let this be \(verb)")
        confirmation.hint = "type it again with --yes"
        return try confirmation.missing(
            preview: "to be \(verb):\n" + lines.map { "  \($0)" }.joined(separator: "\n"))
    }

    // MARK: - the answer

    private func answer(_ answers: ProjectAnswers<DataOutcome>, _ deed: DataDeed) -> Answer {
        let failures = answers.values.flatMap { project, outcome in
            outcome.failures.map { answers.rows.count > 1 ? $0.of(project) : $0 }
        }
        let text = answers.values.flatMap { project, outcome in
            DataText(outcome, deed, named: answers.rows.count > 1).lines
        }
        return Answer(
            schema: "envctl.data/1", ok: answers.isComplete && failures.isEmpty,
            text: text.joined(separator: "\n"),
            [
                "deed": .string(deed.verb),
                "projects": answers.json { ["components": .array($0.components.map(\.json))] },
            ], failures: failures)
    }

    private func answer(
        _ outcomes: [DataOutcome], _ deed: DataDeed, failures: [Failure]
    ) -> Answer {
        Answer(
            schema: "envctl.data/1", ok: false, text: "",
            ["deed": .string(deed.verb), "projects": .array([])], failures: failures)
    }
}

extension CommandContext {
    var dataParts: DataParts {
        let parts = startupParts(ProgressSink(console, project: nil))
        return DataParts(
            host: host, clock: clock, kernel: kernel, layout: layout, registry: registry,
            supervisorProgram: supervisorProgram
        ) { try parts.enter($0, for: $1, $2) }
    }

    /// The project that `--from` or `--clone-from` names.
    ///
    /// - Throws: `project.unknown`.
    func source(_ name: String, _ targets: Targets) throws -> ProjectName {
        let all = targets.standpoint?.allProjects() ?? []
        return try Targets.named(name, among: all).name
    }
}

extension DataOutcome.Row {
    var json: JSON {
        var object: JSON.Object = [
            "component": component.json, "outcome": .string(word),
            "source_running": sourceRan.map(JSON.bool) ?? .null,
            "snapshot": snapshot?.json ?? .null,
        ]
        switch ending {
        case .done, .nothing: object["error"] = .null
        case .skipped(let failure), .failed(let failure): object["error"] = failure.json
        }
        return .object(object)
    }

    private var word: String {
        switch ending {
        case .done: "done"
        case .nothing: "nothing"
        case .skipped: "skipped"
        case .failed: "failed"
        }
    }
}

extension Snapshot {
    var json: JSON {
        [
            "name": .string(name), "kind": .string(kind), "version": JSON(version),
            "created": created.json, "bytes": .int(bytes), "running": .bool(wasRunning),
            "path": .string(folder),
        ]
    }
}
