import Requirements
import RunState
import StateActions
import Testing
import Vocabulary

@testable import Engine

@Suite struct EnvironmentTests {
    private func running() throws -> (world: World, socket: ListeningSocket) {
        let world = try World(
            configuration: """
                version: 1
                requirements:
                  redis: { environment: { REDIS_URL: CACHE_URL } }
                services:
                  api: { command: "true" }
                """)
        let socket = try ListeningSocket()
        try world.record([
            try world.living("redis", .requirement, port: socket.port), try world.living("api"),
        ])
        var secrets = SecretStore()
        secrets.set("p'w", "password", of: ComponentID(unchecked: "redis"))
        try secrets.save(to: world.layout.scope(try world.scope).project(.main).secrets)
        return (world, socket)
    }

    @Test func itHasWhatTheRunProjects() throws {
        let (world, socket) = try running()
        let answer = try world.envctl("env --json").answer
        let variables = answer.json["projects"]?.array?.first?["variables"]
        #expect(variables?["REDIS_PORT"]?.string == socket.port.description)
        #expect(variables?["REDIS_PASSWORD"] == "p'w")
        #expect(variables?["CACHE_URL"]?.string?.contains(":\(socket.port)") == true)
        #expect(variables?["REDIS_URL"] == nil)
        #expect(variables?["ENVCTL_PROJECT"] == "main")
        #expect(variables?["ENVCTL_RUN"] == "20261121T074000.000Z-00beef")
        #expect(
            variables?["ENVCTL_PROJECTED"] == "CACHE_URL:REDIS_HOST:REDIS_PASSWORD:REDIS_PORT")
        #expect(answer.text.contains("export REDIS_PASSWORD='p'\\''w'\n"))
    }

    @Test func nothingOfTheCallerGetsIn() throws {
        let (world, _) = try running()
        let text = try world.envctl("env", environment: ["MINE": "1"]).answer.text
        #expect(!text.contains("MINE"))
        #expect(!text.contains("ENVCTL_STATE_DIR"))
    }

    @Test func anotherProjectsVariablesAreUnset() throws {
        let (world, _) = try running()
        let text = try world.envctl(
            "env",
            environment: [
                "ENVCTL_PROJECTED": "DATABASE_URL:REDIS_HOST:BAD NAME;", "DATABASE_URL": "x",
                "REDIS_HOST": "y", "BAD NAME;": "z",
            ]
        ).answer.text
        #expect(text.hasPrefix("unset DATABASE_URL\nexport CACHE_URL="))
        #expect(!text.contains("BAD"))
    }

    @Test func whereNothingRunsThereIsNone() throws {
        let world = try World(configuration: "version: 1\nrequirements: { redis: {} }\n")
        for line in ["env", "exec true"] {
            #expect(try world.failure(line).code == "environment.not_running")
        }
    }

    @Test func execNeedsOneProjectAndAProgram() throws {
        let (world, _) = try running()
        #expect(try world.failure("exec no-such-program-anywhere").code == "program.missing")
        try world.addWorktree("side")
        #expect(try world.failure("exec --all true").code == "exec.one_project")
    }
}
