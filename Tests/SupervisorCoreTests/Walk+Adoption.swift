import Platform
import Supervision
import Vocabulary

@testable import SupervisorCore

/// The supervisor is killed, and another takes its place.
extension Walk {
    var record: LaunchRecord {
        LaunchRecord(
            run: RunID(unchecked: "r"), scope: ScopeID(unchecked: "s"), project: .main,
            socketFolder: "/s", worktree: "/w", transaction: machine.transaction,
            components: machine.launched)
    }

    /// What was not written is forgotten; a command undoes the open transaction; the rest is taken
    /// over. Everyone who had asked something has gone.
    mutating func loseSupervisor() {
        // What is written without a sync comes a moment later, or never.
        var left = Bool.random(using: &generator) ? record : written ?? record
        if machine.transaction?.state == .begun { left = written ?? record }
        undo(&left)
        let states = machine.components
        machine = Self.machine(firstMark: UInt64(adoptions + 1) << 32)
        adoptions += 1
        (owed, past, armed, clients, asked) = ([], [], [:], [], [])
        watched = []
        someEndMeanwhile()
        let alive = living
        feed(.adopted(adoption(of: left, states)))
        for (id, isLeading) in alive where isLeading && living[id] != nil {
            if machine.components[id.component]?.current?.id != id {
                problems.append("\(id) lives and was not adopted")
            }
        }
    }

    private mutating func undo(_ left: inout LaunchRecord) {
        guard let transaction = left.transaction, transaction.state == .begun else { return }
        let ours = left.components.flatMap { launched in
            [
                launched.planned,
                launched.current?.transaction == transaction.id ? launched.current : nil,
            ]
            .compactMap { $0?.mark }
        }
        for (id, mark) in marks where ours.contains(mark) { living[id] = nil }
        left = left.undone
    }

    private mutating func someEndMeanwhile() {
        for id in living.keys.sorted(by: { "\($0)" < "\($1)" }) {
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: living[id] = nil
            case 1: living[id] = false
            default: break
            }
        }
    }

    private func adoption(
        of left: LaunchRecord, _ states: [ComponentID: ComponentState]
    ) -> Adoption {
        Adoption(
            transaction: left.transaction,
            components: left.components.map { launched in
                let state = states[launched.component]
                let id = launched.current.map {
                    IncarnationID(component: launched.component, number: $0.number)
                }
                // A spawn that was not recorded any more: found by its mark alone, and ended.
                let isLiving =
                    launched.current?.identity != nil && id.flatMap { living[$0] } == true
                return Adoption.Component(
                    launched: launched, isLiving: isLiving, status: state?.status ?? .lost,
                    ready: state?.current?.id == id ? state?.ready : nil)
            })
    }
}
