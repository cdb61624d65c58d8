package import Platform
package import Supervision
package import Vocabulary

/// What the shell has seen.
package enum Occurrence: Sendable {
    /// A supervisor was lost: this one goes on in its place.
    case adopted(Adoption)
    case spawned(IncarnationID, ProcessIdentity)
    case spawnFailed(IncarnationID, Failure)
    /// Another process holds the lock of its data.
    case dataHeld(IncarnationID)
    /// `holder`: a stranger on one of its ports, looked for where it was not ready yet.
    case exited(IncarnationID, Exit, holder: ForeignListener?)
    /// What the probe saw, when it changed.
    case probeAnswered(IncarnationID, probe: String, answer: String)
    case probePassed(IncarnationID, probe: String)
    case probeForeign(IncarnationID, probe: String, ForeignListener)
    case healthChanged(IncarnationID, healthy: Bool, answer: String)
    case deadlineExtended(IncarnationID, milliseconds: Int)
    /// How many are left (`strike`: were struck), by pid. `proof`: what says that nothing is, beside
    /// the scan itself (its cgroup, the engine of its container).
    case scanned(IncarnationID, left: [Int32], proof: ComponentStop.Proof?)
    /// Its processes are gone, and the engine does not say so of its container.
    case containerStays(IncarnationID)
    case timer(TimerKey)
    case request(RequestToken, Request)
    case clientCame
    case clientGone(Int)
    /// Whoever started the supervisor has gone.
    case launcherGone
    /// The synced write of `launch.json` failed.
    case persistFailed(Failure)
    case worktreeGone(String)
    /// The log of a component got shorter, and nobody of ours did that; `from`: its size before.
    case logTruncated(ComponentID, from: Int64)
    /// Its files are looked at now, or can't be.
    case watched(ComponentID, problem: String?)
    case filesChanged(ComponentID, path: String)
    /// Something can't be done as it should be, under a name of its own; nothing fails for it.
    case lacking(String, sentence: String)
    /// SIGTERM and the like: an orderly stop of everything.
    case terminated(Int32)
}

package enum Request: Sendable {
    case begin(TransactionPlan)
    case launch(LaunchSpec)
    case wait(ComponentID)
    case commit
    case abort
    /// nil is everything, and the supervisor ends after.
    case stop([ComponentID]?)
    /// The grace of what is being stopped is over.
    case hasten
    case restart([ComponentID], [LaunchSpec])
    case signal(ComponentID, Int32)
    case update(ComponentID, JSON.Object)
    case adjust(LaunchSpec)
}
