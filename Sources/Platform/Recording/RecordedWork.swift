/// What the debug recorder knows by name: the phases of a command and what the supervisor does.
///
/// `contracts/events.json` lists the same names (`recorder`), each with the keys of its data.
package enum RecordedWork: String, Sendable, CaseIterable {
    // A session
    case session
    // The command
    case command
    case routing
    case repository
    case configuration
    case truth
    case entry
    case recovery
    case plan
    case resolve
    case supervisor
    case connect
    case call
    case steps
    case commit
    case undo
    case stop
    case answer
    // Both
    case subprocess
    case lock
    case probe
    case event
    // The supervisor
    case occurrence
    case request
    case spawn
    case records
    case anomaly
}
