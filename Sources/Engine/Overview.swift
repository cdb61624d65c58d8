import Configuration
import Inspection
import RunState
import Setup
import Truth
import Vocabulary
import Worktrees

/// What the bare command has to tell.
struct Overview {
    let location: Location
    /// Those of the repository, the main one among them.
    let worktrees: Int
    /// Nil inside a bare repository or a `.git`.
    let inspected: InspectedProject?
    let check: ConfigurationCheck?

    /// A command to type, and what for.
    struct Next: Equatable {
        let command: String
        let purpose: String
    }

    /// Name and value, for people.
    var facts: [(String, String)] {
        var facts = [("repository", repository)]
        guard let inspected else {
            return facts + [("worktree", "none: this is the repository itself")]
        }
        let project = inspected.project
        let branch = project.branch.map { " (branch \($0))" } ?? ""
        facts.append(("worktree", project.worktree + branch))
        facts.append(("project", project.name.rawValue))
        facts.append(("configured", configured))
        facts.append(("running", running(inspected)))
        return facts
    }

    private var repository: String {
        guard location.scope.isGit else { return "none: \(location.scope.commonDirectory) alone" }
        let count = worktrees == 1 ? "1 worktree" : "\(worktrees) worktrees"
        return "\(location.scope.commonDirectory) (\(count))"
    }

    private var configured: String {
        switch check {
        case .valid(let found):
            let names = found.componentIDs.map(\.rawValue)
            return (found.file ?? "by .envctl or the environment") + ": "
                + (names.isEmpty ? "no component" : names.joined(separator: ", "))
        case .invalid(let failure): return failure.message
        case .absent, nil: return "no"
        }
    }

    private func running(_ inspected: InspectedProject) -> String {
        if let problem = inspected.problem { return "unknown: \(problem.message)" }
        guard let observed = inspected.observed, inspected.isRunning else { return "nothing" }
        let parts = observed.components.map { "\($0.name) \($0.status.rawValue)" }
        return "\(observed.status.rawValue): " + parts.joined(separator: ", ")
    }

    /// What makes sense to type now, the likeliest first.
    var next: [Next] {
        guard let inspected else {
            return [
                Next(command: "envctl list-targets", purpose: "the projects of this repository"),
                Next(command: "git worktree add", purpose: "a worktree to work in"),
            ]
        }
        var next = steps(inspected)
        if worktrees > 1 {
            next.append(Next(command: "envctl status --all", purpose: "all worktrees"))
        }
        return next + [Next(command: "envctl help", purpose: "all commands")]
    }

    private func steps(_ inspected: InspectedProject) -> [Next] {
        if inspected.isRunning {
            return [
                Next(command: "envctl status", purpose: "what runs"),
                Next(command: "envctl endpoints", purpose: "where it can be reached"),
                Next(command: "envctl logs -f", purpose: "what it writes"),
                Next(command: "envctl stop", purpose: "end it; data and ports are kept"),
            ]
        }
        switch check {
        case .invalid: return [Next(command: "envctl config check", purpose: "every mistake")]
        case .valid:
            return [
                Next(command: inspected.startCommand, purpose: "bring this worktree to life"),
                Next(command: "envctl start --dry-run", purpose: "what a start would do"),
                Next(command: "envctl show-config", purpose: "each value with its origin"),
            ]
        case .absent, nil:
            return [
                Next(command: "envctl init", purpose: "propose an envctl.yaml for what lies here")
            ]
        }
    }
}

extension Overview {
    /// The members of the `--json` answer.
    var members: JSON.Object {
        [
            "repository": [
                "scope": location.scope.id.json, "path": .string(location.scope.commonDirectory),
                "git": .bool(location.scope.isGit), "worktrees": JSON(worktrees),
            ],
            "project": inspected.map { project($0.project) } ?? .null,
            "configuration": check.map { .object($0.members) } ?? .null,
            "components": JSON(components),
            "environment": inspected?.observed.map(environment) ?? .null,
            "problem": inspected?.problem?.json ?? .null,
            "next": .array(
                next.map { ["command": .string($0.command), "purpose": .string($0.purpose)] }),
        ]
    }

    private var components: [String] {
        guard case .valid(let found) = check else { return [] }
        return found.componentIDs.map(\.rawValue)
    }

    private func project(_ project: Project) -> JSON {
        [
            "name": project.name.json, "branch": JSON(project.branch),
            "root": .string(project.root), "worktree": .string(project.worktree),
        ]
    }

    private func environment(_ observed: ObservedProject) -> JSON {
        [
            "status": .string(observed.status.rawValue), "run": observed.record.run.json,
            "running": .bool(inspected?.isRunning ?? false),
            "supervisor": .string(inspected?.supervisorWord ?? "none"),
            "components": .array(
                observed.components.map {
                    ["name": $0.name.json, "status": .string($0.status.rawValue)]
                }),
        ]
    }
}
