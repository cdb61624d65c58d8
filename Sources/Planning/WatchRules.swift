import Supervision
import Synchronization
import Vocabulary

/// The watch rules of one plan: to make one, all folders are gone through, and a plan asks for its
/// specs several times.
final class WatchRules: Sendable {
    private let known = Mutex<[ComponentID: WatchRule]>([:])

    func rule(of component: ComponentID, _ make: () -> WatchRule) -> WatchRule {
        if let rule = known.withLock({ $0[component] }) { return rule }
        let made = make()
        known.withLock { $0[component] = made }
        return made
    }
}
