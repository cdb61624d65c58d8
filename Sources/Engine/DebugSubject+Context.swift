import Configuration
import Diagnostics
import Events
import Platform
import Routing
import RunState
import Setup
import Startup
import Vocabulary
import Worktrees

extension DebugSubject {
    /// What the caller means. Where no project can be found that is a finding, unless one was named.
    init(_ caller: CommandContext) throws {
        var hasty = caller
        hasty.host.patience = Promptness.question
        let context = hasty
        let found = try Self.find(context)
        let project = found.project
        let main = found.mainWorktree
        self.init(
            host: context.host, layout: context.layout, kernel: context.kernel,
            build: Self.build(context),
            configuration: {
                guard let project else { return nil }
                return try context.configuration(of: project, mainWorktree: main).map(Self.json)
            }, preview: { try Self.preview(context, project, main) })
        self.project = project
        place = found.failure
        run = try Self.run(context, found)
        withLogs = context.route.has(.withLogs)
        configurationFiles = Self.files(project)
        doctor = { try Self.doctor(context) }
    }

    /// The run that is named. Its record may be damaged: then it may be this project's.
    ///
    /// - Throws: `pack.unknown_run`; where no project was found, why.
    private static func run(_ context: CommandContext, _ found: Found) throws -> RunID? {
        guard let run = context.route.value(.run).map(RunID.init(unchecked:)) else { return nil }
        if let failure = found.failure { throw failure }
        guard let project = found.project else { return run }
        let scope = context.layout.scope(project.scope)
        // As said above.
        let owner = (try? RunRecord.read(scope.run(run).runState))?.project
        if scope.allRuns().contains(run), owner == nil || owner == project.name { return run }
        throw Failure(
            "pack.unknown_run", "the project \(project.name) has no run '\(run)'",
            hint: "'envctl show-state' names the latest; runs are kept below \(scope.folder)/runs")
    }

    /// Without how long each check took: the same state gives the same report.
    private static func doctor(_ context: CommandContext) throws -> JSON {
        let checks = try DoctorOrchestrator(try DoctorSurroundings(context).site())
            .examine(within: Promptness.answer)
        let timeless = checks.map { check in
            var check = check
            check.milliseconds = 0
            return check.json
        }
        return Answer(
            schema: "envctl.doctor/1", ok: checks.allSatisfy { $0.severity != .fail }, text: "",
            [
                "version": .string(BuildFacts.version), "checks": .array(timeless), "gate": .null,
            ]
        ).json
    }

    private struct Found {
        var project: Project?
        var mainWorktree: String?
        var failure: Failure?
    }

    private static func find(_ context: CommandContext) throws -> Found {
        if let failure = context.homelessness { return Found(failure: failure) }
        do {
            let targets = try Targets(context, by: .files)
            guard targets.projects.count == 1, let project = targets.projects.first else {
                throw Failure(
                    "pack.one_project", "this command is about one project",
                    because: ["\(targets.projects.count) were meant"],
                    hint: "name one with --project NAME")
            }
            return Found(project: project, mainWorktree: targets.standpoint?.mainWorktree)
        } catch {
            guard context.route.targets.isImplicit else { throw error }
            return Found(failure: Failure(error))
        }
    }

    private static func build(_ context: CommandContext) -> JSON {
        let facts = BuildFacts.read(beside: context.host.executable)
        return ["version": .string(BuildFacts.version), "build": facts.json]
    }

    private static func json(_ found: ProjectConfiguration) throws -> JSON {
        let listing = try ConfigurationListing(found, keys: [])
        return [
            "file": JSON(found.file), "settings": .array(listing.settings.map(\.json)),
            "warnings": .array(found.warnings.map(\.json)),
        ]
    }

    /// Throws what a start would end with now.
    private static func preview(
        _ context: CommandContext, _ project: Project?, _ main: String?
    ) throws {
        guard let project,
            let configuration = try context.configuration(of: project, mainWorktree: main)
        else { return }
        let request = StartRequest(project: project, configuration: configuration, dryRun: true)
        _ = try StartupOrchestrator(context.startupParts(EventFanOut([]))).start(
            request, cancellation: context.cancellation)
    }

    private static func files(_ project: Project?) -> [String] {
        guard let project else { return [] }
        let names = [ConfigurationLoader.fileName, ConfigurationLoader.checkoutFileName]
        return names.map { Path.join(project.root, $0) }.filter(FileSystem.exists)
    }
}
