import Platform
import Vocabulary

/// What is known of how this binary was made; written beside it by the build.
struct BuildFacts {
    static let version = "0.1.0"

    /// The record of the build; null where there is none.
    let json: JSON

    static func read(beside executable: String) -> BuildFacts {
        let path = Path.join(Path.parent(executable), "envctl-build.json")
        // A binary that was installed elsewhere has no record: then only the version is known.
        guard let bytes = try? FileSystem.read(path), let json = try? JSON.parse(bytes) else {
            return BuildFacts(json: .null)
        }
        return BuildFacts(json: json)
    }

    /// ` (1a2b3c4)` of the commit, for people.
    var note: String {
        guard let commit = json["commit"]?.string, !commit.isEmpty else { return "" }
        return " (\(commit.prefix(9))\(json["dirty"]?.bool == true ? ", modified" : ""))"
    }
}
