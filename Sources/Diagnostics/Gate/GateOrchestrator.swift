import Platform
import RunState
import Vocabulary

/// doctor --gate release: whether this may be released, recomputed from what is there now.
package struct GateOrchestrator: Sendable {
    private let site: DoctorSite
    private let checks: [CheckResult]

    /// - Parameter checks: what doctor found.
    package init(_ site: DoctorSite, checks: [CheckResult]) {
        self.site = site
        self.checks = checks
    }

    /// Each row of the gate; those that fail are the gap.
    package func judge() -> [CheckResult] {
        let (projects, contracts) = (projects(), contracts())
        let isAsked = !contracts.isEmpty || projects.contains { $0.severity != .skip }
        return doctor() + projects + contracts + (isAsked ? [] : [nothing])
    }

    /// A release that nothing was asked about is no release: its folder is the wrong one.
    private var nothing: CheckResult {
        .gate(
            "gate.configured", .fail, "nothing here says what a release is",
            ["no project is configured, and there are no manifests in contracts/"],
            fix: "run it in the worktree that is to be released, or type envctl init")
    }

    /// What does not work is no matter of configuration.
    private func doctor() -> [CheckResult] {
        // Contracts are judged row by row.
        let bad = checks.filter { $0.severity == .fail && $0.group != .contracts }
        if bad.isEmpty { return [.gate("gate.doctor", .ok, "no check fails")] }
        let demanded = site.projects.contains { $0.valid != nil }
        // Where a project is configured, its `release:` says what counts.
        if demanded { return [] }
        return [
            .gate(
                "gate.doctor", .fail, "a check fails",
                bad.map { "\($0.id): \($0.finding.message)" })
        ]
    }

    private func projects() -> [CheckResult] {
        site.projects.flatMap { project in
            attempt("gate.project.\(project.project.name)") {
                try ProjectGate(site: site, project: project, checks: checks).results()
            }
        }
    }

    private func contracts() -> [CheckResult] {
        guard case .success(let repository?) = site.repository, let worktree = repository.worktree
        else { return [] }
        return attempt("gate.contracts") {
            try ContractGate(worktree: worktree, host: site.host, checks: checks).results()
        }
    }

    /// What can't be judged blocks.
    private func attempt(_ id: String, _ body: () throws -> [CheckResult]) -> [CheckResult] {
        do { return try body() } catch {
            let failure = Failure(error)
            return [
                .gate(
                    id, .fail, failure.message,
                    [failure.location].compactMap(\.self) + failure.causes, fix: failure.hint)
            ]
        }
    }
}
