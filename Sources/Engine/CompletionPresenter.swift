import Configuration
import Platform
import Routing
import RunState
import Vocabulary
import Worktrees

/// completions: a shell's script, or the names that scripts ask for. Looks only, and says nothing
/// where there is nothing: a shell that completes is no place for errors.
struct CompletionPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let word = context.route.subject ?? ""
        if let shell = CompletionShell(rawValue: word) {
            return Answer(text: shell.script, json: .string(shell.script))
        }
        // Outside of a repository, and with a broken configuration, nothing is known.
        let names = (try? CompletionKind(rawValue: word).map(names)) ?? []
        return Answer(text: names.joined(separator: "\n"), json: JSON(names))
    }

    private func names(_ kind: CompletionKind) throws -> [String] {
        let standpoint = try Standpoint(context, by: .files)
        if kind == .projects { return standpoint.allProjects().map(\.name.rawValue) }
        guard let own = standpoint.own,
            let found = try context.configuration(of: own, mainWorktree: standpoint.mainWorktree)
        else { return [] }
        return kind == .components ? found.componentIDs.map(\.rawValue) : found.origins.map(\.path)
    }
}
