import Planning
import RunState
import Supervision
import Synchronization
import Vocabulary

/// The blueprint of a start that is under way: ports move where a claimed one was taken.
final class LiveBlueprint: Sendable {
    private let blueprint: Mutex<Blueprint>

    init(_ blueprint: Blueprint) { self.blueprint = Mutex(blueprint) }

    var current: Blueprint { blueprint.withLock { $0 } }

    func replace(_ plans: [PortPlan]) {
        blueprint.withLock { blueprint in
            for plan in plans {
                blueprint.ports.removeAll {
                    $0.component == plan.component && $0.resource == plan.resource
                }
                blueprint.ports.append(plan)
            }
        }
    }
}
