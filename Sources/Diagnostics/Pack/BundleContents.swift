import Events
import Platform
import RunState
import Vocabulary

/// What goes into a bundle, as a list of files that are made when their turn comes.
struct BundleContents {
    let subject: DebugSubject
    private let diagnosis: Diagnosis
    private let answers: PromptAnswers

    init(_ subject: DebugSubject, _ diagnosis: Diagnosis, _ answers: PromptAnswers) {
        self.subject = subject
        self.diagnosis = diagnosis
        self.answers = answers
    }

    var sources: [BundleSource] {
        let diagnosis = diagnosis
        let told: [BundleSource] = [
            .text("diagnosis.md") { diagnosis.text },
            .json("diagnosis.json") {
                ["schema": "envctl.diagnosis/1", "causes": diagnosis.json]
            },
        ]
        return told + machine + configuration + records + runs + recorder + crashes + logs
    }

    private var machine: [BundleSource] {
        let facts = PlatformFacts(subject)
        let scope = ScopeProcesses(subject)
        return [
            .json("platform.json") { facts.json },
            .json("tools.json", answers.tools),
            .json("processes.json") { try scope.processes() },
            .json("listeners.json") { try scope.listeners() },
        ]
    }

    private var configuration: [BundleSource] {
        let subject = subject
        var sources: [BundleSource] = [
            .json("configuration.json") { try subject.configuration() }
        ]
        for path in subject.configurationFiles {
            sources.append(
                BundleSource("configuration/" + Self.flat(path)) { try FilePart.read(path) })
        }
        return sources + [.json("doctor.json", answers.doctor)]
    }

    /// A path as one name.
    private static func flat(_ path: String) -> String {
        let name = Path.name(path)
        return name.hasPrefix(".") ? "dot" + name.dropFirst() : name
    }

    private var records: [BundleSource] {
        let subject = subject
        guard let scope = subject.scope else { return [] }
        return [
            BundleSource("scope.json") { try FilePart.read(scope.record) },
            .json("ports.json") {
                let all = try PortRegistry(subject.layout).reservations()
                return .array(all.filter { $0.scope == scope.scope }.map(\.json))
            },
            .json("supervisors.json") { try SupervisorFacts(subject).json },
            .json("recent_failures.json") { RecentFailures(scope).json },
        ]
    }

    private var runs: [BundleSource] {
        guard let scope = subject.scope else { return [] }
        return RunChoice(subject, scope).runs.flatMap { run in
            let layout = scope.run(run)
            let files =
                ArtifactFile.allCases.map(layout.artifact) + [layout.steps, layout.supervisorLog]
            return files.map { path in
                BundleSource("runs/\(run)/\(Path.name(path))") { try FilePart.read(path) }
            }
        }
    }

    /// The newest sessions of the debug recorder, those of supervisors for themselves: they began
    /// long before.
    private var recorder: [BundleSource] {
        let debug = subject.scope?.debug ?? subject.layout.debug
        // No folder: nothing was ever recorded.
        let names = ((try? FileSystem.list(debug)) ?? []).filter { $0.hasPrefix("session-") }
        let supervisors = names.filter { $0.hasSuffix("-supervisor") }
        let commands = names.filter { !$0.hasSuffix("-supervisor") }
        return (commands.suffix(5) + supervisors.suffix(3)).flatMap { name in
            Self.files(in: Path.join(debug, name), as: "recorder/" + name)
        }
    }

    private static func files(in folder: String, as name: String) -> [BundleSource] {
        // As above.
        ((try? FileSystem.list(folder)) ?? []).map { file in
            BundleSource(name + "/" + file) { try FilePart.read(Path.join(folder, file)) }
        }
    }

    /// What envctl left of its own crashes: as it is, and with the names of functions where a
    /// symbolizer is found.
    private var crashes: [BundleSource] {
        let reports = CrashReport.all(belowState: subject.layout.roots.state).prefix(10)
        guard !reports.isEmpty else { return [] }
        let path = subject.host.environment["PATH"]
        return [
            .json("crashes.json") { .array(reports.map { $0.symbolicated(path: path).json }) }
        ]
            + reports.map { report in
                BundleSource("crashes/" + Path.name(report.path)) { try FilePart.read(report.path) }
            }
    }

    /// Those of components, where they were asked for; a supervisor's own words are in its run.
    private var logs: [BundleSource] {
        guard let folders = subject.folders, subject.withLogs else { return [] }
        // As above.
        let names = ((try? FileSystem.list(folders.logs)) ?? []).filter { $0.contains(".log") }
        return names.map { name in
            BundleSource("logs/" + name) { try FilePart.read(Path.join(folders.logs, name)) }
        }
    }
}
