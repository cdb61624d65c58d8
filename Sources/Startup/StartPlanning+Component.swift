import Configuration
import Planning
import Platform
import Requirements
import RunState
import Supervision
import Truth
import Vocabulary

/// What becomes of one component.
extension StartPlanning {
    func component(_ id: ComponentID, _ blueprint: Blueprint) throws -> PlannedComponent {
        var decision = Decisions.decide(
            wanted: try blueprint.fingerprint(of: id), present: present.component(id))
        var changes: [String] = []
        if request.resumes, present.observed?[id]?.isAlive == true {
            switch decision {
            case .restart(let parts):
                (decision, changes) = (isStarting(id) ? .await : .keep, parts)
            // Degraded: as it is, it was what ran.
            case .start: decision = .keep
            case .keep, .await, .skip: break
            }
        }
        if decision == .keep, try isLeaving(id, blueprint) {
            decision = .restart(["it is shutting down, and nobody stopped it here"])
        }
        let isLooked = request.resumes ? decision.launches : decision != .keep
        let problem = isLooked ? try problem(of: id, blueprint) : nil
        if let problem { decision = .skip(problem.reason) }
        let resolution = blueprint.resolutions[id]
        var planned = PlannedComponent(
            id: id, kind: kind(of: id), needs: needs(of: id).map(\.name), decision: decision,
            changes: changes, backend: resolution?.backend ?? .native,
            backendReason: resolution?.reason, version: resolution?.version)
        planned.problem = problem
        return planned
    }

    private func isLeaving(_ id: ComponentID, _ blueprint: Blueprint) throws -> Bool {
        guard let requirement = configuration.requirement(id),
            blueprint.resolutions[id]?.backend == .native
        else { return false }
        return try parts.registry.adapter(for: requirement.kind)
            .isLeaving(try blueprint.instance(of: requirement))
    }

    /// What runs on the data stays as it is where the configuration does not fit it.
    ///
    /// - Returns: of a resume, which brings back the rest.
    /// - Throws: what keeps a start from beginning.
    private func problem(of id: ComponentID, _ blueprint: Blueprint) throws -> Failure? {
        do { try checkData(id, blueprint) } catch {
            guard request.resumes else { throw error }
            return Failure(error)
        }
        return nil
    }

    private func checkData(_ id: ComponentID, _ blueprint: Blueprint) throws {
        guard let requirement = configuration.requirement(id), blueprint.resolutions[id] != nil
        else { return }
        try parts.registry.adapter(for: requirement.kind)
            .checkData(try blueprint.instance(of: requirement))
    }

    private func isStarting(_ id: ComponentID) -> Bool {
        present.observed?[id]?.status == .starting
    }
}

extension Failure {
    /// What failed, and why, in one line.
    fileprivate var reason: String { ([message] + causes).joined(separator: "; ") }
}
