import Glibc
import Platform
import Supervision
import Vocabulary

/// A supervisor that lives and does not answer. What it supervises can be stopped without it, once
/// it can't bring anything back any more.
struct DeafSupervisor {
    private let launch: LaunchRecord
    private let kernel: KernelInstance

    /// Milliseconds for the kernel to end it.
    private static let patience = 5000

    init(_ launch: LaunchRecord, _ kernel: KernelInstance) {
        self.launch = launch
        self.kernel = kernel
    }

    /// Ends it, by its recorded identity.
    ///
    /// - Returns: its pid.
    /// - Throws: `failure`, where nobody knows who it is, or it can't be ended.
    @discardableResult
    func end(_ failure: Failure) throws -> Int32 {
        guard let identity = launch.supervisor,
            let process = try ProcessHandle.open(identity, on: kernel)
        else { throw failure }
        try process.send(SIGKILL)
        guard process.waitForExit(milliseconds: Self.patience) else {
            throw failure.because("it does not even end by SIGKILL")
        }
        return identity.pid
    }
}
