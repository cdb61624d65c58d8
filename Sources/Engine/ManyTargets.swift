import Events
import Platform
import RunState
import Vocabulary

/// Does the same for several projects side by side; the failure of one never stops another.
struct ManyTargets: Sendable {
    let context: CommandContext
    let projects: [Project]
    /// On a terminal, whether rows are drawn instead of lines.
    var isLive = false

    /// One result for each project, in their order.
    func each<Value: Sendable>(
        _ body: @escaping @Sendable (Project, any EventSink) throws -> Value
    ) throws -> [(project: Project, result: Result<Value, Failure>)] {
        let view = isLive ? LiveProgress.begin(context) : nil
        defer { view?.finish() }
        if projects.count == 1 {
            return projects.map { ($0, Self.attempt($0, sink(for: $0, view), body)) }
        }
        let work = projects.map { project in
            let sink = sink(for: project, view)
            return (project, { @Sendable in Self.attempt(project, sink, body) })
        }
        return try Blocking.wait { try await Self.together(work) }
    }

    private static func together<Value: Sendable>(
        _ work: [(Project, @Sendable () -> Result<Value, Failure>)]
    ) async throws -> [(project: Project, result: Result<Value, Failure>)] {
        try await withThrowingTaskGroup(of: (Int, Result<Value, Failure>).self) { group in
            for (index, item) in work.enumerated() {
                let body = item.1
                group.addTask { (index, try await Blocking.run { body() }) }
            }
            var results: [Int: Result<Value, Failure>] = [:]
            for try await (index, result) in group { results[index] = result }
            return work.indices.compactMap { index in
                results[index].map { (work[index].0, $0) }
            }
        }
    }

    private static func attempt<Value: Sendable>(
        _ project: Project, _ sink: any EventSink,
        _ body: (Project, any EventSink) throws -> Value
    ) -> Result<Value, Failure> {
        do { return .success(try body(project, sink)) } catch { return .failure(Failure(error)) }
    }

    private func sink(for project: Project, _ view: LiveProgress?) -> any EventSink {
        let label = projects.count > 1 ? context.label(project) : nil
        guard let view else { return ProgressSink(context.console, project: label) }
        let logs = context.layout.scope(project.scope).project(project.name)
        return LiveSink(view, logs: logs, project: label)
    }
}
