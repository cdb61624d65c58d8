package import RunState
package import Vocabulary

/// What is true of one component now.
package struct ObservedComponent: Sendable, Equatable {
    package var record: ComponentRecord
    package var status: ComponentStatus
    /// In one sentence, why `status` is what it is; nil where there is nothing to say.
    package var reason: String?
    /// Who has its port, where that is someone else.
    package var holder: PortHolder?
    /// False where there is no process of ours to look at (external, not probed): then `status` is
    /// the recorded one.
    package var isObserved: Bool
    /// Whether its recorded process runs.
    package var isAlive: Bool
    /// It had data once, and that is not there any more.
    package var isDataMissing = false
    /// Ports whose listener was found to be its own.
    package var ownPorts: [Port]

    package init(
        record: ComponentRecord, status: ComponentStatus, reason: String? = nil,
        holder: PortHolder? = nil, isObserved: Bool = true, isAlive: Bool = false,
        ownPorts: [Port] = []
    ) {
        self.record = record
        self.status = status
        self.reason = reason
        self.holder = holder
        self.isObserved = isObserved
        self.isAlive = isAlive
        self.ownPorts = ownPorts
    }

    package var name: ComponentID { record.name }
}
