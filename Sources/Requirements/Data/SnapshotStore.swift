import Platform
package import Vocabulary

/// The snapshots of one component of a project: a folder that is its account's and a manifest of
/// ours for each. What has no manifest is no snapshot.
package struct SnapshotStore: Sendable {
    /// `<project>/snapshots/<component>`.
    package let folder: String

    package init(folder: String) { self.folder = folder }

    func data(_ name: String) -> String { Path.join(folder, name) }
    func manifest(_ name: String) -> String { Path.join(folder, name + ".json") }

    /// Held by whoever makes or removes one.
    func lock(_ cancellation: Cancellation?) throws -> FileLock {
        try FileLock.acquire(
            Path.join(folder, ".lock"), note: "snapshot", milliseconds: 60_000,
            cancellation: cancellation)
    }

    /// All whose manifests can be read, oldest first.
    package func all() -> [Snapshot] {
        names.compactMap { try? snapshot($0) }.sorted {  // damaged: told when it is restored
            ($0.created, $0.name) < ($1.created, $1.name)
        }
    }

    var names: [String] {
        let entries = (try? FileSystem.list(folder)) ?? []  // not there: none
        return entries.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
    }

    func snapshot(_ name: String) throws -> Snapshot {
        try Snapshot(readingFrom: manifest(name), folder: data(name))
    }

    /// - Throws: `data.snapshot_unknown` with the nearest name.
    package func find(_ name: String, of component: ComponentID) throws -> Snapshot {
        try SnapshotName.check(name)
        if FileSystem.exists(manifest(name)) { return try snapshot(name) }
        let known = names
        let near = suggestion(for: name, among: known).map { "did you mean '\($0)'?" }
        throw Failure(
            "data.snapshot_unknown", "'\(component)' has no snapshot '\(name)'",
            because: known.isEmpty
                ? ["it has none at all"] : ["known are \(known.joined(separator: ", "))"],
            hint: near ?? "envctl data list", details: ["known": JSON(known)])
    }

    /// Whether there is one of that name.
    package func has(_ name: String) -> Bool { FileSystem.exists(manifest(name)) }
}

/// What a snapshot can be called: a part of a path, and no part of our own names.
package enum SnapshotName {
    /// - Throws: `data.snapshot_name`.
    package static func check(_ name: String) throws(Failure) {
        let isFine = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        if isFine, (1...64).contains(name.utf8.count), name.first != "-" { return }
        throw Failure(
            "data.snapshot_name", "'\(name)' can't be the name of a snapshot",
            because: ["it is 1 to 64 letters, digits, '-' and '_', and begins with no '-'"],
            hint: "choose another name")
    }
}
