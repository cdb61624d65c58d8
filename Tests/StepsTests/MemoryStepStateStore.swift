import Synchronization
import Vocabulary

@testable import Steps

/// A store that keeps every state it was given, and fails when told to.
final class MemoryStepStateStore: StepStateStore {
    private let states: Mutex<[StepExecutionState]>
    private let failAfter: Int

    init(_ state: StepExecutionState? = nil, failAfter: Int = .max) {
        states = Mutex(state.map { [$0] } ?? [])
        self.failAfter = failAfter
    }

    var saved: [StepExecutionState] { states.withLock { $0 } }

    func claim(_ note: String) throws -> StepClaim { StepClaim(nil) }

    func load() throws -> LoadedStepState { saved.last.map { .state($0) } ?? .nothing }

    func save(_ state: StepExecutionState) throws {
        try states.withLock { states in
            if states.count >= failAfter { throw Failure("test.disk_full", "the disk is full") }
            states.append(state)
        }
    }
}
