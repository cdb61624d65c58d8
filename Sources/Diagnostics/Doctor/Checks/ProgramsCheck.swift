import Platform

/// envctl's own second program.
struct ProgramsCheck: Check {
    let id = "self.programs"
    let group = CheckGroup.own
    let promise = "`envctl-supervisor` lies beside `envctl`"
    let otherwise = "fail"

    func look(at site: DoctorSite) throws -> CheckFinding {
        let path = site.supervisorProgram
        if FileSystem.isExecutable(path) { return .ok("envctl-supervisor is there") }
        return CheckFinding(
            .fail, "envctl-supervisor is not there, or can't be executed", evidence: [path],
            fix: "bin/setup", path: path)
    }
}
