import Configuration
import Planning
import Platform
import Requirements
import RunState
import Steps
import Supervision
import Vocabulary

/// The steps that bring one component up: what its definition prepares, the launch, the wait, and
/// what has to be done once it answers.
struct ComponentSteps {
    let component: PlannedComponent
    let session: StartSession
    /// The last steps of what it needs.
    let after: [StepID]

    var launchID: StepID { StepID(unchecked: "\(component.id).launch") }
    var readyID: StepID { StepID(unchecked: "\(component.id).ready") }

    /// - Returns: its steps in order, and the ids of those that must be over before it counts as up.
    func make() throws -> (steps: [Step], last: [StepID]) {
        switch component.decision {
        case .skip: return ([], [])
        case .keep where !isRecorded: return ([], [])
        case .await where !isRecorded:
            return isAwaited ? ([try ready(after: [])], [readyID]) : ([], [])
        case .keep, .await:
            let (steps, last) = try makeAll()
            return (steps.map(settled), last)
        case .start, .restart: return try makeAll()
        }
    }

    /// It runs, and a resume goes on with the start that launched it.
    private var isRecorded: Bool { session.request.steps?.has(component.id) ?? false }

    /// What came before its launch is done, whatever a check would say now: it runs on it.
    private func settled(_ step: Step) -> Step {
        var step = step
        // Only what runs is here: a resume never launches it anew.
        if step.id == launchID {
            step.isSettled = true
            return step
        }
        if session.request.resumesFrom == step.id { return step }
        let isReady = step.id == readyID && component.decision == .keep
        let wasDone = session.request.steps?.isDone(step.id) ?? false
        step.isSettled = isReady || wasDone && step.id != readyID
        return step
    }

    private func makeAll() throws -> (steps: [Step], last: [StepID]) {
        if let service = session.configuration.service(component.id) { return try make(service) }
        guard let requirement = session.configuration.requirement(component.id) else {
            return ([], [])
        }
        return try make(requirement)
    }

    private func make(_ service: ServiceConfiguration) throws -> ([Step], [StepID]) {
        let project = ProjectSteps(session: session)
        let prepare = try project.prepare(of: service)
        let launch = try launch(after: after + prepare.map(\.id) + project.before(service.id))
        return try close(prepare, launch)
    }

    private func make(_ requirement: RequirementConfiguration) throws -> ([Step], [StepID]) {
        let blueprint = session.live.current
        let adapter = try blueprint.registry.adapter(for: requirement.kind)
        var instance = try blueprint.instance(of: requirement)
        instance.refresh = { [live = session.live] in
            try live.current.instance(of: requirement)
        }
        let steps = try adapter.steps(instance)
        guard try blueprint.spec(of: component.id) != nil else {
            let all = steps.prepare + steps.bootstrap
            return (all, all.map(\.id))
        }
        let provision = steps.provision.map { step in
            var step = step
            step.dependsOn += after + steps.prepare.map(\.id)
            return step
        }
        let before = steps.prepare + provision
        let launch = try launch(after: after + before.map(\.id))
        let (own, last) = try close(before, launch)
        let bootstrap = steps.bootstrap.map { step in
            var step = step
            step.dependsOn +=
                step.dependsOn.contains(where: steps.bootstrap.map(\.id).contains) ? [] : last
            return step
        }
        return (own + bootstrap, last + bootstrap.map(\.id))
    }

    private func close(_ before: [Step], _ launch: Step) throws -> ([Step], [StepID]) {
        if !isAwaited { return (before + [launch], [launchID]) }
        return (before + [launch, try ready(after: [launchID])], [readyID])
    }

    /// With `--detach` only what others wait for is waited for.
    private var isAwaited: Bool {
        guard session.request.detach else { return true }
        return session.plan.components.contains {
            $0.needs.contains(component.id) && $0.decision.launches
        }
            || session.configuration.requirement(component.id) != nil
    }

    private func launch(after: [StepID]) throws -> Step {
        let id = component.id
        return try Step(
            launchID, "launch \(id)",
            function: { [session] _ in
                try await Blocking.run { try session.launch(id) }
                return nil
            }, dependsOn: after, idempotent: true, component: id)
    }

    private func ready(after: [StepID]) throws -> Step {
        let id = component.id
        return try Step(
            readyID, "wait until \(id) is ready",
            function: { [session] context in
                try await Blocking.run { try session.waitReady(id, context.cancellation) }
                return nil
            }, dependsOn: after, idempotent: true, component: id)
    }
}
