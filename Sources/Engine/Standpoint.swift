import Configuration
import Platform
import RunState
import Startup
import Vocabulary
import Worktrees

/// Where the caller stands: the repository, its record, and all of its projects.
struct Standpoint: Sendable {
    let location: Location
    let scope: ScopeRecord
    /// Nil inside a bare repository or a `.git`.
    let own: Project?
    /// The main worktree's folder; nil where there is none.
    let mainWorktree: String?
    private let checkouts: [Checkout]
    /// Of the configuration, relative to its worktree: the same for all worktrees.
    private let subfolder: String?

    /// Looks; writes nothing.
    ///
    /// - Parameter reader: `.files` for commands that only look or stop, which must not fail where
    ///   libgit2 can't read a repository.
    init(_ context: CommandContext, by reader: Repository.Reader) throws {
        let environment = context.host.environment
        let found = try Recording.span(.repository) {
            try Repository.locate(from: context.folder, environment: environment, by: reader)
        }
        let configuration = Self.configurationFolder(found)
        let root = found.checkout == nil ? nil : try found.project(configuredIn: configuration)
        location = found
        subfolder = root?.subfolder
        let identity = root?.scope ?? found.scope
        context.recording?.settle(in: context.layout.scope(identity.id))
        let record = ScopeNames(
            context.layout.scope(identity.id), context.layout, path: identity.commonDirectory,
            environment: environment
        ).record
        scope = record
        checkouts = identity.isGit ? try found.checkouts(environment: environment, by: reader) : []
        mainWorktree = checkouts.first { $0.isMain && $0.exists }?.path
        own = root.map { Self.project($0, named: record.names) }
    }

    /// The nearest folder with an `envctl.yaml`, within the worktree; outside of git, upwards to the
    /// file system's root but not into a home that holds others' work.
    private static func configurationFolder(_ location: Location) -> String? {
        let limit = location.scope.isGit ? location.checkout?.path ?? location.folder : "/"
        return ConfigurationLoader.findConfiguration(from: location.folder, upTo: limit)
            .map(Path.parent)
    }

    private static func project(
        _ root: ProjectRoot, named taken: [ProjectName: String]
    ) -> Project {
        let name = ProjectNaming.name(
            for: root.checkout, subfolder: root.subfolder, taken: taken)
        return Project(
            scope: root.scope.id, name: name, identity: root.identity, root: root.path,
            worktree: root.checkout.path, branch: root.checkout.branch)
    }

    /// The project of each worktree that is there, the main one first, then by name; those that are
    /// known by name only (another subfolder, a worktree that is gone) follow.
    func allProjects() -> [Project] {
        var taken = scope.names
        var result: [Project] = []
        for checkout in checkouts where checkout.exists {
            let project = project(of: checkout, taken: taken)
            taken[project.name] = project.identity
            result.append(project)
        }
        if checkouts.isEmpty, let own { result.append(own) }
        let known = Set(result.map(\.identity))
        result += scope.projects.filter { !known.contains($0.identity) }.map(recorded)
        return result.sorted { ($0.isMain ? 0 : 1, $0.name) < ($1.isMain ? 0 : 1, $1.name) }
    }

    private func project(of checkout: Checkout, taken: [ProjectName: String]) -> Project {
        if let own, own.identity == checkout.identity(subfolder: subfolder) { return own }
        let root = subfolder.map { Path.join(checkout.path, $0) } ?? checkout.path
        let usesSubfolder = subfolder != nil && FileSystem.isDirectory(root)
        let folder = usesSubfolder ? subfolder : nil
        return Project(
            scope: scope.scope,
            name: ProjectNaming.name(for: checkout, subfolder: folder, taken: taken),
            identity: checkout.identity(subfolder: folder),
            root: usesSubfolder ? root : checkout.path, worktree: checkout.path,
            branch: checkout.branch)
    }

    private func recorded(_ project: ScopeRecord.NamedProject) -> Project {
        let identity = project.identity.split(separator: "#", maxSplits: 1).first.map(String.init)
        let checkout = checkouts.first { $0.identity == identity }
        return Project(
            scope: scope.scope, name: project.name, identity: project.identity,
            root: project.path, worktree: checkout?.path ?? project.path, branch: project.branch)
    }

    /// Whether the project's worktree is there.
    func exists(_ project: Project) -> Bool { FileSystem.isDirectory(project.worktree) }

    /// All checkouts, those whose folder is gone too.
    var worktrees: [Checkout] { checkouts }
}
