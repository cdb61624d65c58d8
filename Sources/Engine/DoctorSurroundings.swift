import Configuration
import Diagnostics
import Inspection
import Platform
import Requirements
import Routing
import RunState
import Truth
import Vocabulary
import Worktrees

/// Gathers what doctor looks at; where something of it is broken, that is a finding and no end.
struct DoctorSurroundings: Sendable {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func site() throws -> DoctorSite {
        let (repository, targets) = look()
        let projects = try context.inspect(targets?.projects ?? [], from: targets?.standpoint)
        let main = targets?.standpoint?.mainWorktree
        return DoctorSite(
            host: context.host, layout: context.layout, kernel: context.kernel,
            registry: context.registry, clock: context.clock,
            supervisorProgram: context.supervisorProgram, version: BuildFacts.version,
            isStale: BuildFacts.read(beside: context.host.executable).isStale(),
            repository: repository, projects: projects.map { site($0, mainWorktree: main) })
    }

    private func look() -> (Result<RepositorySite?, Failure>, Targets?) {
        do {
            let targets = try Targets(context, by: .files, allByDefault: !context.route.has(.gate))
            return (.success(targets.standpoint.map(repository)), targets)
        } catch { return (.failure(Failure(error)), nil) }
    }

    private func repository(_ standpoint: Standpoint) -> RepositorySite {
        let all = standpoint.allProjects()
        return RepositorySite(
            scope: standpoint.scope.scope, worktree: standpoint.location.checkout?.path,
            isGit: standpoint.location.scope.isGit,
            gone: all.filter { !standpoint.exists($0) }.map(\.name),
            disagreement: disagreement())
    }

    /// What libgit2 says where git's own files can be read.
    private func disagreement() -> Failure? {
        do {
            _ = try Repository.locate(
                from: context.folder, environment: context.host.environment, by: .libgit2)
            return nil
        } catch { return error }
    }

    private func site(_ inspected: InspectedProject, mainWorktree: String?) -> ProjectSite {
        ProjectSite(
            project: inspected.project, configuration: configuration(inspected, mainWorktree),
            observed: inspected.observed, problem: inspected.problem)
    }

    private func configuration(
        _ inspected: InspectedProject, _ mainWorktree: String?
    ) -> Result<ProjectConfiguration?, Failure> {
        do {
            return .success(
                try context.configuration(of: inspected.project, mainWorktree: mainWorktree))
        } catch { return .failure(Failure(error)) }
    }
}
