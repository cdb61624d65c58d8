package import Events
import Platform
package import RunState
package import Vocabulary

/// Reads the events of a project's runs, and goes on as new ones come. Changes nothing.
package final class EventReading {
    private let scope: ScopeLayout
    private let project: ProjectLayout
    private let cursor: EventCursor
    private var run: RunLayout?
    /// The number of the last event of `run` that was handed out.
    private var last = 0

    /// - Parameter run: the one to read; nil: the project's latest.
    /// - Throws: `events.unknown_run` where the project has no such run.
    package init(
        _ scope: ScopeLayout, _ project: ProjectLayout, run: RunID?, from cursor: EventCursor
    ) throws {
        self.scope = scope
        self.project = project
        self.cursor = cursor
        self.run = try run.map { try Self.known($0, scope, project) } ?? current
    }

    /// Whether the project ever ran.
    package var hasRun: Bool { run != nil }

    /// Hands out what is there; false where `output` wanted no more.
    package func begin(_ output: (RecordedEvent) throws -> Bool) throws -> Bool {
        if case .since = cursor {
            for earlier in try earlierRuns() {
                let events = try EventLog.read(earlier.events)
                guard try hand(events.filter(isWanted), output) else { return false }
            }
        }
        return try drain(output)
    }

    /// Hands out what came since the last look; where another run has begun, the rest of the old one
    /// and then the new one.
    package func look(_ output: (RecordedEvent) throws -> Bool) throws -> Bool {
        guard try drain(output) else { return false }
        guard let current, current != run else { return true }
        run = current
        last = 0
        return try drain(output)
    }

    private func drain(_ output: (RecordedEvent) throws -> Bool) throws -> Bool {
        guard let run else { return true }
        let events = try EventLog.read(run.events, after: last)
        last = events.last?.sequence ?? last
        return try hand(events.filter(isWanted), output)
    }

    private func hand(
        _ events: [RecordedEvent], _ output: (RecordedEvent) throws -> Bool
    ) throws -> Bool {
        for event in events { guard try output(event) else { return false } }
        return true
    }

    /// A number counts in the run that was read first only.
    private func isWanted(_ event: RecordedEvent) -> Bool {
        if case .after = cursor, event.run != first { return true }
        return cursor.includes(event.sequence, event.time)
    }

    private lazy var first = run?.run

    private var current: RunLayout? {
        // A project that never ran has no link.
        guard let target = try? FileSystem.readLink(project.current) else { return nil }
        return scope.run(RunID(unchecked: Path.name(target)))
    }

    /// Runs of this project before the one that is read, oldest first.
    private func earlierRuns() throws -> [RunLayout] {
        let candidates = scope.allRuns().filter { run in self.run.map { run < $0.run } ?? true }
        return candidates.map(scope.run).filter { layout in
            // What can't be read tells nothing.
            (try? EventLog.read(layout.events))?.first?.project == project.project
        }
    }

    private static func known(
        _ run: RunID, _ scope: ScopeLayout, _ project: ProjectLayout
    ) throws -> RunLayout {
        let layout = scope.run(run)
        let record = scope.allRuns().contains(run) ? try RunRecord.read(layout.runState) : nil
        guard record?.project == project.project else {
            throw Failure(
                "events.unknown_run", "the project \(project.project) has no run '\(run)'",
                hint:
                    "'envctl show-state' names the latest; runs are kept below \(scope.folder)/runs"
            )
        }
        return layout
    }
}
