import Events
import Glibc
import Platform
import RunState
import Supervision
import Vocabulary

/// The shell: turns what the kernel and the clients say into occurrences, and the machine's actions
/// into system calls. One thread owns all of it.
final class Supervisor {
    let start: SupervisorStart
    let loop: EventLoop
    let clock: Clock
    let kernel: KernelInstance
    let own: ProcessIdentity
    let recorder: RunRecorder
    let server: ControlServer
    let children: ChildTable
    let null: Descriptor
    /// Where its cgroups are made; nil where none can be.
    let groups: ControlGroupPlace?
    var notify: NotifyServer?
    let watches: Watches
    let logs: LogKeepers
    /// Those whose files are looked at.
    var fileWatches: [ComponentID: ComponentWatch] = [:]
    var watch: LossWatch?
    /// The look at sockets that have gone.
    var regaining: EventLoop.TimerID?
    /// Our end of the launcher's pipe, until that has gone.
    var launcher: (Descriptor, EventLoop.Registration)?
    var machine: Machine
    var processes: [IncarnationID: RunningProcess] = [:]
    var byPid: [Int32: IncarnationID] = [:]
    /// Where the log of a component's last launch began, also after that has gone.
    var logOffsets: [ComponentID: (path: String, offset: Int64)] = [:]
    /// What HTTP probes of the last launch were answered instead of what they want.
    var httpStatuses: [ComponentID: Int] = [:]
    var subscribers: [RequestToken: Int] = [:]
    private var queue: [Occurrence] = []
    private var isPumping = false
    var isDirty = false
    var isLaunchDirty = false
    /// Sent when nothing waits for its turn any more.
    var replies: [(RequestToken, Answer)] = []
    var hasNews = false
    /// The last one, so that it is not repeated.
    var complaint = ""
    /// The calm write that is to come.
    var settling: EventLoop.TimerID?
    private var timers: [TimerKey: EventLoop.TimerID] = [:]
    private let signals: SignalDescriptor
    let lock: FileLock
    /// This process was a supervisor before it became this program.
    let isReexecuted: Bool
    var reexecution: Reexecution?

    /// - Parameter listener: the control socket, where this process had it before.
    init(
        _ start: SupervisorStart, signals: SignalDescriptor, kernel: KernelInstance,
        lock: FileLock, listener: Descriptor? = nil
    ) throws {
        self.start = start
        self.lock = lock
        isReexecuted = listener != nil
        self.signals = signals
        self.kernel = kernel
        clock = .system
        guard let own = kernel.identity(of: getpid()) else {
            throw SystemError("read", "/proc/self/stat", errno: ENOENT)
        }
        self.own = own
        loop = try EventLoop(clock: clock)
        children = ChildTable(loop: loop)
        watches = Watches(loop: loop, clock: clock)
        logs = LogKeepers(loop: loop, watches: watches, clock: clock)
        null = try Descriptor.open("/dev/null", O_RDWR)
        recorder = try RunRecorder(start, own: own, clock: clock)
        SupervisorRecording.begin(start, secrets: recorder.secrets)
        server = try ControlServer(path: start.socket, inherited: listener, loop: loop)
        let groups = kernel.usesControlGroups ? Self.groups(of: start.run) : nil
        self.groups = groups
        machine = Machine(
            newMark: { Mark.random() },
            chance: { Double(Random.uint64() >> 11) / Double(1 << 53) },
            group: { groups?.group(run: start.run.rawValue, mark: $0).path })
        try connect()
    }

    private func connect() throws {
        _ = try loop.add(signals.descriptor, .reading) { [unowned self] _ in takeSignals() }
        server.onCome = { [unowned self] _ in feed(.clientCame) }
        server.onGone = { [unowned self] client in clientGone(client) }
        server.onMessage = { [unowned self] in take($1, from: $0) }
        recorder.onEvent = { [unowned self] _ in hasNews = true }
        // Without a watch the worktree is looked at whenever a component ends.
        watch = try? LossWatch([start.worktree, start.socket], watches) { [unowned self] in
            if $0 == start.socket { regainSockets() } else { feed(.worktreeGone(start.worktree)) }
        }
        connectLogs()
        arm(.unused, at: clock.monotonic() + 10_000_000_000)
        record(
            isReexecuted
                ? Event("supervisor.replaced", data: ["version": .string(ProductVersion.current)])
                : Event("supervisor.started", data: ["pid": JSON(Int(own.pid))]))
        isDirty = true
        if start.adopts { try adopt() }
        // Those that ended while this became another program.
        if isReexecuted { reap() }
        // Whoever is told that we are there finds it in the records.
        save(hastily: true)
    }

    /// Runs until the environment has ended.
    func run() throws {
        afterTurn()
        try loop.run { [unowned self] in afterTurn() }
        logs.lookAtAll()
        save(hastily: true)
        if !machine.isStoppedByUser { recorder.endClaims() }
        notify?.close()
        server.close()
    }

    private var moment: Moment { Moment(monotonic: clock.monotonic(), wall: clock.now()) }

    /// Hands an occurrence to the machine; occurrences that arise meanwhile wait their turn.
    func feed(_ occurrence: Occurrence) {
        queue.append(occurrence)
        guard !isPumping else { return }
        isPumping = true
        while !queue.isEmpty {
            let next = queue.removeFirst()
            Recording.span(.occurrence, next.recorded) {
                execute(handle(next))
            }
        }
        isPumping = false
        sendReplies()
        if machine.isEnding { endWatches() }
    }

    /// What ends soon need not be told what changes: its worktree is looked at whenever a component
    /// ends, and the logs ten times a second.
    private func endWatches() {
        logs.end()
        watches.removeAll()
    }

    private func handle(_ occurrence: Occurrence) -> [Action] {
        let known = machine.anomalies
        let actions = machine.handle(occurrence, at: moment)
        if machine.anomalies > known { Recording.note(.anomaly, occurrence.recorded) }
        return actions
    }

    /// Carries out one batch in order. After a synced write that failed, what rests on it does not
    /// happen.
    private func execute(_ actions: [Action]) {
        var failure: Failure?
        for action in actions {
            switch action {
            case .persist(let synced):
                isDirty = true
                isLaunchDirty = !synced
                guard synced else { continue }
                do { try saveLaunch(synced: true) } catch {
                    isLaunchDirty = true
                    let reason = Self.unwritable(error)
                    failure = reason
                    queue.append(.persistFailed(reason))
                }
            case .spawn(let id, let spec, let mark):
                if let failure {
                    queue.append(.spawnFailed(id, failure))
                } else {
                    launch(id, spec, mark: mark)
                }
            case .reply(let token, let answer):
                replies.append((token, failure.map(Answer.failure) ?? answer))
            default: perform(action)
            }
        }
    }

    private func perform(_ action: Action) {
        switch action {
        case .startProbe(let id, let spec): startProbe(id, spec)
        case .startHealth(let id, let check): startHealth(id, check)
        case .stopProbe(let id): stopProbe(id)
        case .signalGroup(let id, let signal): signalGroup(id, signal)
        case .signalLeader(let id, let signal): signalLeader(id, signal)
        case .signalMembers(let id, let signal): signalMembers(id, signal)
        case .runStopCommand(let id, let command): runStopCommand(id, command)
        case .scan(let id): scan(id, striking: false)
        case .strike(let id): scan(id, striking: true)
        case .strikeSteps: strikeSteps()
        case .forget(let id): forget(id)
        case .watch(let component, let rule): watch(component, rule)
        case .unwatch(let component): fileWatches.removeValue(forKey: component)?.end()
        case .arm(let key, let time): arm(key, at: time)
        case .disarm(let key): loop.cancel(timers.removeValue(forKey: key))
        case .publish(let event): tell(event)
        case .notify(let token, let event):
            server.send(Message.notice(id: token.request, event.json), to: token.client)
        case .recordFailure(let report, let code):
            let restarts = machine.components[report.component]?.restarts ?? 0
            recorder.failed(filled(report), code: code, restarts: restarts)
        case .clearFailure(let component):
            recorder.becameReady(component, machine.components[component]?.spec)
        case .end: loop.stop()
        case .persist, .spawn, .reply: break
        }
    }

    private func arm(_ key: TimerKey, at time: UInt64) {
        loop.cancel(timers[key])
        timers[key] = loop.schedule(at: time) { [unowned self] in
            timers[key] = nil
            feed(.timer(key))
        }
    }

    private func takeSignals() {
        while let signal = signals.next() {
            switch signal {
            case SIGCHLD: reap()
            case SupervisorClient.remakeSignal: remakeSockets()
            default: feed(.terminated(signal))
            }
        }
    }
}
