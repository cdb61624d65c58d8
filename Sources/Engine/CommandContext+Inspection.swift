import Inspection
import Routing
import RunState
import Truth
import Vocabulary

extension CommandContext {
    /// The projects with what is recorded and true of them, in the same order.
    func inspect(_ targets: Targets) throws -> [InspectedProject] {
        try inspect(targets.projects, from: targets.standpoint)
    }

    /// - Parameter standpoint: where the caller stands; nil with `--everywhere`.
    func inspect(
        _ projects: [Project], from standpoint: Standpoint?
    ) throws -> [InspectedProject] {
        try ProjectReading(layout: layout, kernel: kernel).read(projects).map { inspected in
            var inspected = inspected
            inspected.startCommand = startCommand(inspected.project, from: standpoint)
            return inspected
        }
    }

    /// What to type to start that project from here.
    private func startCommand(_ project: Project, from standpoint: Standpoint?) -> String {
        guard let standpoint else { return "envctl start --repo \(project.root)" }
        let place = route.repository.map { " --repo \($0)" } ?? ""
        if standpoint.own?.name == project.name { return "envctl start" + place }
        return "envctl start --project \(project.name)" + place
    }
}

extension InspectedProject {
    /// What a command says that needs a running environment.
    func notRunning(_ message: String = "nothing runs here") -> Failure {
        if let problem { return problem }
        let cause =
            observed.map { "its latest run is \($0.status.rawValue)" }
            ?? "nothing has been started yet"
        return Failure(
            "environment.not_running", message, at: "project \(project.name)", because: [cause],
            hint: startCommand)
    }
}
