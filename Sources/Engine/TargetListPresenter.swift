import Configuration
import Inspection
import Platform
import Routing
import RunState
import Terminal
import Truth
import Vocabulary
import Worktrees

/// list-targets: the projects with their components.
struct TargetListPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let (projects, standpoint) = try targets()
        let descriptions = try context.inspect(projects, from: standpoint).map {
            TargetDescription(
                $0, configuration: configuration($0.project, standpoint?.mainWorktree))
        }
        return Answer(
            schema: "envctl.targets/1", text: text(descriptions),
            ["targets": .array(descriptions.map(\.json))])
    }

    private func targets() throws -> ([Project], Standpoint?) {
        if context.route.targets.everywhere {
            return (try Targets(context, by: .files).projects, nil)
        }
        let standpoint = try Standpoint(context, by: .files)
        return (standpoint.allProjects(), standpoint)
    }

    /// A broken one is told in its row and hides no other.
    private func configuration(
        _ project: Project, _ mainWorktree: String?
    ) -> Result<ProjectConfiguration?, Failure> {
        guard FileSystem.isDirectory(project.root) else { return .success(nil) }
        do {
            return .success(try context.configuration(of: project, mainWorktree: mainWorktree))
        } catch { return .failure(Failure(error)) }
    }

    private func text(_ descriptions: [TargetDescription]) -> String {
        if descriptions.isEmpty { return "no project is known here" }
        let place = Table.Column("FOLDER", isFlexible: true)
        let notes = Table.Column("COMPONENTS", isFlexible: true)
        let table = Table(
            columns: ["PROJECT", "BRANCH", "STATUS", notes, place],
            rows: descriptions.map(row))
        return table.render(style: context.console.answerStyle, width: context.console.width)
    }

    private func row(_ description: TargetDescription) -> [Table.Cell] {
        let project = description.inspected.project
        let status = description.inspected.observed.map {
            ComponentTable.status($0.status)
        }
        return [
            Table.Cell(project.name.rawValue, .bold), Table.Cell(project.branch ?? ""),
            status ?? "",
            Table.Cell(components(description)),
            Table.Cell(project.root + (isGone(description) ? " (gone)" : "")),
        ]
    }

    private func components(_ description: TargetDescription) -> String {
        if let problem = description.problem { return problem.message }
        let names = description.components.map(\.name.rawValue)
        if !names.isEmpty { return names.joined(separator: " ") }
        if isGone(description) { return "" }
        return description.isConfigured ? "(none)" : "(not configured)"
    }

    private func isGone(_ description: TargetDescription) -> Bool {
        !FileSystem.isDirectory(description.inspected.project.root)
    }
}
