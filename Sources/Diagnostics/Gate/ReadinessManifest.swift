import Platform
import Vocabulary

/// `contracts/readiness.json`: what must hold to release, and what shows it.
struct ReadinessManifest: Sendable {
    static let schema = "envctl.readiness/1"

    struct Promise: Sendable {
        var id: String
        var text: String
        var evidence: [GateEvidence]
    }

    /// Of the tests' results, relative to the worktree.
    var results: String
    var promises: [Promise]

    /// Nil where there is no such file.
    static func read(_ path: String) throws -> ReadinessManifest? {
        guard let bytes = try FileSystem.readIfPresent(path) else { return nil }
        return try ReadinessManifest(json: try JSON.parse(bytes))
    }

    init(json: JSON) throws {
        results = try json.requiredString("results")
        promises = try json.list("promises") { row in
            Promise(
                id: try row.requiredString("id"), text: try row.requiredString("text"),
                evidence: try row.list("evidence", GateEvidence.init(json:)))
        }
    }
}
