import Inspection
import Platform
import Routing
import RunState
import StateActions
import Terminal
import Vocabulary
import Worktrees

/// exec: a program in the environment of one project; it takes this process's place.
struct ExecPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        // It runs something of the checkout: its owner is looked at.
        let targets = try Targets(context, by: .libgit2)
        let project = try only(targets.projects)
        let inspected = try context.inspect([project], from: targets.standpoint)[0]
        let environment = try context.environment(of: inspected, from: targets.standpoint)
        let (variables, dropped) = try environment.whole(context.host.environment)
        tell(dropped)
        try ForegroundProgram(
            words: context.route.program, environment: variables,
            directory: context.host.directory
        ).replaceThisProcess()
    }

    /// One program has one terminal and one exit code, so there is one project.
    private func only(_ projects: [Project]) throws -> Project {
        if projects.count == 1 { return projects[0] }
        let names = projects.map(\.name.rawValue)
        throw Failure(
            "exec.one_project", "exec works in one project at a time",
            because: [
                names.isEmpty ? "there is none" : "named are " + names.joined(separator: ", ")
            ],
            hint: "name one with --project NAME")
    }

    private func tell(_ dropped: [String]) {
        guard !dropped.isEmpty else { return }
        let other = context.host.environment["ENVCTL_PROJECT"] ?? "another project"
        context.console.progress(
            "left out, since they are of \(other): " + dropped.joined(separator: ", "))
    }
}
