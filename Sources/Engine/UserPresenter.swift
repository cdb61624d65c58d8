import DataActions
import Inspection
import Platform
import Requirements
import Routing
import RunState
import StateActions
import Terminal
import Vocabulary
import Worktrees

/// `supabase user list|create|update|delete|sync`.
struct UserPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    private var route: Route { context.route }

    func answer() throws -> Answer {
        let targets = try Targets(context, by: .files)
        let deed = try deed()
        if case .delete(let email) = deed, let missing = try unconfirmed(email) {
            return Answer(
                schema: Self.schema, ok: false, text: "", ["projects": []], failures: [missing])
        }
        let answers = try ProjectAnswers(try context.inspect(targets), project: \.project) {
            try perform(deed, $0, targets)
        }
        answers.complain(context)
        return Answer(
            schema: Self.schema, ok: answers.isComplete, text: text(answers, deed),
            ["projects": answers.json { ["users": .array($0.map(\.json))] }])
    }

    private static let schema = "envctl.users/1"

    private func perform(
        _ deed: UserDeed, _ inspected: InspectedProject, _ targets: Targets
    ) throws -> [UserOutcome] {
        let environment = try context.environment(of: inspected, from: targets.standpoint)
        let (directory, instance) = try environment.userDirectory(
            of: route.command.rawValue, named: route.components.first)
        let actions = UserActions(directory, instance, secrets: instance.paths.secrets)
        guard deed != .list else { return try actions.perform(deed) }
        // The file of secrets is written under the project's lock.
        let lock = try context.dataParts.enter(
            inspected.project, "user", context.cancellation)
        return try withExtendedLifetime(lock) { try actions.perform(deed) }
    }

    // MARK: what is asked

    private func deed() throws -> UserDeed {
        let email = route.subject ?? ""
        switch route.subcommand {
        case "user create": return .create(try draft(email))
        case "user update":
            return .update(email: email, try draft(route.value(.email) ?? email))
        case "user delete": return .delete(email: email)
        case "user sync": return .sync
        default: return .list
        }
    }

    private func draft(_ email: String) throws -> UserDraft {
        UserDraft(
            email: email, password: route.has(.passwordStdin) ? try password() : nil,
            role: route.value(.role), metadata: try metadata())
    }

    /// One line of standard input, as it is but for its end.
    private func password() throws -> String {
        let bytes = try FileSystem.read(
            descriptor: 0, subject: "standard input", limit: 4096)
        let line = bytes.prefix { $0 != 10 && $0 != 13 }
        if !line.isEmpty { return String(decoding: line, as: UTF8.self) }
        throw Failure(
            "users.no_password", "standard input holds no password",
            hint: "pipe it in: … | envctl supabase user create EMAIL --password-stdin")
    }

    private func metadata() throws -> JSON.Object? {
        guard let text = route.value(.metadata) else { return nil }
        // Whatever is wrong with it, the answer is the same.
        if let object = (try? JSON.parse(Array(text.utf8)))?.object { return object }
        throw Failure(
            "users.metadata", "--metadata takes a JSON object",
            hint: "such as --metadata '{\"name\": \"Ada\"}'")
    }

    private func unconfirmed(_ email: String) throws -> Failure? {
        var confirmation = Confirmation(
            context: context, word: "delete", deed: "delete the user \(email)")
        confirmation.hint = "type it again with --yes"
        return try confirmation.missing(preview: "to be deleted: \(email)")
    }

    // MARK: what is told

    private func text(_ answers: ProjectAnswers<[UserOutcome]>, _ deed: UserDeed) -> String {
        let rows = answers.values.flatMap { project, outcomes in
            outcomes.map { outcome -> [Table.Cell] in
                [
                    Table.Cell(project.name.rawValue, .bold), Table.Cell(outcome.user.email),
                    Table.Cell(outcome.user.role),
                    Table.Cell(deed == .list ? outcome.user.id : outcome.word.rawValue, .dim),
                ]
            }
        }
        if rows.isEmpty { return answers.isComplete ? "there are no users" : "" }
        return Table(
            columns: ["PROJECT", "EMAIL", "ROLE", deed == .list ? "ID" : ""], rows: rows
        ).render(style: context.console.answerStyle, width: context.console.width)
    }
}

extension UserOutcome {
    fileprivate var json: JSON {
        [
            "id": .string(user.id), "email": .string(user.email), "role": .string(user.role),
            "metadata": .object(user.metadata), "created": JSON(user.created),
            "outcome": .string(word.rawValue),
        ]
    }
}
