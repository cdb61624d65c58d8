import Platform
import Vocabulary

/// `contracts/parity.json`: every command, artifact and adapter with its state.
struct ParityManifest: Sendable {
    static let schema = "envctl.parity/1"

    enum Kind: String, Sendable, CaseIterable {
        case command, artifact, adapter
        /// What is no part of the product's tables: planned, or promised in words.
        case feature
    }

    enum State: String, Sendable {
        case working, partial, missing
    }

    struct Row: Sendable {
        var kind: Kind
        var name: String
        var state: State
        /// Names of the tests that show it.
        var tests: [String]
    }

    var rows: [Row]

    /// Nil where there is no such file.
    static func read(_ path: String) throws -> ParityManifest? {
        guard let bytes = try FileSystem.readIfPresent(path) else { return nil }
        return try ParityManifest(json: try JSON.parse(bytes))
    }

    init(json: JSON) throws {
        rows = try json.list("rows") { row in
            Row(
                kind: try row.required("kind", "a kind") { $0.string.flatMap(Kind.init) },
                name: try row.requiredString("name"),
                state: try row.required("state", "a state") { $0.string.flatMap(State.init) },
                tests: try row.strings("tests"))
        }
    }
}
