import Requirements
import RunState
import Testing
import Vocabulary

@testable import Engine

@Suite struct EndpointsTests {
    @Test func onlyWhatRunsHasAnAddress() throws {
        let world = try World()
        let socket = try ListeningSocket()
        try world.record([
            try world.living(
                "postgres", .requirement,
                url: "postgres://app:secret@127.0.0.1:\(socket.port)/shop",
                port: socket.port), try world.gone("api"),
        ])
        let answer = try world.envctl("endpoints").answer
        #expect(answer.exitCode == 0)
        #expect(
            words(answer.text) == ["postgres postgres://app@127.0.0.1:\(socket.port)/shop ready"])
        let endpoint = answer.json["projects"]?.array?.first?["endpoints"]?.array?.first
        #expect(endpoint?["listening"] == true)
        #expect(endpoint?["port"] == socket.port.json)
    }

    @Test func whatRunsOnAnotherMachinesEngineIsThere() throws {
        let world = try World(configuration: "requirements: { redis: { backend: docker } }\n")
        var redis = try world.living(
            "redis", .requirement, url: "redis://192.0.2.17:21000/0",
            port: Port(21000))
        redis.backend = .docker
        try world.record([redis])
        var secrets = SecretStore()
        secrets.set("p", "password", of: redis.name)
        try secrets.save(to: world.layout.scope(try world.scope).project(.main).secrets)
        let endpoints = try world.envctl("endpoints").answer
        let endpoint = endpoints.json["projects"]?.array?.first?["endpoints"]?.array?.first
        #expect(endpoint?["host"] == "192.0.2.17")
        let environment = try world.envctl("env --json").answer
        let variables = environment.json["projects"]?.array?.first?["variables"]
        #expect(variables?["REDIS_HOST"] == "192.0.2.17")
        #expect(variables?["REDIS_URL"]?.string?.contains("@192.0.2.17:21000/") == true)
    }

    @Test func whereNothingRunsItFailsWithTheCommandToType() throws {
        let world = try World()
        let failure = try world.failure("endpoints")
        #expect(failure.code == "environment.not_running")
        #expect(failure.hint == "envctl start")
    }

    @Test func theFailureOfOneProjectNeverStopsAnother() throws {
        let world = try World()
        try world.addWorktree("side")
        let socket = try ListeningSocket()
        try world.record([try world.living("api", port: socket.port)])
        let (answer, printed) = try world.envctl("endpoints --all")
        #expect(answer.exitCode == 1)
        #expect(words(answer.text) == ["main/api 127.0.0.1:\(socket.port) ready"])
        #expect(printed.contains("error: side: nothing runs here"))
        let rows = answer.json["projects"]?.array
        #expect(rows?.map { $0["error"]?["code"]?.string } == [nil, "environment.not_running"])
    }
}
