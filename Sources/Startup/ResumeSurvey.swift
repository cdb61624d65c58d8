import Configuration
import Planning
import Platform
import RunState
import Truth
import Vocabulary

/// What a resume finds before it changes anything.
struct ResumeSurvey {
    private let present: PresentProject
    private let configuration: ProjectConfiguration?
    private let supervisor: SupervisorState
    private let named: [ComponentID]
    private(set) var findings: [ResumeFinding]
    /// What the plan says of those that can't be launched.
    private var problems: [ComponentID: Failure] = [:]

    /// Nil where the project never ran.
    ///
    /// - Throws: `component.unknown`, `config.…` where something has to be started.
    init?(_ request: ResumeOrchestrator.Request, _ present: PresentProject) throws {
        guard let observed = present.observed else { return nil }
        let known = observed.components.map(\.name)
        for name in request.components { try Selection.check(name, among: known) }
        self.present = present
        named = request.components
        supervisor = observed.supervisor
        let isComplete = observed.components.allSatisfy {
            $0.record.desired == .stopped || $0.isAlive
        }
        guard isComplete || FileSystem.isDirectory(present.project.worktree) else {
            throw Failure.worktreeGone(present.project)
        }
        // What only has to be adopted needs no configuration, not even a right one.
        let found = Result { try request.configuration() }
        configuration = isComplete ? try? found.get() : try found.get()  // see above
        let configured = configuration?.componentIDs ?? []
        findings = observed.components.map {
            ResumeFinding(
                $0, supervisor: observed.supervisor, isConfigured: configured.contains($0.name))
        }
        for index in findings.indices where !request.means(findings[index].component) {
            guard findings[index].action == .start || findings[index].action == .fail else {
                continue
            }
            findings[index].action = .leave
            findings[index].reason = "it was not named"
        }
    }

    /// The start that brings back what is missing; nil where nothing is.
    func start(
        _ request: ResumeOrchestrator.Request, _ steps: RecordedSteps?, _ specs: RecordedSpecs
    ) -> StartRequest? {
        let wanted = findings.filter { [.start, .check].contains($0.action) }.map(\.component)
        // With what runs, so that a change of it is seen; none of that is touched.
        let running = findings.filter { [.keep, .adopt].contains($0.action) }.map(\.component)
        let isNeeded = !wanted.isEmpty || steps != nil && !running.isEmpty
        guard let configuration, isNeeded else { return nil }
        let missing = unrestorable.map(\.name)
        var start = StartRequest(
            project: request.project, configuration: configuration,
            components: configuration.componentIDs.filter((wanted + running).contains),
            skip: missing.filter(configuration.componentIDs.contains), keepOnFailure: true)
        start.resumes = true
        start.recorded = specs.specs(of: wanted + running, in: present)
        start.steps = steps
        start.resumesFrom = request.step
        start.replans = request.replan
        start.carried = carried
        return start
    }

    /// Learns from the plan what runs from another configuration, and what has to stay away since
    /// something that it needs can't be brought back.
    mutating func take(_ plan: StartPlan) {
        for index in findings.indices {
            guard let planned = plan[findings[index].component] else { continue }
            problems[planned.id] = planned.problem
            if !planned.changes.isEmpty, [.running, .adoptable].contains(findings[index].finding) {
                findings[index].finding = .changed
                findings[index].reason =
                    planned.changes.joined(separator: "; ") + "; 'envctl start' applies it"
            }
            switch planned.decision {
            case .skip(let reason)
            where findings[index].action == .start || planned.problem != nil:
                (findings[index].action, findings[index].reason) = (.fail, reason)
            case .restart(let reasons) where [.keep, .adopt].contains(findings[index].action):
                findings[index].action = .restart
                findings[index].reason = reasons.joined(separator: "; ")
            default: break
            }
        }
    }

    /// The records of what can't be brought back, with the reason.
    var unrestorable: [ComponentRecord] {
        findings.filter { $0.action == .fail }.compactMap { finding in
            var record = present.record?[finding.component]
            record?.status = .failed
            record?.reason = finding.reason
            record?.identity = nil
            return record
        }
    }

    /// All of the last run as nothing of it is there yet: what is never launched in the next one,
    /// whatever the reason, is not forgotten.
    var carried: [ComponentRecord] {
        let configured = Set(configuration?.componentIDs ?? [])
        return (present.record?.components ?? []).filter { configured.contains($0.name) }.map {
            record in
            var record = record
            record.identity = nil
            let finding = findings.first { $0.component == record.name }
            record.status =
                switch finding?.action {
                case .fail: .failed
                case .leave where record.desired == .stopped: .stopped
                default: .lost
                }
            record.reason = finding?.reason
            return record
        }
    }

    func failures(_ time: Timestamp) -> [FailureEntry] {
        findings.filter { $0.action == .fail }.map { finding in
            let name = finding.component
            if let problem = problems[name] {
                return FailureEntry(problem, time: time, component: name)
            }
            let wasStarted = finding.finding != .notStarted
            return FailureEntry(
                Failure(
                    "resume.not_restored",
                    wasStarted
                        ? "'\(name)' can't be brought back"
                        : "'\(name)' was not running: the last start of it failed",
                    because: [finding.reason].compactMap(\.self),
                    hint: "envctl start \(name)" + (wasStarted ? " starts it anew" : "")),
                time: time, component: name)
        }
    }

    /// How it ends where nothing had to be started.
    var calmEnding: ResumeOutcome.Ending {
        if findings.contains(where: { $0.action == .fail }) { return .failed }
        if findings.contains(where: { $0.action == .adopt }) { return .resumed }
        let meant = findings.filter { named.isEmpty || named.contains($0.component) }
        return meant.contains { $0.action == .keep } ? .unchanged : .nothingToResume
    }

    func outcome(_ ending: ResumeOutcome.Ending) -> ResumeOutcome {
        var outcome = ResumeOutcome(
            project: present.project, ending: ending, supervisor: supervisor,
            run: present.record?.run, findings: findings)
        outcome.named = named
        return outcome
    }
}

extension ResumeOrchestrator.Request {
    func means(_ component: ComponentID) -> Bool {
        components.isEmpty || components.contains(component)
    }
}
