import Glibc
import Platform
import Synchronization

/// Messages from the steps to the loop; its descriptor is readable while there is a reason to look.
final class Mailbox: Sendable {
    private let state = Mutex<(ended: [StepWork.End], isAwake: Bool)>(([], false))
    private let pipe: (reading: Descriptor, writing: Descriptor)

    init() throws(SystemError) { pipe = try Descriptor.pipe() }

    var descriptor: Int32 { pipe.reading.raw }

    func post(_ end: StepWork.End) {
        state.withLock { $0.ended.append(end) }
        wake()
    }

    /// At most one byte between two looks, so that the pipe never fills.
    func wake() {
        state.withLock { state in
            guard !state.isAwake else { return }
            state.isAwake = true
            var byte: UInt8 = 1
            _ = write(pipe.writing.raw, &byte, 1)
        }
    }

    /// What came since the last look; to be called when the descriptor is readable.
    func take() -> [StepWork.End] {
        state.withLock { state in
            var byte: UInt8 = 0
            _ = read(pipe.reading.raw, &byte, 1)
            defer { state = ([], false) }
            return state.ended
        }
    }
}
