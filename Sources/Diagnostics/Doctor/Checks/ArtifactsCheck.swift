import Platform
import RunState
import Vocabulary

/// Every artifact of the latest runs is what its schema says.
struct ArtifactsCheck: Check {
    let id = "state.artifacts"
    let group = CheckGroup.state
    let promise = "every artifact of the latest runs fits its schema"
    let otherwise = "fail"

    func look(at site: DoctorSite) throws -> CheckFinding {
        let paths = Self.paths(site).filter(FileSystem.exists)
        if paths.isEmpty { return .skip("nothing was started yet") }
        let bad = paths.flatMap { path in Self.complaints(about: path).map { "\(path): \($0)" } }
        if bad.isEmpty { return .ok("\(paths.count) are valid") }
        return CheckFinding(
            .fail, "an artifact is not what its schema says", evidence: bad,
            fix: site.newer ?? "envctl start", path: String(bad[0].prefix { $0 != ":" }))
    }

    static func paths(_ site: DoctorSite) -> [String] {
        let scopes = Set(site.projects.map(\.project.scope)).sorted()
        return [site.layout.ports] + scopes.map { site.layout.scope($0).record }
            + site.projects.flatMap { project -> [String] in
                let current = site.folders(project.project).current
                return ArtifactFile.allCases.map { Path.join(current, $0.rawValue) }
                    + ["steps.json", "launch.json"].map { Path.join(current, $0) }
            }
    }

    static func complaints(about path: String) -> [String] {
        do {
            let bytes = try FileSystem.read(path)
            let documents = path.hasSuffix(".jsonl") ? try lines(bytes) : [try JSON.parse(bytes)]
            return documents.flatMap { ArtifactSchemas.set.complaints(about: $0) }
        } catch { return [Failure(error).message] }
    }

    /// The last lines only: a long run has many, and the first ones were looked at before.
    private static func lines(_ bytes: [UInt8]) throws -> [JSON] {
        try bytes.split(separator: UInt8(ascii: "\n")).suffix(100).map { try JSON.parse(Array($0)) }
    }
}
