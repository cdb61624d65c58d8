package import Platform
import Synchronization
import Vocabulary

/// Which provable steps of a project succeeded, and on which inputs, in whatever run: lets a later
/// run skip them. One JSON file, written only while the project's lock is held.
package final class StepHistory: Sendable {
    private let path: String
    private let entries: Mutex<[StepID: Entry]>
    /// Where a damaged file was put aside, and why; nil where the file was sound or missing.
    package let damage: (setAside: String, reason: String)?

    struct Entry: Sendable, Equatable {
        /// Of the inputs it succeeded on; nil where it has none, or where it has not succeeded since
        /// it last began.
        var digest: String?
        /// A step that makes this one run has run since: no check and no digest proves it.
        var stale = false
    }

    static let schema = "envctl.steps_history/1"

    /// Reads the file; a missing one is empty, a damaged one is set aside as `.bad-<time>` and empty.
    ///
    /// - Throws: where it can't be read, or was written by a newer version.
    package init(path: String, clock: Clock = .system) throws {
        self.path = path
        let content = try Self.read(path, clock)
        entries = Mutex(content.value ?? [:])
        damage = content.damage
    }

    func entry(_ id: StepID) -> Entry { entries.withLock { $0[id] ?? Entry() } }

    /// Before a step's action: its success counts no more, and `followers` must run too.
    func begin(_ id: StepID, followers: [StepID]) throws {
        try change { entries in
            entries[id]?.digest = nil
            for follower in followers { entries[follower, default: Entry()].stale = true }
        }
    }

    /// After a success; synced where nothing but this record proves it.
    func succeed(_ id: StepID, digest: String?, synced: Bool) throws {
        try change(synced: synced) { $0[id] = digest.map { Entry(digest: $0) } }
    }

    /// After an undo.
    func forget(_ id: StepID) throws { try change { $0[id] = nil } }

    /// Writes only what changed, under the lock, so that the file never goes back.
    private func change(synced: Bool = false, _ body: (inout [StepID: Entry]) -> Void) throws {
        try entries.withLock { entries in
            let before = entries
            body(&entries)
            guard entries != before else { return }
            try FileSystem.writeAtomically(
                Array(Self.json(entries).pretty.utf8), to: path, synced: synced)
        }
    }

    private static func json(_ entries: [StepID: Entry]) -> JSON {
        let steps = entries.sorted { $0.key < $1.key }.map { id, entry in
            (id.rawValue, ["digest": JSON(entry.digest), "stale": .bool(entry.stale)] as JSON)
        }
        return ["schema": .string(schema), "steps": .object(JSON.Object(steps))]
    }

    private static func read(
        _ path: String, _ clock: Clock
    ) throws -> RecordFile.Content<[StepID: Entry]> {
        try RecordFile(path: path, schema: schema, clock: clock).read { json in
            let steps = try json.required("steps", "an object") { $0.object }
            return try steps.members.reduce(into: [:]) { entries, member in
                entries[StepID(unchecked: member.key)] = Entry(
                    digest: try member.value.optionalString("digest"),
                    stale: try member.value.requiredBool("stale"))
            }
        }
    }
}
