import Configuration
import Platform
import Routing
import RunState
import Startup
import Vocabulary
import Worktrees

/// The projects that a command is about. An unknown one is an error; nothing ever widens.
struct Targets: Sendable {
    let projects: [Project]
    /// Nil with `--everywhere`.
    let standpoint: Standpoint?
    /// What is said where there are none.
    let emptiness: String

    /// - Parameter allByDefault: every project of the repository where none is named.
    init(
        _ context: CommandContext, by reader: Repository.Reader, allByDefault: Bool = false
    ) throws {
        let selection = context.route.targets
        emptiness =
            selection.mode == .trees
            ? "this repository has no linked worktree; add one with 'git worktree add'"
            : "no project is known here"
        if selection.everywhere {
            standpoint = nil
            projects = Self.everywhere(context)
            return
        }
        let here = try Standpoint(context, by: reader)
        standpoint = here
        projects =
            allByDefault && selection.isImplicit
            ? here.allProjects() : try Self.projects(selection, here, context)
    }

    private static func projects(
        _ selection: TargetSelection, _ here: Standpoint, _ context: CommandContext
    ) throws -> [Project] {
        let all = here.allProjects()
        if selection.all { return all }
        if !selection.projects.isEmpty {
            return try distinct(selection.projects).map { try named($0, among: all) }
        }
        if let mode = selection.mode { return try projects(of: mode, among: all) }
        if let own = here.own { return [own] }
        let mode = try context.preferences().defaultMode
        return try projects(of: mode == .main ? .main : .trees, among: all)
    }

    /// A project that is named twice is meant once.
    private static func distinct(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    private static func projects(
        of mode: TargetSelection.Mode, among all: [Project]
    ) throws -> [Project] {
        if mode == .trees { return all.filter { !isMainWorktree($0) } }
        let main = all.filter(isMainWorktree)
        guard main.isEmpty else { return main }
        throw Failure(
            "project.no_main", "this repository has no main worktree",
            because: ["it is bare", known(all)],
            hint: "name a worktree with --project, or use 'trees'",
            details: ["known": JSON(all.map(\.name.rawValue))])
    }

    private static func known(_ all: [Project]) -> String {
        if all.isEmpty { return "it has no worktree" }
        return "known are \(all.map(\.name.rawValue).joined(separator: ", "))"
    }

    /// For commands that only look: a bare repository without words for another target is no error,
    /// and there is nothing to see.
    static func looking(_ context: CommandContext) throws -> Targets {
        do { return try Targets(context, by: .files) } catch let failure as Failure {
            guard failure.code == "project.no_main", context.route.targets.mode == nil else {
                throw failure
            }
            let words = [
                failure.message + ": " + failure.causes.joined(separator: "; "), failure.hint,
            ]
            return Targets(
                projects: [], standpoint: try Standpoint(context, by: .files),
                emptiness: words.compactMap(\.self).joined(separator: "\n"))
        }
    }

    private init(projects: [Project], standpoint: Standpoint?, emptiness: String) {
        self.projects = projects
        self.standpoint = standpoint
        self.emptiness = emptiness
    }

    /// A project in a subfolder of the main worktree is of the main worktree, too.
    private static func isMainWorktree(_ project: Project) -> Bool {
        project.isMain || project.name.rawValue.hasPrefix("main.")
    }

    /// - Throws: `project.unknown`.
    static func named(_ name: String, among all: [Project]) throws -> Project {
        if let project = all.first(where: { $0.name.rawValue == name }) { return project }
        let known = all.map(\.name.rawValue)
        throw Failure(
            "project.unknown", "there is no project '\(name)'",
            because: ["known are \(known.joined(separator: ", "))"],
            hint: suggestion(for: name, among: known).map { "did you mean '\($0)'?" }
                ?? "envctl list-targets", details: ["known": JSON(known)])
    }

    /// Every project of every scope of this user that has ever run; where the names can't be read,
    /// the runs tell them.
    private static func everywhere(_ context: CommandContext) -> [Project] {
        context.layout.allScopes().flatMap { scope -> [Project] in
            let names = ScopeNames(scope, context.layout, environment: context.host.environment)
            return names.record.projects.map {
                Project(
                    scope: scope.scope, name: $0.name, identity: $0.identity, root: $0.path,
                    worktree: $0.path, branch: $0.branch)
            }
        }
    }
}
