import Platform

/// Sources that are newer than the binaries.
struct BuildCheck: Check {
    let id = "self.build"
    let group = CheckGroup.own
    let promise = "the binaries are built from the sources beside them"
    let otherwise = "warn; skipped for an installed copy"

    func look(at site: DoctorSite) throws -> CheckFinding {
        switch site.isStale {
        case nil: .skip("this copy has no sources beside it")
        case false?: .ok("envctl \(site.version), built from these sources")
        case true?:
            CheckFinding(
                .warn, "the sources have changed since this envctl was built", fix: "bin/setup")
        }
    }
}
