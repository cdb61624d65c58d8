import Platform
import Routing
import RunState
import Testing
import Vocabulary

@testable import Engine

/// Read-only commands of other tools wrote files.
@Suite struct ReadOnlyTests {
    private static let commands = [
        "", "status", "status --all", "status --everywhere", "endpoints", "list-targets",
        "list-targets --everywhere", "list-trees", "show-state", "show-config", "config check",
        "explain-startup", "explain-startup --all",
        "logs", "env", "--version", "help", "list-commands", "health", "errors", "events", "doctor",
        "debug-report", "debug-last", "debug-pack --dry-run", "data list", "data size",
        "config get services.api.port", "config schema", "completions bash", "supabase user list",
    ]

    /// Those that are there to change something, and `config edit`, which needs a terminal.
    private static let changing: Set<String> = [
        "start", "stop", "stop-all", "blast-all", "clear-logs", "prune", "restart", "resume",
        "exec", "data snapshot", "data restore", "data clone", "data reset", "data export",
        "data import",
        "supabase user create", "supabase user update", "supabase user delete",
        "supabase user sync", "init", "config set", "config unset", "config edit", "debug-pack",
    ]

    private static let configuration = """
        version: 1
        services:
          api: { command: "true", port: 18801 }
        """

    /// Failing is fine here: that, too, must leave nothing.
    private func run(_ line: String, in world: World) throws {
        do { _ = try world.envctl(line) } catch is Failure {}
    }

    @Test(arguments: commands) func lookingAtNothingMakesNothing(line: String) throws {
        let world = try World(configuration: Self.configuration)
        let before = try world.contents()
        try run(line, in: world)
        #expect(try world.contents() == before)
        #expect(!FileSystem.exists(world.layout.roots.state))
    }

    @Test(arguments: commands) func lookingAtARunChangesNothing(line: String) throws {
        let world = try World(configuration: Self.configuration)
        try world.record([try world.living("api")])
        let before = try world.contents()
        try run(line, in: world)
        #expect(try world.contents() == before)
    }

    @Test func everyCommandLooksOrChanges() throws {
        let looking = try Self.commands.map { line in
            try Parser.parse(line.split(separator: " ").map(String.init)).row.name
        }
        let known = Set(looking).union(Self.changing)
        #expect(Set(CommandTable.rows.map(\.name)).subtracting(known) == [])
    }

    @Test func theDigestSeesAChange() throws {
        let world = try World()
        let before = try world.contents()
        try world.write("x", "app/new")
        #expect(try world.contents() != before)
    }
}
