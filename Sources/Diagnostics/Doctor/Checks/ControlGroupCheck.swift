import Platform

/// Whether components get cgroups of their own; without, marks and scans are the proof.
struct ControlGroupCheck: Check {
    let id = "platform.cgroups"
    let group = CheckGroup.platform
    let promise = "each process tree can have a cgroup v2 of its own"
    let otherwise = "info: marks and scans are the way then"
    /// Nil asks the kernel.
    var works: Bool?

    func look(at site: DoctorSite) throws -> CheckFinding {
        guard site.kernel.usesControlGroups else {
            return CheckFinding(.info, "cgroups are switched off; processes are found by marks")
        }
        guard works ?? (ControlGroupPlace.current() != nil) else {
            return CheckFinding(
                .info, "no cgroup v2 is mounted here; processes are found by marks and scans")
        }
        return .ok("cgroup v2 is there")
    }
}
