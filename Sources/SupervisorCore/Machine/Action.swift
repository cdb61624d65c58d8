package import Events
package import Supervision
package import Vocabulary

/// Where an answer goes.
package struct RequestToken: Hashable, Sendable {
    package var client: Int
    package var request: Int

    package init(client: Int, request: Int) {
        self.client = client
        self.request = request
    }
}

/// A timer that the machine armed; at most one of each.
package enum TimerKey: Hashable, Sendable {
    case ready(IncarnationID)
    case grace(IncarnationID)
    case scan(IncarnationID)
    case lock(IncarnationID)
    case delay(ComponentID)
    /// No file of it has changed for a while.
    case watch(ComponentID)
    /// Nobody has connected since the start.
    case unused
}

/// What the shell has to do, in the given order.
package enum Action: Sendable, Equatable {
    /// Write `launch.json`. Where a synced write fails, what follows it in the same batch must not
    /// happen: answers become the failure, spawns fail.
    case persist(synced: Bool)
    case spawn(IncarnationID, LaunchSpec, mark: UInt64)
    case startProbe(IncarnationID, LaunchSpec)
    case startHealth(IncarnationID, HealthCheck)
    case stopProbe(IncarnationID)
    /// To the process group of its first process, which is unreaped.
    case signalGroup(IncarnationID, Int32)
    case signalLeader(IncarnationID, Int32)
    /// To all that is left of it.
    case signalMembers(IncarnationID, Int32)
    case runStopCommand(IncarnationID, [String])
    /// Look only; answered by `scanned`.
    case scan(IncarnationID)
    /// Freeze and kill; answered by `scanned`.
    case strike(IncarnationID)
    /// End what the steps of a vanished command still have running.
    case strikeSteps
    /// Nothing is left of it: descriptors and handles can go.
    case forget(IncarnationID)
    /// Tell of changed files from now on; answered by `watched`. The same again changes nothing.
    case watch(ComponentID, WatchRule)
    case unwatch(ComponentID)
    case arm(TimerKey, at: UInt64)
    case disarm(TimerKey)
    case publish(Event)
    case notify(RequestToken, Event)
    /// The failure's log lines are filled in by the shell.
    case recordFailure(ComponentReport, code: String)
    case clearFailure(ComponentID)
    case reply(RequestToken, Answer)
    /// All is over: write the last records, answer, leave.
    case end
}

package enum Answer: Sendable, Equatable {
    case value(JSON)
    case failure(Failure)
    case report(ComponentReport)
    case reports([ComponentReport])
}
