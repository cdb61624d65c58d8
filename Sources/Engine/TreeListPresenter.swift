import Inspection
import RunState
import Terminal
import Vocabulary
import Worktrees

/// list-trees: the worktrees with their branches.
struct TreeListPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let standpoint = try Standpoint(context, by: .files)
        let names = Dictionary(
            standpoint.allProjects().map { ($0.worktree, $0.name) }, uniquingKeysWith: min)
        let trees = standpoint.worktrees.map { TreeDescription($0, project: names[$0.path]) }
        return Answer(
            schema: "envctl.trees/1", text: text(trees, isGit: standpoint.location.scope.isGit),
            [
                "scope": standpoint.scope.scope.json, "repository": .string(standpoint.scope.path),
                "trees": .array(trees.map(\.json)),
            ])
    }

    private func text(_ trees: [TreeDescription], isGit: Bool) -> String {
        if trees.isEmpty {
            return isGit
                ? "this repository has no worktree; add one with 'git worktree add'"
                : "there is no worktree here: this folder is in no git repository"
        }
        let table = Table(
            columns: ["PROJECT", "BRANCH", "", Table.Column("FOLDER", isFlexible: true)],
            rows: trees.map { tree in
                [
                    Table.Cell(tree.project?.rawValue ?? "", .bold),
                    Table.Cell(tree.checkout.branch ?? ""),
                    Table.Cell(tree.flags.joined(separator: ", "), .dim),
                    Table.Cell(tree.checkout.path),
                ]
            })
        return table.render(style: context.console.answerStyle, width: context.console.width)
    }
}
