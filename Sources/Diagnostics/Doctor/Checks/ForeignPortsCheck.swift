import Platform
import RunState
import Truth
import Vocabulary

/// Strangers on ports of ours.
struct ForeignPortsCheck: Check {
    let id = "ports.foreign"
    let group = CheckGroup.ports
    let promise = "no stranger listens on a port that is reserved for a project here"
    let otherwise = "warn; fail where the component runs"

    func look(at site: DoctorSite) throws -> CheckFinding {
        let taken = site.observed.flatMap { project, truth in
            truth.components.compactMap { component in
                component.holder.map { "\(project.name)/\(component.name): port \($0.port), \($0)" }
            }
        }
        if !taken.isEmpty {
            return CheckFinding(
                .fail, "a stranger listens on the port of a component", evidence: taken,
                fix: "envctl restart")
        }
        let waiting = try strangers(site)
        if waiting.isEmpty { return .ok("none is held by a stranger") }
        return CheckFinding(
            .warn, "a reserved port is held by a stranger: the next start would move",
            evidence: waiting)
    }

    /// A run claims the ports of all its components, also of those that it does not run now.
    private func isInUse(_ reservation: PortReservation, _ site: DoctorSite) -> Bool {
        if reservation.claim == nil { return false }
        let truth = site.observed.first {
            $0.project.scope == reservation.scope && $0.project.name == reservation.project
        }?.truth
        // Of whom nothing is known, nothing is said.
        guard let component = truth?[reservation.component] else { return true }
        let isDown = [.stopped, .failed, .lost].contains(component.status)
        return component.isAlive || !component.isObserved || !isDown
    }

    /// On ports of what does not run now.
    private func strangers(_ site: DoctorSite) throws -> [String] {
        let own = Set(site.observed.flatMap { $0.truth.ownPorts })
        let scopes = Set(site.projects.map(\.project.scope))
        let listeners = Dictionary(grouping: try Listeners.all(), by: \.port)
        return try PortRegistry(site.layout, clock: site.clock).reservations()
            .filter {
                scopes.contains($0.scope) && !own.contains($0.port) && !isInUse($0, site)
            }
            .compactMap { reservation in
                guard let listener = listeners[reservation.port]?.first else { return nil }
                let owner = Listeners.owner(of: listener)
                let who = owner.map { "\($0.name) (pid \($0.pid))" } ?? "uid \(listener.userID)"
                return "port \(reservation.port) of \(reservation.project)/"
                    + "\(reservation.component): held by \(who)"
            }
    }
}
