import Events
import Glibc
import Platform
import RunState
import Supervision
import Testing
import Vocabulary

/// A state folder of its own with a run in it; everything that was started there is ended with it.
final class World: Sendable {
    let folder: String
    let start: SupervisorStart
    let mark = Mark.random()
    /// How a stop knows that nothing is left, here.
    let proof: ComponentStop.Proof
    let kernel: KernelInstance

    /// - Parameter groups: whether cgroups are used, where this machine has them.
    init(groups: Bool = true) throws {
        let environment = groups ? [:] : ["ENVCTL_TEST_NO_CGROUP": "1"]
        kernel = try KernelInstance.current(environment: environment)
        let works = groups && ControlGroupPlace.current()?.works(run: "test") == true
        proof = works ? .emptyGroup : .twoScans
        let name = "/tmp/envctl-sup-\(getpid())-\(Random.hex(bytes: 3))"
        folder = name
        let run = RunID(at: Clock.system.now(), after: nil, random: 7)
        start = SupervisorStart(
            executable: try Self.binary(), run: run, scope: ScopeID(unchecked: "test-0123456789ab"),
            project: .main, runFolder: "\(name)/runs/\(run)",
            projectFolder: "\(name)/projects/main", socketFolder: "\(name)/s",
            worktree: "\(name)/worktree",
            environment: environment.map { "\($0.key)=\($0.value)" })
        for path in [start.runFolder, start.projectFolder, start.socketFolder, start.worktree] {
            try FileSystem.createDirectories(path)
        }
    }

    // What can't be cleaned up here fails no test; the leak checks find it.
    deinit {
        let record = try? LaunchRecord.read(runFolder: start.runFolder)
        let words = FileLock.holder(of: start.lock).split(separator: " ")
        if let pid = words.first.flatMap({ Int32($0) }), (try? hasEnded()) == false {
            kill(pid, SIGTERM)
            _ = try? waitForEnd()
        }
        if let record {
            _ = try? StopWithoutSupervisor(launchRecord: record, kernel: kernel).stop()
        }
        try? FileSystem.removeTree(folder)
    }

    /// The debug build beside the test bundle.
    static func binary() throws -> String {
        var folder = Path.parent(try FileSystem.readLink("/proc/self/exe"))
        for argument in CommandLine.arguments where argument.hasSuffix(".xctest") {
            folder = Path.parent(argument)
        }
        while folder != "/" {
            let path = Path.join(folder, "envctl-supervisor")
            if FileSystem.isExecutable(path) { return path }
            folder = Path.parent(folder)
        }
        throw Failure("test.binary", "envctl-supervisor is not built")
    }

    func launchSupervisor() throws -> SupervisorClient { try SupervisorLauncher.start(start) }

    /// A shell script as a component.
    func spec(
        _ name: String, _ script: String, ready: Probe = .alive(milliseconds: 20),
        timeout: Int = 5000, _ change: (inout LaunchSpec) -> Void = { _ in }
    ) -> LaunchSpec {
        var spec = LaunchSpec(
            component: ComponentID(unchecked: name), kind: .service, program: "/bin/sh",
            arguments: ["sh", "-c", script],
            environment: ["PATH=/usr/local/bin:/usr/bin:/bin", "WORLD=\(folder)"],
            directory: folder, log: "\(folder)/\(name).log", ready: ready, readyTimeout: timeout,
            stop: StopRule(timeout: 2000))
        change(&spec)
        return spec
    }

    /// Whether the supervisor's lock is free.
    func hasEnded() throws -> Bool { try !FileLock.isHeld(start.lock) }

    /// Waits until the supervisor has let go of its lock.
    func waitForEnd() throws -> Bool {
        for _ in 0..<2000 {
            if try hasEnded() { return true }
            pause(milliseconds: 5)
        }
        return false
    }

    func launchRecord() throws -> LaunchRecord {
        try #require(try LaunchRecord.read(runFolder: start.runFolder))
    }

    /// What lives of the marks that `launch.json` has.
    func living() throws -> [Int32] {
        let record = try launchRecord()
        let stop = StopWithoutSupervisor(launchRecord: record, kernel: kernel)
        return record.components.flatMap { stop.living($0.component) }
    }

    /// The exits that the events tell of.
    func exits() throws -> [JSON] {
        try EventLog.read("\(start.runFolder)/events.jsonl").map(\.event)
            .filter { $0.name == "component.exited" }.compactMap { $0.data["exit"] }
    }

    func events() throws -> [String] {
        try EventLog.read("\(start.runFolder)/events.jsonl").map(\.event.name)
    }

    /// Waits, without sleeping blindly, for something that another process does.
    func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
        for _ in 0..<1000 {
            if try condition() { return true }
            pause(milliseconds: 5)
        }
        return false
    }
}

extension SupervisorClient {
    /// One transaction for all of them.
    func launchAll(_ specs: [LaunchSpec], commit: Bool = true) throws -> [ComponentReport] {
        try begin(
            TransactionPlan(id: "t-\(Random.hex(bytes: 2))", components: specs.map(\.component)))
        let reports = try specs.map { spec in
            _ = try launch(spec)
            return try waitReady(spec.component)
        }
        if commit { try self.commit() }
        return reports
    }
}
