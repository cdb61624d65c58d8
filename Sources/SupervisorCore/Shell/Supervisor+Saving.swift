import Events
import Glibc
import Platform
import Supervision
import Vocabulary

/// When the records are written: before an answer and before an event that go with them.
extension Supervisor {
    /// Whoever got an answer finds in the records what came of the question; within a start only the
    /// commit is such an answer, and its other calls need not wait for files.
    func sendReplies() {
        guard !replies.isEmpty else { return }
        if machine.transaction?.state != .begun { save(hastily: true) }
        for (token, answer) in replies { reply(token, answer) }
        replies = []
    }

    /// Whoever sees it among the events finds what it did in the records: these go first. Within a
    /// start its answers are what shows, and its commit writes; an end is told by its own answer.
    func tell(_ event: Event) {
        isDirty = true
        if machine.transaction?.state != .begun, !machine.isEnding { save(hastily: true) }
        record(event)
    }

    /// Into `events.jsonl`, and for whoever looks later why this process crashed or was slow.
    func record(_ event: Event) {
        CrashTail().emit(event)
        Recording.note(.event, event.json.object ?? [:])
        recorder.record(event)
    }

    func markDirty() { isDirty = true }

    func afterTurn() {
        if isDirty || isLaunchDirty { settleSoon() }
        if hasNews { tellSubscribers() }
        hasNews = false
        reexecuteIfCalm()
    }

    /// Records are written before an answer that they go with, quickly; and once more, by rename,
    /// when it has been calm for a moment: ext4 flushes that, which takes up to ten milliseconds.
    private func settleSoon() {
        guard settling == nil else { return }
        settling = loop.schedule(after: 100) { [unowned self] in
            settling = nil
            // While a transaction is open there is no calm: its commit settles.
            if machine.transaction?.state == .begun { return save(hastily: true) }
            (isDirty, isLaunchDirty) = (true, true)
            save(hastily: false)
        }
    }

    /// While a transaction is open `launch.json` stays as `begin` wrote it, synced: its marks are
    /// what an undo goes by.
    func save(hastily: Bool) {
        guard isDirty || isLaunchDirty else { return }
        do {
            // As long as `launch.json` says that a start is open, whoever comes undoes it. Closed
            // first, it would leave a record of what nobody wants any more to a resume.
            let isUndone = machine.transaction?.state == .aborted
            if isUndone, recorder.isLaunchOpen { try saveRecord(hastily: hastily) }
            if isLaunchDirty, machine.transaction?.state != .begun {
                try saveLaunch(synced: false, hastily: hastily)
                isLaunchDirty = false
            }
            try saveRecord(hastily: hastily)
        } catch {
            complain(error)
            return settleSoon()  // the disk may have room again
        }
        if hastily { settleSoon() }
    }

    private func saveRecord(hastily: Bool) throws {
        guard isDirty else { return }
        try Recording.span(.records, ["hastily": .bool(hastily)]) {
            try recorder.save(machine, hastily: hastily)
        }
        isDirty = false
    }

    /// All that whoever takes over goes by.
    func saveForSuccessor() throws {
        try saveLaunch(synced: true)
        try recorder.save(machine, hastily: true)
    }

    /// Standard error is the supervisor's own log; what is so again and again is told once.
    func complain(_ error: any Error) {
        let failure = recorder.secrets.redactor.failure(Failure(error))
        let text = "envctl-supervisor: \(failure.json.compact)\n"
        guard text != complaint else { return }
        complaint = text
        _ = text.withCString { write(2, $0, strlen($0)) }
    }

    func saveLaunch(synced: Bool, hastily: Bool = false) throws {
        try recorder.saveLaunch(
            machine, offsets: logOffsets.mapValues(\.offset), synced: synced, hastily: hastily)
    }

    static func unwritable(_ error: any Error) -> Failure {
        Failure(
            "supervisor.write_failed", "launch.json could not be written, so nothing was started",
            because: [Failure(error).causes.first ?? "\(error)"], hint: Failure(error).hint)
    }
}
