import Configuration
import Platform
import Routing
import RunState
import Setup
import Terminal
import Vocabulary

/// What is said where nothing configures a project.
enum Proposal {
    static func missing(at root: String) -> Failure {
        Failure(
            "config.missing", "this project is not configured", at: root,
            because: [
                "there is no envctl.yaml from here up to the worktree's root, and no .envctl"
            ],
            hint: "'envctl init' proposes an envctl.yaml")
    }
}

extension CommandContext {
    /// The failure of a command that needs a configuration, with a proposal for one.
    func unconfigured(_ project: Project, mainWorktree: String?) -> Failure {
        var failure = Proposal.missing(at: project.root)
        guard
            // Where nothing can be proposed, the failure itself is still true.
            let proposed = try? initialization(sources(project, mainWorktree: mainWorktree))
        else { return failure }
        failure.hint = "'envctl init' writes this envctl.yaml:\n\n" + proposed.text
        failure.details["proposal"] = .string(proposed.text)
        return failure
    }

    /// On a terminal: where the one project that is to be started has no configuration, proposes one
    /// and writes it after a yes.
    ///
    /// - Throws: `command.declined`.
    func offerConfiguration(_ targets: Targets) throws {
        let main = targets.standpoint?.mainWorktree
        guard console.isInteractive, !wantsJSON, !route.has(.dryRun), targets.projects.count == 1,
            let project = targets.projects.first, FileSystem.isDirectory(project.root),
            try configuration(of: project, mainWorktree: main) == nil
        else { return }
        let proposed = try initialization(sources(project, mainWorktree: main))
        guard !proposed.proposal.isEmpty else { return }
        console.progress("this project is not configured; this was made of what lies in it:\n")
        console.progress(proposed.text)
        guard try agrees("Write it to \(proposed.file) and start? [Y/n]") else {
            throw Failure(
                "command.declined", "nothing was written, and nothing was started",
                hint: "'envctl init' proposes it again")
        }
        try proposed.write()
    }
}
