package import Platform
package import Vocabulary

/// Volumes of a project on the engine, by their labels; asked for only where our records say that
/// it ever had one.
package struct OwnedVolumes: Sendable {
    private let host: Host

    package init(_ host: Host) { self.host = host }

    /// One of them, as the engine tells of it.
    package struct Volume: Sendable, Equatable {
        package var name: String
        package var component: ComponentID
        /// A container that runs has it mounted.
        package var isInUse = false
        /// As exact as the engine says it, and nil where it was not asked.
        package var bytes: Int64?
    }

    /// - Throws: `docker.client_missing`, `docker.unreachable`, `docker.failed`.
    package func all(of project: ProjectName, in scope: ScopeID) throws -> [Volume] {
        let engine = try engine()
        let words = ["volume", "ls", "--format", "{{.Name}}\t{{.Label \"\(Self.component)\"}}"]
        let lines = try call(engine, words + Self.filters(project, scope))
        let names = lines.compactMap { line -> Volume? in
            let words = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard words.count == 2 else { return nil }
            return ComponentID(String(words[1])).map {
                Volume(name: String(words[0]), component: $0)
            }
        }
        return try names.map { volume in
            var copy = volume
            copy.isInUse = try !DockerVolume(engine: engine, name: volume.name, labels: [])
                .users().isEmpty
            return copy
        }
    }

    /// The same with what they take, which the engine has to measure.
    package func measured(_ volumes: [Volume]) throws -> [Volume] {
        if volumes.isEmpty { return [] }
        let format = "{{range .Volumes}}{{.Name}}\t{{.Size}}\n{{end}}"
        let lines = try engine().call(
            "measure volumes", ["system", "df", "--verbose", "--format", format])
        var sizes: [String: Int64] = [:]
        for line in lines {
            let words = line.split(separator: "\t")
            if words.count == 2 { sizes[String(words[0])] = Self.bytes(words[1]) }
        }
        return volumes.map { volume in
            var copy = volume
            copy.bytes = sizes[volume.name]
            return copy
        }
    }

    /// Fine where it is gone already.
    ///
    /// - Throws: `docker.foreign_volume`, `docker.failed` where something still has it mounted.
    package func remove(
        _ name: String, of component: ComponentID, _ project: ProjectName, in scope: ScopeID
    ) throws {
        try DockerVolume(
            engine: try engine(), name: name,
            labels: DockerContainer.labels(scope, project, component)
        ).remove()
    }

    private static let component = "dev.envctl.component"

    private static func filters(_ project: ProjectName, _ scope: ScopeID) -> [String] {
        ["dev.envctl.scope=\(scope)", "dev.envctl.project=\(project)"]
            .flatMap { ["--filter", "label=\($0)"] }
    }

    private func engine() throws(Failure) -> DockerEngine {
        try DockerEngine(host, component: ComponentID(unchecked: "docker"))
    }

    /// That the engine does not answer is told as such.
    private func call(_ engine: DockerEngine, _ words: [String]) throws -> [String] {
        do { return try engine.call("list volumes", words) } catch {
            _ = try engine.version()
            throw error
        }
    }

    /// `48.2MB`, by thousands, as the client writes it; nil for `N/A`.
    static func bytes(_ text: Substring) -> Int64? {
        let units: [(String, Double)] = [
            ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1),
        ]
        for (unit, factor) in units where text.hasSuffix(unit) {
            return Double(text.dropLast(unit.utf8.count)).map { Int64($0 * factor) }
        }
        return nil
    }
}
