import Platform
import Supervision
import Testing
import Vocabulary

@testable import SupervisorCore

/// `EXTEND_TIMEOUT_USEC`, which comes from the component and may be anything.
struct DeadlineTests {
    private static let second: UInt64 = 1_000_000_000

    private func launched() -> (Life, IncarnationID) {
        var life = Life()
        life.launch { $0.readyTimeout = 3000 }
        life.spawned()
        return (life, IncarnationID(component: Life.name, number: 1))
    }

    @Test(arguments: [
        (10_000, 10 * second), (1, 3 * second), (0, 3 * second), (Int.min, 3 * second),
        (.max, 31_536_000 * second),
    ])
    func extendsButNeverShortens(_ milliseconds: Int, _ expected: UInt64) {
        var (life, id) = launched()
        let began = life.time
        life.feed(.deadlineExtended(id, milliseconds: milliseconds))
        #expect(life.armed[.ready(id)] == began + expected)
    }

    @Test func theReasonNamesTheTimeThatThereWas() {
        var (life, id) = launched()
        life.feed(.deadlineExtended(id, milliseconds: 5000))
        life.time += 5 * Self.second
        life.feed(.timer(.ready(id)))
        #expect(
            life.machine.components[Life.name]?.reason?.hasPrefix("it was not ready within 5000 ms")
                == true)
    }
}
