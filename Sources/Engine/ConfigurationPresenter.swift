import Configuration
import Routing
import RunState
import Setup
import Terminal
import Vocabulary
import Worktrees

/// show-config and config check.
struct ConfigurationPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let targets = try Targets.looking(context)
        return context.route.command == .config ? try check(targets) : try show(targets)
    }

    // MARK: - show-config

    private func show(_ targets: Targets) throws -> Answer {
        let answers = try ProjectAnswers(targets.projects, project: { $0 }) { project in
            let found = try load(project, targets)
            return (found, try found.map(listing))
        }
        answers.complain(context)
        let sections = answers.values.map { titled($0.project, shown($0.value.1), answers) }
        return Answer(
            schema: "envctl.config/1", ok: answers.isComplete,
            text: sections.isEmpty ? targets.emptiness : sections.joined(separator: "\n"),
            ["projects": answers.json { Self.members($0.0, $0.1) }])
    }

    private func listing(_ found: ProjectConfiguration) throws -> ConfigurationListing {
        try ConfigurationListing(found, keys: context.route.keys)
    }

    private func load(_ project: Project, _ targets: Targets) throws -> ProjectConfiguration? {
        let main = targets.standpoint?.mainWorktree
        return try context.configuration(of: project, mainWorktree: main)
    }

    private static func members(
        _ found: ProjectConfiguration?, _ listing: ConfigurationListing?
    ) -> JSON.Object {
        [
            "configured": .bool(found != nil), "file": JSON(found?.file),
            "settings": .array(listing?.settings.map(\.json) ?? []),
            "warnings": .array(found?.warnings.map(\.json) ?? []),
        ]
    }

    private func shown(_ listing: ConfigurationListing?) -> String {
        guard let listing else { return Self.absent }
        let table = Table(
            columns: ["KEY", Table.Column("VALUE", isFlexible: true), "ORIGIN"],
            rows: listing.settings.map { setting in
                [
                    Table.Cell(setting.path),
                    Table.Cell(setting.value.string ?? setting.value.compact),
                    Table.Cell(setting.origin.description, .dim),
                ]
            })
        return table.render(style: context.console.answerStyle, width: context.console.width)
    }

    private static let absent =
        "nothing is configured here: there is no envctl.yaml, and no .envctl names a component"

    private func titled<Value>(
        _ project: Project, _ text: String, _ answers: ProjectAnswers<Value>
    ) -> String {
        guard answers.rows.count > 1 else { return text }
        return context.console.answerStyle.paint(project.name.rawValue, .bold) + "\n" + text
    }

    // MARK: - config check

    private func check(_ targets: Targets) throws -> Answer {
        let answers = try ProjectAnswers(targets.projects, project: { $0 }) { project in
            try ConfigurationCheck { try load(project, targets) }
        }
        answers.complain(context)
        let isValid = answers.isComplete && answers.values.allSatisfy(\.value.isValid)
        let sections = answers.values.map { titled($0.project, told($0.value), answers) }
        return Answer(
            schema: "envctl.config_check/1", ok: isValid,
            text: sections.isEmpty ? targets.emptiness : sections.joined(separator: "\n"),
            ["projects": answers.json(\.members)])
    }

    private func told(_ check: ConfigurationCheck) -> String {
        (check.lines + [verdict(check)]).joined(separator: "\n")
    }

    private func verdict(_ check: ConfigurationCheck) -> String {
        let style = context.console.answerStyle
        switch check {
        case .absent: return Self.absent
        case .invalid(let failure): return style.paint(failure.message, .red)
        case .valid(let found):
            let parts = [
                Self.count(found.requirements.count, "requirement"),
                Self.count(found.services.count, "service"), Self.count(found.steps.count, "step"),
            ]
            return style.paint("the configuration is valid", .green)
                + ": " + parts.joined(separator: ", ")
        }
    }

    private static func count(_ number: Int, _ word: String) -> String {
        "\(number) \(word)" + (number == 1 ? "" : "s")
    }
}
