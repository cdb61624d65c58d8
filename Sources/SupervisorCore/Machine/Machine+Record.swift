package import Supervision
import Vocabulary

extension Machine {
    /// The components as `launch.json` has them.
    package var launched: [LaunchedComponent] {
        order.compactMap { components[$0] }.map { state in
            var launched = LaunchedComponent(
                component: state.id, desired: state.desired, restarts: state.restarts,
                incarnations: state.lastNumber,
                current: state.current.map {
                    LaunchedComponent.Incarnation(
                        number: $0.id.number, mark: $0.mark, cgroup: $0.group,
                        identity: $0.identity,
                        transaction: $0.transaction)
                }, planned: planned(state), spec: state.spec)
            launched.former = state.former
            launched.restartTimes = state.restartTimes
            launched.backOffStep = state.delayStep
            launched.suspendedBy = state.watch.suspendedBy
            return launched
        }
    }

    private func planned(_ state: ComponentState) -> LaunchedComponent.Incarnation? {
        if let planned = state.planned {
            return LaunchedComponent.Incarnation(
                number: planned.number, mark: planned.mark, cgroup: group(planned.mark),
                transaction: transaction?.id)
        }
        return state.next.map {
            LaunchedComponent.Incarnation(
                number: $0.number, mark: $0.mark, cgroup: group($0.mark),
                transaction: $0.transaction)
        }
    }
}
