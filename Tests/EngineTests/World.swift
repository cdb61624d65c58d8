import Events
import Glibc
import Platform
import Requirements
import RunState
import Testing
import Vocabulary
import Worktrees

@testable import Engine
@testable import Routing
@testable import Terminal

/// A repository and state roots of its own for one test, gone with it; nothing of the real user's.
final class World: Sendable {
    let folder: String
    /// A real git repository, on branch `main`.
    let app: String
    let host: Host
    let layout: StateLayout
    let kernel: KernelInstance
    /// Stands at 2026-11-21T07:45:00.000Z.
    let clock = Clock(now: { Timestamp("2026-11-21T07:45:00.000Z") ?? .init(milliseconds: 0) }) {
        Clock.system.monotonic()
    }

    init(configuration: String? = nil) throws {
        folder = try Path.canonical("/tmp") + "/envctl-test-\(getpid())-\(Random.hex(bytes: 4))"
        app = folder + "/app"
        try FileSystem.createDirectories(app)
        let path = try Host.current().environment["PATH"] ?? "/usr/bin:/bin"
        host = Host(
            environment: [
                "ENVCTL_STATE_DIR": folder + "/state", "ENVCTL_RUNTIME_DIR": folder + "/run",
                "ENVCTL_CACHE_DIR": folder + "/cache", "HOME": folder, "PATH": path,
                "GIT_CONFIG_NOSYSTEM": "1", "XDG_CONFIG_HOME": folder + "/config",
            ], directory: app, executable: folder + "/envctl")
        layout = StateLayout(try StateRoots(host: host))
        kernel = try KernelInstance.current(environment: [:])
        try git("init", "--quiet", "--initial-branch=main", app)
        if let configuration { try write(configuration, "app/envctl.yaml") }
    }

    deinit {
        // A leftover below /tmp fails no test.
        try? FileSystem.removeTree(folder)
    }

    func write(_ text: String, _ name: String) throws {
        try FileSystem.writeAtomically(Array(text.utf8), to: Path.join(folder, name))
    }

    func git(_ words: String...) throws {
        let program = try #require(
            Program.find("git", path: host.environment["PATH"], directory: "/"))
        let environment = host.environment.merging([
            "GIT_AUTHOR_NAME": "T", "GIT_AUTHOR_EMAIL": "t@example.invalid",
            "GIT_COMMITTER_NAME": "T", "GIT_COMMITTER_EMAIL": "t@example.invalid",
        ]) { $1 }
        let result = try Subprocess(program, words, environment: environment, directory: folder)
            .run()
        #expect(result.isSuccess, "\(result.text)")
    }

    /// A second worktree on a branch of its own, beside the first.
    func addWorktree(_ branch: String) throws {
        try git("-C", app, "commit", "--quiet", "--allow-empty", "--message", "first")
        try git("-C", app, "worktree", "add", "--quiet", "-b", branch, folder + "/" + branch)
    }

    var scope: ScopeID {
        get throws { try Repository.locate(from: app, by: .files).scope.id }
    }

    /// Records a run of the project as the latest one, begun five minutes before now.
    func record(
        _ components: [ComponentRecord], project: ProjectName = .main,
        status: ComponentStatus = .ready
    ) throws {
        let record = RunRecord(
            run: RunID(unchecked: "20261121T074000.000Z-00beef"), scope: try scope,
            project: project, mode: .main, root: app, status: status,
            started: Timestamp(milliseconds: clock.now().milliseconds - 300_000),
            services: components.filter { $0.kind == .service },
            requirements: components.filter { $0.kind == .requirement },
            ports: components.compactMap { component in
                component.ports.first.map {
                    PortPlan(
                        component: component.name, resource: "main", requested: nil,
                        assigned: $0.port, source: .scan)
                }
            })
        _ = try RunRepository(layout, clock: clock).create(record)
    }

    /// A component whose process is this test's own: alive beyond doubt.
    func living(
        _ name: String, _ kind: ComponentKind = .service, url: String? = nil, port: Port? = nil
    ) throws -> ComponentRecord {
        var record = ComponentRecord(
            name: ComponentID(unchecked: name), kind: kind, status: .ready)
        record.identity = kernel.identity(of: getpid())
        record.ports = port.map { [BoundPort(resource: "main", port: $0)] } ?? []
        record.url = url
        record.times.started = Timestamp(milliseconds: clock.now().milliseconds - 125_000)
        return record
    }

    /// A component whose recorded process was of an earlier boot.
    func gone(_ name: String) throws -> ComponentRecord {
        var record = try living(name)
        record.identity?.bootID = "another boot"
        return record
    }

    /// What envctl answers, and what it printed by itself.
    func envctl(
        _ line: String, in directory: String? = nil, environment: [String: String] = [:],
        onTerminal: Bool = false
    ) throws -> (answer: Answer, printed: String) {
        var host = host
        host.directory = directory ?? app
        host.environment.merge(environment) { $1 }
        host.outputIsTerminal = onTerminal
        let route = try Parser.parse(line.split(separator: " ").map(String.init))
        let output = Path.join(folder, "output-" + Random.hex(bytes: 4))
        let file = try Descriptor.open(output, O_RDWR | O_CREAT | O_EXCL)
        defer { unlink(output) }
        let console = Console(
            host: host, noColor: !onTerminal, headless: true, output: file.raw,
            diagnostics: file.raw)
        let context = CommandContext(
            route: route, host: host, console: console, clock: clock, kernel: kernel,
            layout: layout, registry: .builtIn, cancellation: try Cancellation(),
            secrets: SecretRegistry())
        let answer = try Dispatch(context).answer()
        return (answer, try FileSystem.readText(output))
    }

    /// The failure with which envctl ends.
    func failure(_ line: String, in directory: String? = nil) throws -> Failure {
        do {
            let answer = try envctl(line, in: directory).answer
            return Failure("test.no_failure", "answered instead: \(answer.text)")
        } catch { return Failure(error) }
    }

    /// Every path below the folder with its kind, size, time of change and links' targets.
    func contents() throws -> [String] {
        func below(_ path: String) throws -> [String] {
            try FileSystem.list(path).flatMap { name -> [String] in
                let whole = Path.join(path, name)
                let status = try FileSystem.status(whole, followLinks: false)
                // Only links have a target.
                let target = (try? FileSystem.readLink(whole)) ?? ""
                let line = "\(whole) \(status.mode) \(status.size) \(status.modified) \(target)"
                return [line] + (status.isDirectory ? try below(whole) : [])
            }
        }
        return try below(folder)
    }
}

/// Columns are the table's own matter: here only the words count.
func words(_ text: String) -> [String] {
    text.split(separator: "\n").map {
        $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
}
