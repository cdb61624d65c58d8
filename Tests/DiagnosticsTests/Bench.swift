import Configuration
import Glibc
import Platform
import Requirements
import RunState
import Supervision
import Testing
import Truth
import Vocabulary

@testable import Diagnostics

/// State folders and one project of its own for one test, gone with it.
final class Bench {
    let folder: String
    let project: Project
    let clock = Clock(now: { Timestamp("2026-11-21T07:45:00.000Z") ?? .init(milliseconds: 0) }) {
        Clock.system.monotonic()
    }
    var host: Host
    var layout: StateLayout
    var kernel: KernelInstance
    /// Replaced by tests that look at a supervisor of ours, a stale build, a repository.
    var version = "1.0.0"
    var isStale: Bool?
    var repository: Result<RepositorySite?, Failure>
    var configuration: Result<ProjectConfiguration?, Failure> = .success(nil)
    /// Locks and sockets that a test holds until it ends.
    var held: [AnyObject] = []
    static let run = RunID(unchecked: "20261121T074000.000Z-00beef")

    init() throws {
        folder = try Path.canonical("/tmp") + "/envctl-doctor-\(getpid())-\(Random.hex(bytes: 4))"
        try FileSystem.createDirectories(folder + "/app")
        host = Host(
            environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder],
            directory: folder + "/app", executable: folder + "/bin/envctl")
        layout = StateLayout(
            StateRoots(
                state: folder + "/state", runtime: folder + "/run", cache: folder + "/cache",
                isRoot: geteuid() == 0))
        try layout.prepare()
        kernel = try KernelInstance.current(environment: [:])
        let scope = ScopeID(unchecked: "app-0123456789ab")
        project = Project(
            scope: scope, name: .main, identity: folder + "/app/.git", root: folder + "/app",
            worktree: folder + "/app", branch: "main")
        repository = .success(
            RepositorySite(
                scope: scope, worktree: folder + "/app", isGit: true, gone: [], disagreement: nil))
    }

    deinit {
        // A leftover below /tmp fails no test.
        try? FileSystem.removeTree(folder)
    }

    func write(_ text: String, _ name: String) throws {
        let path = Path.join(folder, name)
        try FileSystem.createDirectories(Path.parent(path))
        try FileSystem.writeAtomically(Array(text.utf8), to: path)
    }

    var scope: ScopeLayout { layout.scope(project.scope) }
    var folders: ProjectLayout { scope.project(project.name) }
    var runFolder: RunLayout { scope.run(Self.run) }

    /// The site as doctor would gather it.
    func site() throws -> DoctorSite {
        var observed: ObservedProject?
        var problem: Failure?
        do {
            let record = try RunRepository(layout, clock: clock)
                .current(project.name, of: project.scope)
            let truth = Truth(layout: layout, kernel: kernel)
            observed = try record.flatMap { try truth.observe([$0]).first }
        } catch { problem = Failure(error) }
        return DoctorSite(
            host: host, layout: layout, kernel: kernel, registry: .builtIn, clock: clock,
            supervisorProgram: folder + "/bin/envctl-supervisor", version: version,
            isStale: isStale, repository: repository,
            projects: [
                ProjectSite(
                    project: project, configuration: configuration, observed: observed,
                    problem: problem)
            ])
    }

    /// A component whose process is this test's own: alive beyond doubt.
    func living(_ name: String = "api") -> ComponentRecord {
        var record = ComponentRecord(
            name: ComponentID(unchecked: name), kind: .service, status: .ready)
        record.identity = kernel.identity(of: getpid())
        return record
    }

    /// Records a run of these services as the latest one.
    func record(_ services: [ComponentRecord], change: (inout RunRecord) -> Void = { _ in }) throws
    {
        var record = RunRecord(
            run: Self.run, scope: project.scope, project: project.name, mode: .main,
            root: project.root, status: .ready, started: clock.now(), services: services)
        change(&record)
        _ = try RunRepository(layout, clock: clock).create(record)
    }

    /// Writes `launch.json` with one incarnation of the component.
    func launched(_ name: String, mark: UInt64) throws {
        var launched = LaunchedComponent(component: ComponentID(unchecked: name))
        launched.current = LaunchedComponent.Incarnation(number: 1, mark: mark)
        try LaunchRecord(
            run: Self.run, scope: project.scope, project: project.name, socketFolder: folder,
            worktree: project.worktree, components: [launched]
        ).write(runFolder: runFolder.folder, synced: false)
    }

    /// Claims a port for the project's run.
    func claim(_ port: Int, run: RunID = Bench.run) throws {
        let registry = PortRegistry(layout, clock: clock)
        _ = try registry.claim(
            [
                PortRequest(
                    component: ComponentID(unchecked: "api"), resource: "main",
                    preferred: Port(port))
            ], scope: project.scope, project: project.name, run: run,
            rules: PortRules(isMain: true))
    }

    func configure(_ yaml: String) throws {
        try write("version: 1\n" + yaml, "app/envctl.yaml")
        do {
            configuration = .success(
                try ConfigurationLoader(
                    ConfigurationSources(
                        folder: project.root, worktree: project.worktree, environment: [:],
                        requirements: RequirementRegistry.builtIn.schemas)
                ).load())
        } catch { configuration = .failure(Failure(error)) }
    }

    /// A program of that name, first on the PATH.
    func program(_ name: String, _ script: String) throws {
        try write("#!/bin/sh\n" + script, "bin/" + name)
        chmod(folder + "/bin/" + name, 0o755)
        host.environment["PATH"] = folder + "/bin:/usr/local/bin:/usr/bin:/bin"
    }

    func hold(_ lock: String) throws {
        held.append(try #require(try FileLock.attempt(lock, note: "test")))
    }

    func examine(_ check: any Check) throws -> CheckResult {
        let results = try DoctorOrchestrator(try site(), checks: [check]).examine()
        return try #require(results.first)
    }
}
