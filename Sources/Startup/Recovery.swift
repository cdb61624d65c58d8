import Events
import Platform
import RunState
import Steps
import Supervision
import Vocabulary

/// Cleans up after a command and a supervisor that died in the middle of something.
struct Recovery {
    private let parts: StartupParts

    init(_ parts: StartupParts) { self.parts = parts }

    /// Undoes a start that nobody committed, and ends what a lost supervisor left: nothing is
    /// started beside it.
    ///
    /// - Returns: what was done, in sentences for the user.
    func recover(_ present: inout PresentProject) throws -> [String] {
        guard !present.supervisorLives, let launch = present.launch, let record = present.record
        else { return [] }
        let stopper = StopWithoutSupervisor(launchRecord: launch, kernel: parts.kernel)
        var notes: [String] = []
        if !stopper.unfinished.isEmpty {
            try prove(stopper.undo { parts.sink.emit($0) })
            notes.append("an earlier start of this project was cut short; what it began was undone")
        }
        let left = launch.components.map(\.component).filter { !stopper.living($0).isEmpty }
        if !left.isEmpty {
            try prove(stopper.stop { parts.sink.emit($0) })
            let names = left.map { "'\($0)'" }.joined(separator: ", ")
            notes.append("the supervisor was lost; what it had left running was stopped: \(names)")
        }
        try endSteps(of: record)
        removeHalfWritten(record)
        if !notes.isEmpty { try parts.ports.endClaims(of: record.run) }
        if !notes.isEmpty { present = try PresentProject(present.project, parts) }
        return notes
    }

    /// What the steps of that run had under way bears marks that were recorded before.
    private func endSteps(of record: RunRecord) throws {
        let path = parts.layout.scope(record.scope).run(record.run).steps
        guard case .state(let state) = try FileStepStateStore(path: path).load(),
            !state.current.isEmpty
        else { return }
        let sweep = ProcessSweep(marks: Set(state.current.map(\.mark)), kernel: parts.kernel)
        _ = try sweep.killUntilEmpty()
    }

    /// Temporary files of writers that were killed between writing and renaming.
    private func removeHalfWritten(_ record: RunRecord) {
        let scope = parts.layout.scope(record.scope)
        let folders = [scope.run(record.run).folder, scope.project(record.project).folder]
        for folder in folders {
            // A folder that can't be listed keeps them; they only take space.
            let names = (try? FileSystem.list(folder)) ?? []
            for name in names where isHalfWritten(name) {
                // As above.
                try? FileSystem.removeFile(Path.join(folder, name))
            }
        }
    }

    /// `.<name>.<pid>.<8 hex>.tmp` of a process that is gone.
    private func isHalfWritten(_ name: String) -> Bool {
        let pieces = name.split(separator: ".")
        guard name.hasPrefix("."), name.hasSuffix(".tmp"), pieces.count >= 4,
            let pid = Int32(pieces[pieces.count - 3])
        else { return false }
        return ProcessEntry.read(pid) == nil
    }

    private func prove(_ report: StopReport) throws {
        if report.isComplete { return }
        let pids = report.components.flatMap(\.survivors).map { "\($0)" }
        throw Failure(
            "stop.incomplete", "something of an earlier run can't be ended",
            because: ["still alive: pid \(pids.joined(separator: ", "))"],
            hint: "end these processes, then try again")
    }
}
