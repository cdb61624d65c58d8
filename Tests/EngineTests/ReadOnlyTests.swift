import Platform
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
        "logs", "env", "--version", "help", "list-commands",
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

    @Test func theDigestSeesAChange() throws {
        let world = try World()
        let before = try world.contents()
        try world.write("x", "app/new")
        #expect(try world.contents() != before)
    }
}
