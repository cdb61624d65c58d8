import Configuration
import Platform
import Routing
import Setup
import Terminal
import Vocabulary
import Worktrees

/// init: proposes an envctl.yaml, and writes it where nobody has one yet.
struct InitializePresenter {
    private let context: CommandContext
    private let folder: String
    private let sources: ConfigurationSources

    init(_ context: CommandContext) throws {
        self.context = context
        let standpoint = try Standpoint(context, by: .files)
        var sources = try context.ownSources(standpoint)
        folder =
            context.route.has(.here)
            ? Path.absolute(context.folder, in: "/") : Path.absolute(sources.worktree, in: "/")
        sources.folder = folder
        self.sources = sources
    }

    func answer() throws -> Answer {
        let agents = Path.join(folder, AgentsText.fileName)
        let isDry = context.route.has(.dryRun)
        if context.route.has(.agents), !isDry { try RepositoryInitialization.refuse(agents) }
        // An AGENTS.md may be all that is still missing.
        let existing = sources.file
        if let existing, !context.route.has(.agents) {
            try RepositoryInitialization.refuse(existing)
        }
        let proposed = try existing == nil ? context.initialization(sources) : nil
        if isDry { return answer(proposed, agents: nil, isDry: true) }
        if let proposed {
            try confirm(proposed)
            try proposed.write()
        }
        let written =
            try context.route.has(.agents) ? RepositoryInitialization.writeAgents(in: folder) : nil
        return answer(proposed, agents: written, isDry: false)
    }

    /// - Throws: `command.declined`.
    private func confirm(_ proposed: RepositoryInitialization) throws {
        guard context.console.isInteractive, !context.route.has(.yes), !context.wantsJSON else {
            return
        }
        context.console.progress(proposed.text)
        guard try context.agrees("Write this to \(proposed.file)? [Y/n]") else {
            throw Failure("command.declined", "nothing was written")
        }
    }

    private func answer(
        _ proposed: RepositoryInitialization?, agents: String?, isDry: Bool
    ) -> Answer {
        Answer(
            schema: "envctl.init/1",
            text: isDry ? preview(proposed) : told(proposed, agents),
            [
                "written": .bool(!isDry && proposed != nil), "file": JSON(proposed?.file),
                "agents_file": JSON(agents),
                "proposal": proposed.map { proposed in
                    var members = proposed.proposal.members
                    members["text"] = .string(proposed.text)
                    return .object(members)
                } ?? .null,
            ])
    }

    private func preview(_ proposed: RepositoryInitialization?) -> String {
        [proposed?.text, context.route.has(.agents) ? AgentsText.text : nil].compactMap { $0 }
            .joined(separator: "\n")
    }

    private func told(_ proposed: RepositoryInitialization?, _ agents: String?) -> String {
        var lines: [String] = []
        if let proposed {
            let parts = proposed.proposal
            let names = (parts.requirements.map(\.kind) + parts.services.map(\.name))
            lines.append("\(proposed.file) is written: " + Self.list(names))
            for note in parts.notes {
                lines.append("  not carried over: \(note.subject): \(note.reason)")
            }
            lines.append("next: look at it, then 'envctl start'")
        }
        if let agents { lines.append("\(agents) is written") }
        return lines.joined(separator: "\n")
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty
            ? "nothing was recognised; it shows how to begin" : names.joined(separator: ", ")
    }
}

extension CommandContext {
    /// What would be written for the folder of these sources.
    func initialization(_ sources: ConfigurationSources) throws -> RepositoryInitialization {
        try RepositoryInitialization(sources, schema: schemaFile)
    }

    /// The schema that came with this build; nil for an installed copy.
    private var schemaFile: String? {
        let checkout = BuildFacts.read(beside: host.executable).checkout
        return checkout.map { Path.join($0, "contracts/envctl.schema.json") }
            .flatMap { FileSystem.exists($0) ? $0 : nil }
    }

    /// Asks on the terminal; only where the console is interactive.
    func agrees(_ question: String) throws -> Bool {
        guard let answer = try console.ask(question, cancellation: cancellation) else {
            return false
        }
        return ["", "y", "yes"].contains(answer.lowercased().filter { !$0.isWhitespace })
    }
}
