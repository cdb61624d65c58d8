import Platform
import Supervision

/// The containers behind clients: a client that has gone says nothing of its container.
extension Supervisor {
    /// Milliseconds that the engine has to remove one.
    private static let patience = 20_000

    /// Answered by `scanned` with the engine's word, else by `containerStays`.
    func removeContainer(of process: RunningProcess) {
        guard let container = process.spec.container else { return }
        process.isRemovingContainer = true
        run(
            container.removal, timeout: Self.patience, of: process, isInside: false
        ) { [unowned self] exit, _ in
            process.isRemovingContainer = false
            if exit?.isSuccess == true {
                feed(.scanned(process.id, left: [], proof: .noContainer))
            } else {
                feed(.containerStays(process.id))
            }
        }
    }
}
