import Platform
import Synchronization

/// Keeps a descriptor open for as long as the test that owns it lasts.
final class InputHolder: Sendable {
    private let descriptor = Mutex<Descriptor?>(nil)
    func keep(_ kept: Descriptor) { descriptor.withLock { $0 = kept } }
}
