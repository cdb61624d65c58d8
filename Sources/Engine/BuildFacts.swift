import Platform
import Vocabulary

/// What is known of how this binary was made; written beside it by the build.
struct BuildFacts {
    static let version = ProductVersion.current

    /// The record of the build; null where there is none.
    let json: JSON
    /// The checkout whose build folder the binary lies in; nil for an installed copy.
    let checkout: String?

    /// - Parameter executable: the binary's own path, links resolved.
    static func read(beside executable: String) -> BuildFacts {
        let folder = Path.parent(executable)
        let path = Path.join(folder, "envctl-build.json")
        // A binary that was installed elsewhere has no record: then only the version is known.
        guard let bytes = try? FileSystem.read(path), let json = try? JSON.parse(bytes) else {
            return BuildFacts(json: .null, checkout: checkout(above: folder))
        }
        return BuildFacts(json: json, checkout: checkout(above: folder))
    }

    /// The folder that holds `.build` of `.build/release` or `.build/<platform>/release`.
    private static func checkout(above folder: String) -> String? {
        let above = [Path.parent(folder), Path.parent(Path.parent(folder))]
        guard let build = above.first(where: { Path.name($0) == ".build" }) else { return nil }
        let checkout = Path.parent(build)
        return FileSystem.exists(Path.join(checkout, "Package.swift")) ? checkout : nil
    }

    /// ` (1a2b3c4)` of the commit, for people.
    var note: String {
        guard let commit = json["commit"]?.string, !commit.isEmpty else { return "" }
        return " (\(commit.prefix(9))\(json["dirty"]?.bool == true ? ", modified" : ""))"
    }

    /// Whether the sources have changed since the build; nil where that can't be told: in an
    /// installed copy, and where a source can't be read.
    ///
    /// Where no time is newer than the build's, that is the answer, since reading all sources costs
    /// several times what `--version` may; else their digest decides, so that neither a touched file
    /// nor a switch to another branch and back is taken for a change.
    func isStale() -> Bool? {
        guard let checkout, let built = json["sources_digest"]?.string,
            let time = json["sources_at"]?.string.flatMap({ Timestamp($0) })
        else { return nil }
        // Sources that can't be read are no reason to withhold the version.
        guard let sources = try? CheckoutSources(of: checkout) else { return nil }
        if sources.newestChange < time.milliseconds * 1_000_000 { return false }
        return (try? sources.digest()).map { $0 != built }  // same
    }
}
