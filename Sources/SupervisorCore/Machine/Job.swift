import Supervision
import Vocabulary

/// A request that is answered when the state is as it asked for.
enum Job: Sendable {
    /// `since`: monotonic; stops that ended before it were not of this job.
    case stop(RequestToken?, Set<ComponentID>, since: UInt64, everything: Bool)
    /// `restored`: what comes back in the place of what is stopped.
    case abort(
        RequestToken?, Set<ComponentID>, restored: Set<ComponentID>, since: UInt64)
    case restart(RequestToken, [ComponentID])
    case wait(RequestToken, ComponentID)

    var token: RequestToken? {
        switch self {
        case .stop(let token, _, _, _), .abort(let token, _, _, _): token
        case .restart(let token, _), .wait(let token, _): token
        }
    }
}
