import Platform
import Routing
import Terminal
import Vocabulary

/// The user's word for a removal: typed on a terminal, `--yes` elsewhere.
struct Confirmation {
    let context: CommandContext
    /// What has to be typed.
    let word: String
    /// In words: `remove all of this`.
    let deed: String
    /// What to type where nobody can be asked.
    var hint = "look with --dry-run, then type it again with --yes"

    /// Asks, where it has to. Nil where it is granted; `command.unconfirmed` where nobody can be asked.
    ///
    /// - Parameter preview: shown before the question.
    /// - Throws: `command.declined`.
    func missing(preview: String) throws -> Failure? {
        if context.route.has(.yes) { return nil }
        guard context.console.isInteractive, !context.wantsJSON else {
            return Failure(
                "command.unconfirmed", "nothing was changed: it was not confirmed",
                because: ["there is no terminal to ask on"],
                hint: hint)
        }
        context.console.progress(preview)
        let answer = try context.console.ask(
            "To \(deed), type \(word):", cancellation: context.cancellation)
        guard answer?.trimmed == word else {
            throw Failure(
                "command.declined", "nothing was changed", because: ["it was not confirmed"])
        }
        return nil
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
