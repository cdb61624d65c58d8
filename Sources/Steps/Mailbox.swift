import Glibc
import Platform
import Synchronization

/// Messages from the steps to the loop; its descriptor is readable while there is a reason to look.
final class Mailbox: Sendable {
    private let ended = Mutex<[StepWork.End]>([])
    private let pipe: (reading: Descriptor, writing: Descriptor)

    init() throws(SystemError) { pipe = try Descriptor.pipe() }

    var descriptor: Int32 { pipe.reading.raw }

    func post(_ end: StepWork.End) {
        ended.withLock { $0.append(end) }
        wake()
    }

    /// One byte; far fewer come between two looks than a pipe holds.
    func wake() {
        var byte: UInt8 = 1
        _ = write(pipe.writing.raw, &byte, 1)
    }

    /// What came since the last look; to be called when the descriptor is readable.
    func take() -> [StepWork.End] {
        var bytes = [UInt8](repeating: 0, count: 512)
        _ = read(pipe.reading.raw, &bytes, bytes.count)
        return ended.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}
