import RunState
import Truth
package import Vocabulary

/// What a resume found of one component, and what it does about it.
package struct ResumeFinding: Sendable {
    package enum Finding: String, Sendable, CaseIterable {
        /// It runs, supervised.
        case running
        /// Its process runs, and nobody supervises it.
        case adoptable
        /// It runs, made from another configuration than the one of now.
        case changed
        /// It was running, and nothing of it is there.
        case lost
        /// Its port is held by someone else.
        case foreign
        case stoppedByUser = "stopped_by_user"
        /// The start that was to bring it up failed or was cut short, and was undone.
        case notStarted = "not_started"
        /// It is no process of ours, and nobody has looked after it since its supervisor was lost.
        case supervisorLost = "supervisor_lost"
    }

    package enum Action: String, Sendable, CaseIterable {
        /// It is as it should be.
        case keep
        case adopt
        case start
        /// It runs, and what it goes with is started anew.
        case restart
        /// It is asked whether it answers.
        case check
        /// It is not to run.
        case leave
        /// It can't be brought back.
        case fail
    }

    package var component: ComponentID
    package var kind: ComponentKind
    package var finding: Finding
    package var action: Action
    /// In one sentence, why.
    package var reason: String?

    package init(
        component: ComponentID, kind: ComponentKind, finding: Finding, action: Action,
        reason: String? = nil
    ) {
        self.component = component
        self.kind = kind
        self.finding = finding
        self.action = action
        self.reason = reason
    }

    /// What is true of a component against what the user wants of it.
    ///
    /// - Parameter isConfigured: the configuration still has it.
    init(_ seen: ObservedComponent, supervisor: SupervisorState, isConfigured: Bool) {
        self.init(component: seen.name, kind: seen.record.kind, finding: .lost, action: .start)
        reason = seen.reason
        if seen.record.desired == .stopped {
            (finding, action, reason) = (.stoppedByUser, .leave, nil)
            if seen.record.isUndone { undone(seen) }
        } else if seen.isAlive {
            living(seen, supervisor)
        } else if !isConfigured {
            (action, reason) = (.leave, "it is not configured any more")
        } else if !seen.isObserved {
            finding = supervisor == .running ? .running : .supervisorLost
            action = supervisor == .running ? .keep : .check
        } else {
            gone(seen)
        }
    }

    /// Nobody stopped it. What failed stays listed so until a start or a stop.
    private mutating func undone(_ seen: ObservedComponent) {
        let hasFailed = seen.status == .failed || seen.status == .foreign
        (finding, action, reason) = (.notStarted, hasFailed ? .fail : .leave, seen.reason)
    }

    private mutating func living(_ seen: ObservedComponent, _ supervisor: SupervisorState) {
        finding = supervisor == .running ? .running : .adoptable
        action = supervisor == .running ? .keep : .adopt
        if seen.status == .foreign { finding = .foreign }
    }

    /// It failed, and no process of it ended so: what is recorded kept an earlier resume from it, by
    /// the configuration and the data of then.
    private func isRefusal(_ seen: ObservedComponent) -> Bool {
        seen.status == .failed && seen.record.exit == nil && seen.record.session != nil
    }

    private mutating func gone(_ seen: ObservedComponent) {
        if seen.status == .foreign { finding = .foreign }
        // An empty database in its place would look like a loss of all that it had.
        if seen.isDataMissing {
            action = .fail
        } else if isRefusal(seen) {
            reason = "it had failed, and nothing of it is there"
        }
    }
}
