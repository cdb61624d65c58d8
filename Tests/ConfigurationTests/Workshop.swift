import Platform
import Vocabulary

@testable import Configuration

/// A folder with a configuration in it, gone with the test.
final class Workshop {
    let root: String
    var environment: [String: String] = [:]
    var assignments: [(name: String, value: String)] = []
    var overrides: [ConfigurationSources.Override] = []
    var requirements = Workshop.requirements
    var folder: String?

    init(_ yaml: String? = nil) throws {
        let path = "/tmp/envctl-configuration-" + Random.hex(bytes: 6)
        root = path
        try FileSystem.createDirectories(path + "/work")
        if let yaml { try write("envctl.yaml", yaml) }
    }

    deinit {
        // Best effort: a folder left in /tmp harms nobody.
        try? FileSystem.removeTree(root)
    }

    var worktree: String { root + "/work" }

    /// Writes a file of the worktree, or, with an absolute path, any.
    func write(_ name: String, _ text: String) throws {
        let path = Path.join(worktree, name)
        try FileSystem.createDirectories(Path.parent(path))
        try FileSystem.writeAtomically(Array(text.utf8), to: path)
    }

    var sources: ConfigurationSources {
        var environment = environment
        environment["XDG_CONFIG_HOME"] = root + "/user"
        return ConfigurationSources(
            folder: folder ?? worktree, worktree: worktree, mainWorktree: root + "/main",
            environment: environment, assignments: assignments, overrides: overrides,
            requirements: requirements, systemFolder: root + "/system")
    }

    func load() throws -> ProjectConfiguration? { try ConfigurationLoader(sources).load() }

    /// The lines of the error; empty where there is none.
    func mistakes() throws -> [String] {
        do {
            _ = try load()
            return []
        } catch let failure as Failure {
            return failure.causes
        }
    }

    /// Two kinds as an adapter would declare them.
    static let requirements: [RequirementSchema] = {
        var kinds = declared
        kinds[0].defaultPort = 5432
        kinds[0].namedPorts = ["monitor": 5433]
        return kinds
    }()

    private static let declared = [
        RequirementSchema(
            id: "postgres", title: "PostgreSQL",
            keys: [
                KeySchema("database", .string, "Its database."),
                KeySchema("seed", .command, "Run once."),
                KeySchema("workers", .integer(0...64), default: 4, "Its workers."),
            ],
            references: ["url", "host", "port", "user", "password", "database"],
            variables: ["DATABASE_URL", "PGPORT"]),
        RequirementSchema(id: "redis", title: "Redis", keys: [], references: ["url", "port"]),
    ]
}
