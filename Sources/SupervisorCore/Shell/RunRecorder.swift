import Events
import Glibc
import Platform
import RunState
import Supervision
import Vocabulary

/// Writes the run's folder: the supervisor is its only writer while it lives.
///
/// A write that fails (disk full) is tried again with the next change; nothing waits for it.
final class RunRecorder {
    private let start: SupervisorStart
    private let own: ProcessIdentity
    let clock: Clock
    private let events: EventLog
    /// What is never to be told or recorded.
    let secrets: SecretRegistry
    private var writer: RunWriter
    var base: RunRecord
    private var errors: ErrorReport
    private var checks: [ReadinessReport.Check] = []
    /// Inodes of the listening sockets, as they were at ready.
    private(set) var inodes: [ComponentID: [Port: UInt64]] = [:]
    /// `launch.json` says that a transaction was begun.
    private(set) var isLaunchOpen = false
    /// Told of each line's number.
    var onEvent: (Int) -> Void = { _ in }

    init(_ start: SupervisorStart, own: ProcessIdentity, clock: Clock) throws {
        self.start = start
        self.own = own
        self.clock = clock
        let layout = RunLayout(run: start.run, folder: start.runFolder)
        let scope = ScopeLayout(
            scope: start.scope, folder: Path.parent(Path.parent(start.runFolder)),
            isRoot: geteuid() == 0)
        writer = RunWriter(scope: scope, run: start.run)
        let secrets = Self.secrets(start)
        self.secrets = secrets
        events = try EventLog(
            path: layout.events, run: start.run, project: start.project,
            scrub: { secrets.outwardRedactor.json($0) })
        base =
            try RunRecord.read(layout.runState)
            ?? RunRecord(
                run: start.run, scope: start.scope, project: start.project,
                mode: RunMode(rawValue: start.mode) ?? .trees, started: clock.now())
        errors =
            try ErrorReport.read(layout.artifact(.errorReport))
            ?? ErrorReport(run: start.run, project: start.project)
        base.supervisor = SupervisorRecord(
            identity: own, socket: start.socket, version: ProductVersion.current)
        // What an adopted process listens on was seen when it became ready.
        if start.adopts { rememberInodes() }
    }

    /// What the project's requirements were given; the rest comes with the specs.
    private static func secrets(_ start: SupervisorStart) -> SecretRegistry {
        let home = start.environment.first { $0.hasPrefix("HOME=") }.map { String($0.dropFirst(5)) }
        let user = start.environment.first { $0.hasPrefix("USER=") }.map { String($0.dropFirst(5)) }
        let secrets = SecretRegistry(person: Person(user: user, home: home))
        let path = Path.join(start.projectFolder, "secrets.json")
        // A file that can't be read now hides nothing: each spec has what its component was given.
        if let bytes = try? FileSystem.readIfPresent(path), let json = try? JSON.parse(bytes) {
            secrets.add(allOf: json["secrets"] ?? .null)
        }
        return secrets
    }

    /// What a component is given is known before it can print it.
    func learn(from spec: LaunchSpec) {
        secrets.add(spec.secrets)
        secrets.add(assignments: spec.environment)
    }

    private func rememberInodes() {
        for component in base.components {
            for bound in component.ports {
                inodes[component.name, default: [:]][bound.port] = bound.inode
            }
        }
    }

    /// What an undone start had launched is only in the record: no process of it is left.
    func forgetProcesses(notOf machine: Machine) {
        for component in base.components
        where machine.components[component.name] == nil && component.identity != nil {
            base[component.name]?.identity = nil
            base[component.name]?.status = .stopped
            base[component.name]?.desired = .stopped
        }
    }

    /// What the run's record says of a component, as its last writer left it.
    func recorded(_ component: ComponentID) -> ComponentRecord? { base[component] }

    /// - Throws: where a synced write failed; then nothing may rest on it.
    ///
    /// - Parameter offsets: of each component's log at its last launch.
    func saveLaunch(
        _ machine: Machine, offsets: [ComponentID: Int64], synced: Bool, hastily: Bool = false
    ) throws {
        let components = machine.launched.map { launched in
            var launched = launched
            launched.current?.logOffset = offsets[launched.component]
            return launched
        }
        try LaunchRecord(
            run: start.run, scope: start.scope, project: start.project,
            socketFolder: start.socketFolder, worktree: start.worktree,
            supervisor: machine.hasEnded ? nil : own, transaction: machine.transaction,
            components: components
        ).write(runFolder: start.runFolder, synced: synced, swapping: hastily)
        isLaunchOpen = machine.transaction?.state == .begun
    }

    func record(_ event: Event) {
        // An event must never fail what it tells of; the number is then used by the next one.
        guard let number = try? events.append(event) else { return }
        onEvent(number)
    }

    /// Lines of `events.jsonl` after that number.
    func lines(after sequence: Int) -> [JSON] {
        // A file that can't be read now is read at the next event.
        let all = (try? EventLog.read(Path.join(start.runFolder, "events.jsonl"), after: sequence))
        return (all ?? []).map(\.json)
    }

    func becameReady(_ component: ComponentID, _ spec: LaunchSpec?) {
        errors.clear(component)
        // Without the inodes Truth reads descriptors instead: slower, and as right.
        let listeners = (try? Listeners.all()) ?? []
        for port in spec?.ports ?? [] {
            inodes[component, default: [:]][port.port] =
                listeners.first { $0.port == port.port }?.inode
        }
    }

    /// - Parameter restarts: automatic ones of this run, which did not help.
    func failed(_ report: ComponentReport, code: String, restarts: Int) {
        var entry = FailureEntry(
            time: clock.now(), code: code,
            message: "\(report.component) failed: \(report.reason ?? "no reason is known")",
            component: report.component)
        entry.causes = [report.probe, report.answer].compactMap { $0 }
        entry.exit = report.exit
        entry.logLines = report.log
        if let status = report.httpStatus { entry.numbers = ["http_status": JSON(status)] }
        entry.hint = "see 'envctl logs \(report.component)'"
        if restarts > 0 {
            entry.tried = [restarts == 1 ? "restarted it once" : "restarted it \(restarts) times"]
        }
        errors.add(entry.redacted(by: secrets.redactor))
    }

    /// Replaces members of the run's record; `metadata` and `pointers` are merged, `failures`, all
    /// of one start, are added to the error report.
    func update(_ facts: JSON.Object) throws {
        // Those that are not told of stay as they are.
        for record in try (facts["requirements"]?.array ?? []).map(ComponentRecord.init(json:)) {
            base[record.name] = record
        }
        var object = base.json.object ?? [:]
        for (key, value) in facts.members where key != "requirements" {
            switch key {
            case "failures":
                errors.add(
                    ofStart: try (value.array ?? []).map {
                        try FailureEntry(json: $0).redacted(by: secrets.redactor)
                    })
            case "metadata", "pointers":
                var merged = object[key]?.object ?? [:]
                for (name, fact) in value.object?.members ?? [] { merged[name] = fact }
                object[key] = .object(merged)
            default: object[key] = value
            }
        }
        base = try RunRecord(json: .object(object))
    }

    /// Writes what shows the machine's state; whatever can't be written is left to the next time.
    ///
    /// - Parameter hastily: a calmer write follows; what is as it was written before is left out.
    func save(_ machine: Machine, hastily: Bool) throws {
        undoAwaited(machine)
        let record = record(of: machine)
        try writer.save(record, hastily: hastily)
        try writer.save(errors)
        if machine.transaction?.state == .committed { try saveReadiness(record) }
    }

    /// What an undone start did not come to launch.
    private func undoAwaited(_ machine: Machine) {
        guard let transaction = machine.transaction, transaction.state == .aborted else { return }
        for component in base.components
        where component.isAwaited && machine.components[component.name]?.spec == nil {
            base[component.name]?.undo(isWanted: transaction.verb == "resume")
        }
    }

    /// The ports of the run are not in use any more. Where a command stopped it, that one tells the
    /// registry; where the worktree or the machine went, nobody else would.
    func endClaims() {
        var state = start.projectFolder  // `<state>/scopes/<scope>/projects/<project>`
        for _ in 0..<4 { state = Path.parent(state) }
        let layout = StateLayout(
            StateRoots(state: state, runtime: "", cache: "", isRoot: geteuid() == 0))
        guard FileSystem.exists(layout.ports) else { return }
        // What can't be written is ended by the next start.
        try? PortRegistry(layout, clock: clock).endClaims(of: start.run)
    }

    private func saveReadiness(_ record: RunRecord) throws {
        let now = record.components.filter { $0.desired == .running }.map { component in
            ReadinessReport.Check(
                id: "component.ready", holds: component.status == .ready,
                component: component.name,
                evidence: component.reason ?? "its status is \(component.status.rawValue)")
        }
        if now == checks { return }
        try writer.save(
            ReadinessReport(
                run: start.run, project: start.project, checked: clock.now(), checks: now))
        checks = now
    }
}
