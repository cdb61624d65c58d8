import Platform
import RunState
import Vocabulary

/// Claims of runs that are over: they keep nobody from anything, and tell what is not so.
struct ClaimsCheck: Check {
    let id = "ports.claims"
    let group = CheckGroup.ports
    let promise = "each claim on a port is of a run that lives"
    let otherwise = "warn"
    let isFixable = true

    func look(at site: DoctorSite) throws -> CheckFinding {
        let reservations = try PortRegistry(site.layout, clock: site.clock).reservations()
        let dead = try reservations.filter { try isDead($0, site) }
        if dead.isEmpty { return .ok("\(reservations.count(where: { $0.claim != nil })) claims") }
        return CheckFinding(
            .warn, "a port is claimed by a run that is over",
            evidence: dead.map { reservation in
                "port \(reservation.port): \(reservation.project)/\(reservation.component), run "
                    + (reservation.claim?.rawValue ?? "")
            }, fix: "envctl doctor --fix", path: site.layout.ports,
            repairs: dead.map(Repair.endClaims))
    }

    /// Only where nobody can be at work on the project: a start claims before its run is recorded.
    private func isDead(_ reservation: PortReservation, _ site: DoctorSite) throws -> Bool {
        guard let run = reservation.claim else { return false }
        let scope = site.layout.scope(reservation.scope)
        let project = scope.project(reservation.project)
        let isAtWork = try FileLock.isHeld(project.lock) || FileLock.isHeld(project.supervisorLock)
        if isAtWork { return false }
        guard FileSystem.exists(scope.run(run).folder) else { return true }
        // A run that can't be read may live.
        guard let record = try? RunRecord.read(scope.run(run).runState) else { return false }
        return record.ended != nil
    }
}
