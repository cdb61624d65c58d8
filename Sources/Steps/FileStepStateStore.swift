package import Platform
import Vocabulary

/// The execution state in one file, `steps.json`, with its lock beside it as `<path>.lock`.
package struct FileStepStateStore: StepStateStore {
    package let path: String
    private let clock: Clock

    /// - Parameter path: in a folder that exists.
    package init(path: String, clock: Clock = .system) {
        self.path = path
        self.clock = clock
    }

    package func claim(_ note: String) throws -> StepClaim {
        let lockPath = path + ".lock"
        if let lock = try FileLock.attempt(lockPath, note: note) { return StepClaim(lock) }
        throw Failure(
            "steps.busy", "another command is running these steps", at: path,
            because: ["it is held by: " + FileLock.holder(of: lockPath)],
            hint: "wait for it to end, then look with `envctl status`")
    }

    package func load() throws -> LoadedStepState {
        let file = RecordFile(path: path, schema: StepExecutionState.schema, clock: clock)
        switch try file.read(StepExecutionState.init(json:)) {
        case .nothing: return .nothing
        case .value(let state): return .state(state)
        case .damaged(let place, let reason): return .damaged(setAside: place, reason: reason)
        }
    }

    /// Put into place without a sync, since it happens twice a step: after a power cut an older state
    /// or none is read, and every check decides anew.
    package func save(_ state: StepExecutionState) throws {
        try FileSystem.writeBySwapping(Array(state.json.compact.utf8), to: path)
    }
}
