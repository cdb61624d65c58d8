import Configuration
import Platform
package import Vocabulary

/// A copy of a component's data that is kept under a name, as its manifest tells of it.
package struct Snapshot: Sendable {
    package var name: String
    package var component: ComponentID
    package var kind: String
    /// Of the program: `15.18`.
    package var version: String?
    package var created: Timestamp
    /// Of its files, as they read.
    package var bytes: Int64
    /// It was taken while the component ran.
    package var wasRunning: Bool
    /// The folder that holds the copy.
    package var folder: String
    /// Whose files it holds: those of a native server, or a tar of a container's volume.
    package var backend: Backend
    var format: String?
    var content: [String: String]
    /// What its data was made with; nil where that is not known.
    var locale: String?
    var files: [FileDigest]

    static let schema = "envctl.snapshot/1"

    func save(to path: String) throws {
        let json: JSON = [
            "schema": .string(Self.schema), "name": .string(name), "component": component.json,
            "kind": .string(kind), "version": JSON(version), "format": JSON(format),
            "created": created.json, "bytes": .int(bytes), "running": .bool(wasRunning),
            "content": .object(
                JSON.Object(content.sorted { $0.key < $1.key }.map { ($0, .string($1)) })),
            "locale": JSON(locale), "backend": .string(backend.rawValue),
            "files": .array(files.map(\.json)),
        ]
        try FileSystem.writeAtomically(Array((json.pretty + "\n").utf8), to: path, synced: true)
    }

    /// - Parameter folder: what the manifest lies beside.
    init(readingFrom path: String, folder: String) throws {
        do {
            let json = try JSON.parse(FileSystem.read(path))
            guard json["schema"]?.string == Self.schema else {
                throw DecodingFailure(
                    path: "schema", expected: Self.schema, found: json["schema"]?.string ?? "none")
            }
            name = try json.requiredString("name")
            component = ComponentID(unchecked: try json.requiredString("component"))
            kind = try json.requiredString("kind")
            version = try json.optionalString("version")
            backend = json["backend"]?.string.flatMap { Backend(rawValue: $0) } ?? .native
            format = try json.optionalString("format")
            created = try json.required("created", "a time") { $0.string.flatMap { Timestamp($0) } }
            bytes = Int64(try json.requiredInt("bytes"))
            wasRunning = try json.requiredBool("running")
            content = Dictionary(try json.stringMap("content")) { $1 }
            locale = try json.optionalString("locale")
            files = try json.list("files") { try FileDigest(json: $0) }
            self.folder = folder
        } catch {
            throw Failure(
                "data.snapshot_damaged", "the snapshot's list of files can't be read", at: path,
                because: [Failure(error).message] + Failure(error).causes)
        }
    }

    init(
        name: String, component: ComponentID, kind: String, version: String?, format: String?,
        created: Timestamp, wasRunning: Bool, folder: String, backend: Backend,
        content: [String: String], locale: String?, files: [FileDigest]
    ) {
        self.name = name
        self.component = component
        self.kind = kind
        self.version = version
        self.format = format
        self.created = created
        bytes = files.reduce(0) { $0 + $1.size }
        self.wasRunning = wasRunning
        self.folder = folder
        self.backend = backend
        self.content = content
        self.locale = locale
        self.files = files
    }

    /// - Throws: `data.other_kind`, `data.other_backend` where it is not of such data.
    func checkOrigin(_ instance: RequirementInstance) throws(Failure) {
        guard kind == instance.configuration.kind else {
            throw Failure(
                "data.other_kind",
                "the snapshot '\(name)' is of \(kind), "
                    + "and '\(instance.component)' is \(instance.configuration.kind)",
                at: folder, hint: "envctl data list")
        }
        guard backend == instance.resolution.backend else {
            throw DockerData.otherBackend(
                "the snapshot '\(name)' is of backend \(backend.rawValue), and "
                    + "'\(instance.component)' is of \(instance.resolution.backend.rawValue)",
                at: folder)
        }
    }

    /// - Throws: `data.snapshot_damaged` that names the first files which are not as they were.
    func check(_ found: [FileDigest]) throws {
        let there = Dictionary(found.map { ($0.path, $0) }) { $1 }
        let known = Set(files.map(\.path))
        let findings =
            files.compactMap { file -> String? in
                guard let now = there[file.path] else { return "\(file.path) is missing" }
                return now == file ? nil : "\(file.path) has changed"
            } + found.filter { !known.contains($0.path) }.map { "\($0.path) is new" }
        if findings.isEmpty { return }
        let rest = findings.count > 3 ? ["and \(findings.count - 3) more"] : []
        throw Failure(
            "data.snapshot_damaged", "the snapshot '\(name)' of '\(component)' is damaged",
            at: folder, because: Array(findings.prefix(3)) + rest,
            hint: "nothing was changed; restore another one: envctl data list")
    }
}
