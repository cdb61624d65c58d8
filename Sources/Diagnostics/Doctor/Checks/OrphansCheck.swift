import Platform
import RunState
import Supervision
import Truth
import Vocabulary

/// Processes of ours that nobody knows as running.
struct OrphansCheck: Check {
    let id = "processes.orphans"
    let group = CheckGroup.processes
    let promise = "no process is left of a component that does not run"
    let otherwise = "fail"

    func look(at site: DoctorSite) throws -> CheckFinding {
        if site.observed.isEmpty { return .skip("nothing was started yet") }
        let marks = Self.retired(site)
        guard !marks.isEmpty else { return .ok("nothing that ended could have left one") }
        let found = ProcessEntry.living(since: 0).compactMap { entry -> String? in
            guard let mark = ProcessEntry.mark(of: entry.pid), let owner = marks[mark] else {
                return nil
            }
            return "\(owner): \(entry.name) (pid \(entry.pid))"
        }
        if found.isEmpty { return .ok("none is left of what ended") }
        return CheckFinding(
            .fail, "a process is left of a component that does not run", evidence: found,
            fix: "envctl stop-all")
    }

    /// The marks of incarnations of which nothing should live, by their components.
    private static func retired(_ site: DoctorSite) -> [UInt64: String] {
        var marks: [UInt64: String] = [:]
        for (project, truth) in site.observed where truth.supervisor != .running {
            let folder = site.layout.scope(project.scope).run(truth.record.run).folder
            // A record that can't be read is told of by the checks of state.
            guard let launch = try? LaunchRecord.read(runFolder: folder) else { continue }
            for component in launch.components
            where truth[component.component]?.isAlive != true {
                for incarnation in [component.current, component.planned].compactMap(\.self) {
                    marks[incarnation.mark] = "\(project.name)/\(component.component)"
                }
            }
        }
        return marks
    }
}
