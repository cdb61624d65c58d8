import Configuration
import Platform
import Routing
import Setup
import Terminal
import Vocabulary

/// config edit: a copy in the person's editor, again and again until it has no mistakes.
struct ConfigurationEditPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let sources = try context.ownSources()
        let file = try file(sources)
        guard context.console.isInteractive else { throw Self.noTerminal(file) }
        let draft = try ConfigurationDraft(
            of: file, sources, below: context.host.environment["TMPDIR"] ?? "/tmp")
        let isWritten = try edit(draft)
        draft.discard()
        return Answer(
            schema: "envctl.config_edit/1",
            text: isWritten ? "\(file) is written" : "nothing was changed in \(file)",
            ["file": .string(file), "changed": .bool(isWritten)])
    }

    private func file(_ sources: ConfigurationSources) throws -> String {
        guard context.route.has(.shared) else { return sources.checkoutFile }
        guard let file = sources.file else { throw Proposal.missing(at: sources.root) }
        return file
    }

    /// Whether the file was replaced.
    private func edit(_ draft: ConfigurationDraft) throws -> Bool {
        let editor = Editor(environment: context.host.environment)
        while true {
            try editor.open(draft.copy)
            guard try draft.isChanged else { return false }
            let mistakes = try draft.mistakes()
            if mistakes.isEmpty {
                try draft.commit()
                return true
            }
            try askToGoOn(mistakes, draft)
        }
    }

    /// - Throws: `config.invalid` where the person has had enough; the copy is kept.
    private func askToGoOn(_ mistakes: [Finding], _ draft: ConfigurationDraft) throws {
        for mistake in mistakes { context.console.progress("\(mistake)") }
        let answer = try context.console.ask(
            "Edit it again? [Y/n]", cancellation: context.cancellation)
        if let answer, !answer.lowercased().hasPrefix("n") { return }
        var failure = Failure.invalidConfiguration(mistakes)
        failure.message = "nothing was written: " + failure.message
        failure.hint = "your copy is kept in \(draft.copy)"
        throw failure
    }

    private static func noTerminal(_ file: String) -> Failure {
        Failure(
            "command.no_terminal", "there is no terminal to edit on", at: file,
            hint: "use 'envctl config set KEY VALUE', or edit the file and run "
                + "'envctl config check'")
    }
}
