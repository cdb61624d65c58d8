import RunState
import Truth
import Vocabulary

/// Where the caller stands.
extension Rules {
    static let places: [Rule] = [
        Rule("worktree_gone") { facts in
            guard facts.isWorktreeGone, let worktree = facts.worktree else { return [] }
            let run = facts.observed.map { ["its latest run is \($0.record.run)"] } ?? []
            return [
                Cause(
                    "worktree_gone", "the folder of the worktree is gone",
                    evidence: ["there is no folder \(worktree)"] + run, next: "envctl prune",
                    advice: "bring the folder back with 'git worktree', or give its data up")
            ]
        },
        Rule(
            "worktree_gone", codes: ["worktree.gone", "folder.missing"],
            "the folder of the worktree is gone", next: "envctl prune",
            advice: "bring the folder back with 'git worktree', or give its data up"),
        Rule(
            "worktree_copied", codes: ["worktree.copied"],
            "the folder is a copy of another worktree", next: "git worktree add ../NAME",
            advice: "two folders that git takes for one would share one environment"),
        Rule(
            "repository_foreign", codes: ["git.owner"], "the repository belongs to another user",
            next: "git config --global --add safe.directory \"$PWD\""),
        Rule(
            "repository_broken", codes: ["git.unreadable", "git.broken_link"],
            "git's own data can't be read", next: "git worktree repair && git fsck"),
        Rule(
            "no_worktree", codes: ["worktree.none", "worktree.configuration_outside"],
            "this folder is in no worktree", next: "envctl list-trees"),
    ]
}
