package import Platform
package import Supervision
package import Vocabulary

/// All that the machine knows of one component.
package struct ComponentState: Sendable {
    package let id: ComponentID
    package internal(set) var spec: LaunchSpec?
    package internal(set) var desired = DesiredState.running
    package internal(set) var status = ComponentStatus.stopped
    package internal(set) var reason: String?
    package internal(set) var current: Incarnation?
    /// What comes when the current one is gone.
    package internal(set) var next: NextLaunch?
    /// Allocated by `begin`, used by its first launch.
    package internal(set) var planned: Planned?
    /// Automatic restarts in this run.
    package internal(set) var restarts = 0
    /// How the last incarnation ended.
    package internal(set) var exit: Exit?
    package internal(set) var holder: ForeignListener?
    package internal(set) var started: Timestamp?
    package internal(set) var ready: Timestamp?
    package internal(set) var readyMilliseconds: Int?
    /// Of the last incarnation, for records and for sockets of its children.
    package internal(set) var lastIdentity: ProcessIdentity?
    package internal(set) var lastMark: UInt64?
    package internal(set) var lastGroup: String?
    var lastNumber = 0
    /// The open transaction launched it, whatever became of that.
    var launchedBy: String?
    /// Its start was undone, and nobody has stopped it since.
    package internal(set) var isUndone = false
    /// A resume was undone: nothing is done about it here, and it is still to run.
    package internal(set) var isStillWanted = false
    /// What that transaction has put another in the place of: an undo brings it back.
    var former: LaunchSpec?
    var lastStop: ComponentStop?
    /// The current incarnation is to be stopped, as soon as the order allows.
    var mustLeave = false
    /// Monotonic times of automatic restarts within the window.
    var restartTimes: [UInt64] = []
    var delayStep = 0
    package internal(set) var watch = WatchState()
    /// What is told of it as long as all is well: why it was restarted.
    var note: String?
    /// Of the last incarnation that ended before it was ready.
    var lastReport: ComponentReport?

    init(id: ComponentID) { self.id = id }

    package struct Planned: Sendable, Equatable {
        package var number: Int
        package var mark: UInt64
    }

    var isSettled: Bool { current == nil && next == nil }
    /// Nothing that needs it can be brought back.
    var isBroken: Bool { status == .failed || status == .foreign || status == .lost }
    /// On its way to ready, or away.
    var isMoving: Bool { next != nil || (current.map { $0.phase != .running } ?? false) }
}

/// A launch that waits for something.
package struct NextLaunch: Sendable {
    package enum Moment: Sendable, Equatable {
        case now
        /// When none of its needs is on its way.
        case afterNeeds
        /// When the back-off timer has fired.
        case afterDelay
    }
    var spec: LaunchSpec
    var moment: Moment
    var transaction: String?
    var number: Int
    var mark: UInt64
    /// Whether the mark is on disk already.
    var isRecorded: Bool
    var isByHand: Bool
    /// Who waits for the launch's answer.
    var token: RequestToken?
}
