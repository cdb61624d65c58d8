import Configuration
import Platform
import RunState
import Steps
import Truth
import Vocabulary

/// The first input of the gate: whether one project's environment is ready, and what the
/// `release:` of its configuration demands.
struct ProjectGate {
    let site: DoctorSite
    let project: ProjectSite
    /// Doctor's own.
    let checks: [CheckResult]

    private var id: String { "gate.project.\(project.project.name)" }

    /// A project that nothing configures is no part of a release.
    func results() throws -> [CheckResult] {
        switch project.configuration {
        case .failure(let failure):
            return [.gate(id, .fail, failure.message, failure.causes, fix: failure.hint)]
        case .success(nil): return [.gate(id, .skip, "nothing configures this project")]
        case .success(let configuration?):
            return [readiness(configuration)] + (try demands(configuration.release))
        }
    }

    // MARK: - Readiness

    private func readiness(_ configuration: ProjectConfiguration) -> CheckResult {
        guard let observed = project.observed else {
            let reason = project.problem?.message ?? "nothing was started here"
            return .gate(
                id, .fail, "the project is not ready", [reason],
                fix: project.problem?.hint ?? "envctl start")
        }
        let reasons =
            components(configuration, observed) + steps(observed.record)
            + artifacts()
        guard reasons.isEmpty else {
            return .gate(id, .fail, "the project is not ready", reasons, fix: "envctl errors")
        }
        return .gate(id, .ok, "every configured component is ready")
    }

    private func components(
        _ configuration: ProjectConfiguration, _ observed: ObservedProject
    ) -> [String] {
        var reasons = configuration.componentIDs.compactMap { name -> String? in
            guard let component = observed[name] else { return "\(name) was never started" }
            if SyntheticCheck.isSynthetic(component.record), observed.record.ended == nil {
                return "\(name) is recorded as running without a process"
            }
            guard component.status != .ready else { return nil }
            return "\(name) is \(component.status.rawValue)"
                + (component.reason.map { ": \($0)" } ?? "")
        }
        if observed.interruptedStart { reasons.append("a start was cut short") }
        if observed.supervisor == .lost { reasons.append("its supervisor is lost") }
        return reasons
    }

    private func steps(_ record: RunRecord) -> [String] {
        let path = site.layout.scope(record.scope).run(record.run).steps
        // A run without steps has no such file; a damaged one is told of with the artifacts.
        guard let bytes = try? FileSystem.read(path), let json = try? JSON.parse(bytes) else {
            return []
        }
        return (json["results"]?.array ?? []).compactMap { result in
            guard let id = result["id"]?.string, let outcome = result["outcome"]?.string,
                ["failed", "timed_out"].contains(outcome)
            else { return nil }
            return "the step '\(id)' \(outcome)"
        }
    }

    private func artifacts() -> [String] {
        let current = site.folders(project.project).current
        let files = ArtifactFile.allCases.map(\.rawValue) + ["launch.json", "steps.json"]
        return files.map { Path.join(current, $0) }.filter(FileSystem.exists).flatMap { path in
            ArtifactsCheck.complaints(about: path).map { "\(Path.name(path)): \($0)" }
        }
    }

    // MARK: - What a release demands

    private func demands(_ release: ReleaseConfiguration) throws -> [CheckResult] {
        var rows = try severities(release)
        if release.isClean { rows.append(clean()) }
        for (index, line) in release.commands.enumerated() {
            let complaint = ShellCommandRun(
                line, directory: project.project.root, host: site.host
            ).complaint()
            rows.append(
                .gate(
                    "\(id).command.\(index + 1)", complaint == nil ? .ok : .fail, "'\(line)'",
                    [complaint].compactMap(\.self)))
        }
        return rows
    }

    private func severities(_ release: ReleaseConfiguration) throws -> [CheckResult] {
        let worst = Severity(rawValue: release.worst) ?? .warn
        for word in release.checks { try CheckTable.confirm(word) }
        let counted = checks.filter { check in
            release.checks.isEmpty || release.checks.contains(check.id)
                || release.checks.contains(check.group.rawValue)
        }
        let bad = counted.filter { $0.severity > worst }
        let title = "no check is worse than \(worst.rawValue)"
        if bad.isEmpty { return [.gate("\(id).checks", .ok, title)] }
        return [
            .gate(
                "\(id).checks", .fail, title,
                bad.map { "\($0.id): \($0.severity.rawValue), \($0.finding.message)" })
        ]
    }

    private func clean() -> CheckResult {
        let title = "the worktree is without changes"
        do {
            let text = try Git(project.project.worktree, site.host).run([
                "status", "--porcelain", "--untracked-files=normal",
            ])
            let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
            if lines.isEmpty { return .gate("\(id).clean", .ok, title) }
            return .gate(
                "\(id).clean", .fail, title, lines.prefix(20).map { String($0) },
                fix: "git status")
        } catch { return .gate("\(id).clean", .fail, title, [Failure(error).message]) }
    }
}
