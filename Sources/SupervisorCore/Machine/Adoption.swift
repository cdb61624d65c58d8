package import Platform
package import Supervision
package import Vocabulary

/// What a new supervisor takes over from one that was lost, as far as the kernel confirms it.
package struct Adoption: Sendable {
    /// The one that was lost; nil where it is not known.
    package var predecessor: ProcessIdentity?
    /// It became this program: nothing was lost.
    package var isOurOwn: Bool
    package var transaction: TransactionRecord?
    /// In the order of the record.
    package var components: [Component]

    package init(
        predecessor: ProcessIdentity? = nil, isOurOwn: Bool = false,
        transaction: TransactionRecord? = nil,
        components: [Component]
    ) {
        self.predecessor = predecessor
        self.isOurOwn = isOurOwn
        self.transaction = transaction
        self.components = components
    }

    /// One component: what `launch.json` says, and what `run_state.json` adds.
    package struct Component: Sendable {
        package var launched: LaunchedComponent
        /// Exactly its recorded first process runs.
        package var isLiving: Bool
        package var status: ComponentStatus
        package var reason: String?
        package var started: Timestamp?
        /// When the current incarnation became ready; nil where it did not.
        package var ready: Timestamp?
        package var readyMilliseconds: Int?
        package var exit: Exit?
        /// Its start was undone.
        package var isUndone = false
        /// A resume was undone, and it is still to run.
        package var isStillWanted = false

        package init(
            launched: LaunchedComponent, isLiving: Bool, status: ComponentStatus,
            reason: String? = nil, started: Timestamp? = nil, ready: Timestamp? = nil,
            readyMilliseconds: Int? = nil, exit: Exit? = nil
        ) {
            self.launched = launched
            self.isLiving = isLiving
            self.status = status
            self.reason = reason
            self.started = started
            self.ready = ready
            self.readyMilliseconds = readyMilliseconds
            self.exit = exit
        }
    }
}
