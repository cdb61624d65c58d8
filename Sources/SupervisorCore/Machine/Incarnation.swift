package import Platform
import Supervision
package import Vocabulary

/// One life of a component. State belongs to it and never to the name alone, so that a late event
/// of an old process can't touch its successor.
package struct IncarnationID: Hashable, Sendable, CustomStringConvertible {
    package var component: ComponentID
    /// From 1, per component and run.
    package var number: Int

    package init(component: ComponentID, number: Int) {
        self.component = component
        self.number = number
    }

    package var description: String { "\(component)#\(number)" }
}

package struct Incarnation: Sendable {
    package enum Phase: Sendable, Equatable {
        /// Waiting for the data lock, or for the exec helper's word.
        case spawning
        /// Its probe is asked.
        case starting
        /// It was ready.
        case running
        /// Asked to end, within its grace.
        case stopping
        /// Being killed, frozen first, until two scans find nothing.
        case sweeping
    }

    /// Why it goes, which decides what comes after.
    package enum Ending: Sendable, Equatable {
        case asked
        /// By itself.
        case exited
        /// By itself, while no supervisor lived.
        case lost
        case notReady
        case foreign
        case neverSpawned
    }

    package let id: IncarnationID
    package let mark: UInt64
    /// Absolute path of its cgroup, as it is recorded; nil where it has none.
    package let group: String?
    package internal(set) var phase = Phase.spawning
    package internal(set) var identity: ProcessIdentity?
    /// The transaction that launched it, until that is committed.
    package internal(set) var transaction: String?
    /// A command launched it: where it never gets ready it fails at once, whatever its policy.
    let isByHand: Bool
    var began: UInt64
    var spawned: Moment?
    /// The monotonic time at which it must be ready.
    var readyDeadline: UInt64 = 0
    var ready: Moment?
    var exit: Exit?
    var ending: Ending?
    var probe: String?
    var answer: String?
    var holder: ForeignListener?
    var reason: String?
    /// The data lock is held by another until then at most.
    var lockDeadline: UInt64?
    var stopBegan: UInt64?
    var graceEnds: UInt64?
    var signalledMembers = false
    var sweepBegan: UInt64?
    var forced = false
    /// It was adopted while it started: a notice of its may have come while nobody listened.
    var mayHaveBeenMissed = false
    var struck: Set<Int32> = []
    var quietScans = 0

    init(
        id: IncarnationID, mark: UInt64, group: String?, transaction: String?, isByHand: Bool,
        began: UInt64
    ) {
        self.id = id
        self.mark = mark
        self.group = group
        self.transaction = transaction
        self.isByHand = isByHand
        self.began = began
    }

    /// Whether its first process is there to be signalled.
    var hasLeader: Bool { identity != nil && exit == nil }
    var isLeaving: Bool { phase == .stopping || phase == .sweeping }
}
