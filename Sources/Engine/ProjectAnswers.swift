import RunState
import Terminal
import Vocabulary

/// What one command has to say of each of its projects: the failure of one never stops another.
struct ProjectAnswers<Value> {
    private(set) var rows: [(project: Project, result: Result<Value, Failure>)] = []

    /// - Throws: the failure, where there is one project only.
    init<Target>(
        _ targets: [Target], project: (Target) -> Project, _ body: (Target) throws -> Value
    ) throws {
        for target in targets {
            do { rows.append((project(target), .success(try body(target)))) } catch {
                if targets.count == 1 { throw error }
                rows.append((project(target), .failure(Failure(error))))
            }
        }
    }

    var values: [(project: Project, value: Value)] {
        rows.compactMap { row in
            guard case .success(let value) = row.result else { return nil }
            return (row.project, value)
        }
    }

    /// One line for each failed project, to stand below the others' answers.
    var complaints: [String] {
        rows.compactMap { row in
            guard case .failure(let failure) = row.result else { return nil }
            let reasons = failure.causes.prefix(1).map { " (\($0))" }.joined()
            return "\(row.project.name): \(failure.message)\(reasons)"
        }
    }

    var isComplete: Bool { complaints.isEmpty }

    /// Tells of the failed projects on stderr; with `--json` the answer has them.
    func complain(_ context: CommandContext) {
        guard !context.wantsJSON else { return }
        for complaint in complaints {
            let mark = context.console.progressStyle.paint("error:", .red, .bold)
            context.console.error("\(mark) \(complaint)")
        }
    }

    /// The `projects` of an answer: each with its name, its own members, and its error.
    func json(_ members: (Value) -> JSON.Object) -> JSON {
        .array(
            rows.map { row in
                var object: JSON.Object = [
                    "scope": row.project.scope.json, "name": row.project.name.json,
                ]
                switch row.result {
                case .success(let value):
                    object["error"] = .null
                    for (key, value) in members(value).members { object[key] = value }
                case .failure(let failure): object["error"] = failure.json
                }
                return .object(object)
            })
    }
}
