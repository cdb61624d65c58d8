import Events
import Platform
import RunState
import Steps
import Supervision
import Vocabulary

/// Cleans up after a command and a supervisor that died in the middle of something.
struct Recovery {
    private let parts: StartupParts
    /// What it finds undone half way was begun by its caller itself.
    private let isOwn: Bool

    private static let cutShort =
        "an earlier start of this project was cut short; what it began was undone"
    private static let ownCutShort =
        "the supervisor was killed while it started this; what it had begun was undone"
    /// How often a supervisor on its way out is looked at, 20 ms apart: undoing a start may take
    /// some grace times, ending afterwards does not.
    private static let looks = (undoing: 3000, ending: 250)

    init(_ parts: StartupParts, isOwn: Bool = false) {
        self.parts = parts
        self.isOwn = isOwn
    }

    /// Undoes a start that nobody committed, and gives what a lost supervisor left a new one.
    ///
    /// - Returns: what was done, in sentences for the user.
    ///
    /// - Parameter undone: what `undo` has told, where that came before.
    func recover(
        _ present: inout PresentProject, after undone: [String]? = nil
    ) throws -> [String] {
        var notes = try undone ?? undo(&present)
        removeHalfWritten(present)
        guard let launch = present.launch, let record = present.record, !present.supervisorLives
        else { return notes }
        try endSteps(of: record)
        if let note = try takeOver(launch.undone, record, present.project) {
            notes.append(note)
        } else {
            if !notes.isEmpty { try parts.ports.endClaims(of: record.run) }
            try removeSockets(launch)
        }
        if !notes.isEmpty { present = try PresentProject(present.project, parts) }
        return notes
    }

    /// Undoes a start that nobody committed, and nothing else.
    ///
    /// - Returns: what was done, in sentences for the user.
    func undo(_ present: inout PresentProject) throws -> [String] {
        try awaitEnding(&present)
        guard let launch = present.launch, let record = present.record else { return [] }
        let notes = launch.transaction?.isAbandoned == true ? [Self.cutShort] : []
        let stopper = StopWithoutSupervisor(launchRecord: launch, kernel: parts.kernel)
        if present.supervisorLives || stopper.unfinished.isEmpty { return notes }
        let replaced = launch.replaced(on: parts.kernel)
        try prove(stopper.undo { parts.sink.emit($0) })
        try launch.undone.write(runFolder: folder(of: record).folder, synced: true)
        try write(record, undoing: launch, replaced)
        present = try PresentProject(present.project, parts)
        let cut = isOwn ? Self.ownCutShort : Self.cutShort
        if replaced.isEmpty { return notes + [cut] }
        let what = "it had replaced what ran: \(names(replaced)), still to run"
        return notes + [cut, what]
    }

    /// The run's record, which no supervisor writes any more, says what was undone.
    ///
    /// - Parameter replaced: what that start had taken the place of.
    private func write(
        _ old: RunRecord, undoing launch: LaunchRecord, _ replaced: [ComponentID]
    ) throws {
        guard let transaction = launch.transaction else { return }
        var record = old
        for launched in launch.components {
            let name = launched.component
            guard let known = record[name] else { continue }
            // Either record may be behind the other.
            let wasLaunched =
                launched.current?.transaction == transaction.id
                || launched.planned.map { $0.mark == known.mark } ?? false
            guard wasLaunched || known.isAwaited || replaced.contains(name) else { continue }
            record[name]?.undo(
                isWanted: transaction.verb == "resume" || replaced.contains(name))
        }
        if record.components.allSatisfy({ $0.desired == .stopped || $0.backend == .external }) {
            (record.status, record.ended, record.supervisor) = (.stopped, parts.clock.now(), nil)
        }
        var writer = RunWriter(scope: parts.layout.scope(record.scope), run: record.run)
        try writer.save(record)
    }

    /// Adopts what lives. Where only remains live (children of what was killed), there is nothing
    /// to go on with, and they are ended: nothing is started beside them.
    ///
    /// - Returns: what was done; nil where nothing lives.
    private func takeOver(
        _ launch: LaunchRecord, _ record: RunRecord, _ project: Project
    ) throws -> String? {
        let adoptable = launch.components.filter { component in
            component.spec != nil && component.current?.leader(on: parts.kernel) != nil
        }.map(\.component)
        if !adoptable.isEmpty {
            try Adoption(parts).adopt(project, launch, record)
            return "the supervisor was lost; a new one took over what runs: \(names(adoptable))"
        }
        let stopper = StopWithoutSupervisor(launchRecord: launch, kernel: parts.kernel)
        let remains = launch.components.map(\.component).filter { !stopper.living($0).isEmpty }
        if remains.isEmpty { return nil }
        try prove(stopper.stop { parts.sink.emit($0) })
        try parts.ports.endClaims(of: record.run)
        return "the supervisor was lost; what was left of \(names(remains)) was ended"
    }

    /// Of a supervisor that was killed: nobody listens there any more.
    private func removeSockets(_ launch: LaunchRecord) throws {
        guard try !FileLock.isHeld(supervisorLock(launch)) else { return }
        try SocketLayout.removeSockets(in: launch.socketFolder)
    }

    private func supervisorLock(_ launch: LaunchRecord) -> String {
        parts.layout.scope(launch.scope).project(launch.project).supervisorLock
    }

    private func names(_ components: [ComponentID]) -> String {
        components.map { "'\($0)'" }.joined(separator: ", ")
    }

    private func folder(of record: RunRecord) -> RunLayout {
        parts.layout.scope(record.scope).run(record.run)
    }

    /// We hold the project's lock, so nobody is at work: an open transaction is one whose command
    /// was killed, and a supervisor that nothing is wanted of is about to end. What it is about to
    /// stop must not be taken for running.
    private func awaitEnding(_ present: inout PresentProject) throws {
        var idle = 0
        for _ in 0..<Self.looks.undoing {
            let isUndoing =
                present.launch?.transaction?.state == .begun || present.isEnding
                || present.isUndoing
            if !isUndoing { idle += 1 }
            guard present.supervisorLives,
                isUndoing || idle <= Self.looks.ending && isIdle(present.launch)
            else { return }
            pause(milliseconds: 20)
            present = try PresentProject(present.project, parts)
        }
    }

    private func isIdle(_ launch: LaunchRecord?) -> Bool {
        launch?.components.allSatisfy { $0.desired == .stopped || $0.spec == nil } ?? true
    }

    /// What the steps of that run had under way bears marks that were recorded before.
    private func endSteps(of record: RunRecord) throws {
        let marks = folder(of: record).stepMarks
        guard !marks.isEmpty else { return }
        _ = try ProcessSweep(marks: marks, kernel: parts.kernel).killUntilEmpty()
    }

    /// Of writers that were killed, whatever else they left: in the folders of the repository, of
    /// the project and of its run.
    private func removeHalfWritten(_ present: PresentProject) {
        let scope = parts.layout.scope(present.project.scope)
        let run = present.record.map { scope.run($0.run).folder }
        for folder in [scope.folder, scope.project(present.project.name).folder, run] {
            guard let folder else { continue }
            // A folder that can't be listed keeps them; they only take space.
            let names = (try? FileSystem.list(folder)) ?? []
            for name in names where TemporaryName.isAbandoned(name) {
                // As above.
                try? FileSystem.removeFile(Path.join(folder, name))
            }
        }
    }

    private func prove(_ report: StopReport) throws {
        if report.isComplete { return }
        throw Failure(
            "stop.incomplete", "something of an earlier run can't be ended",
            because: report.components.filter { $0.proof == .none }.map(\.unproved),
            hint: "end what is left, then try again")
    }
}
