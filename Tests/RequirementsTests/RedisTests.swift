import Configuration
import Platform
import Steps
import Supervision
import Testing
import Vocabulary

@testable import Requirements

@Suite(.serialized) struct RedisTests {
    private func start(_ world: World, _ instance: RequirementInstance) async throws
        -> RunningServer
    {
        let adapter = RedisAdapter()
        try await world.run(try adapter.steps(instance).prepare)
        let server = try RunningServer(try #require(try adapter.launchSpec(instance)), world)
        try server.waitUntilReady()
        return server
    }

    private func ask(_ instance: RequirementInstance, _ password: String, _ words: String...) throws
        -> String
    {
        var process = Subprocess(
            try #require(instance.host.find("redis-cli")),
            ["-p", try instance.mainPort().description] + words,
            environment: ["REDISCLI_AUTH": password])
        process.mergesErrors = false
        let result = try process.run()
        return result.text + String(decoding: result.errorOutput, as: UTF8.self)
    }

    @Test("its password works, another does not, and what was written is there again")
    func start() async throws {
        let world = try World()
        let instance = try world.instance(world.request("redis"))
        let password = try instance.secret("password")
        let server = try await start(world, instance)
        #expect(try ask(instance, password, "SET", "key", "kept") == "OK\n")
        #expect(try ask(instance, "wrong", "GET", "key").contains("WRONGPASS"))
        #expect(try server.stop().isSuccess)

        let later = try world.instance(world.request("redis"), port: instance.ports["main"])
        #expect(try later.dataIdentity() == instance.run.rawValue + "/redis")
        let again = try await start(world, later)
        #expect(try ask(later, password, "GET", "key") == "kept\n")
        #expect(try again.stop().isSuccess)
    }

    @Test("paths with spaces and quotes")
    func oddPaths() async throws {
        let world = try World(name: " a,'b\"c\\d")
        let server = try await start(world, try world.instance(world.request("redis")))
        #expect(try server.stop().isSuccess)
        #expect(FileSystem.exists(world.path("state/main/data/redis/appendonlydir")))
    }

    @Test("its file is the account's alone, and holds what the argv must not")
    func secrecy() async throws {
        let world = try World()
        let instance = try world.instance(world.request("redis"))
        try await world.run(try RedisAdapter().steps(instance).prepare)
        let status = try FileSystem.status(
            RedisData.configuration(of: instance, RedisData.text(of: instance)))
        #expect(status.permissions == 0o600)
        #expect(status.userID == instance.account?.userID ?? world.host.userID)
        let spec = try #require(try RedisAdapter().launchSpec(instance))
        let password = try instance.secret("password")
        #expect(!spec.arguments.contains { $0.contains(password) })
        #expect(!spec.environment.contains { $0.contains(password) })
        #expect(!JSON.object(spec.facts).compact.contains(password))
    }

    @Test(arguments: [
        ("aof", "yes", ""), ("snapshot", "no", "3600 1 300 100 60 10000"), ("none", "no", ""),
    ])
    func persistence(_ word: String, _ appends: String, _ save: String) async throws {
        let world = try World()
        let request = world.request(
            "redis", values: ["persistence": .string(word), "settings": ["maxmemory": "64mb"]])
        let instance = try world.instance(request)
        let password = try instance.secret("password")
        let server = try await start(world, instance)
        #expect(
            try ask(instance, password, "CONFIG", "GET", "appendonly") == "appendonly\n\(appends)\n"
        )
        #expect(try ask(instance, password, "CONFIG", "GET", "save") == "save\n\(save)\n")
        #expect(
            try ask(instance, password, "CONFIG", "GET", "maxmemory") == "maxmemory\n67108864\n")
        #expect(try server.stop().isSuccess)
    }

    @Test(
        arguments: [["requirepass": "x"], ["port 1\ninclude": "x"], ["maxmemory": "1\nport 2"]]
            as [JSON.Object])
    func refusedSettings(_ settings: JSON.Object) async throws {
        let world = try World()
        let instance = try world.instance(
            world.request("redis", values: ["settings": .object(settings)]))
        await expect(failing: "requirement.setting") { try RedisAdapter().launchSpec(instance) }
    }

    @Test("a taken port is a bind conflict")
    func bindConflict() async throws {
        let world = try World()
        let first = try world.instance(world.request("redis"))
        let holder = try await start(world, first)
        let second = try world.instance(
            world.request("redis"), project: "other", port: first.ports["main"])
        try await world.run(try RedisAdapter().steps(second).prepare)
        let spec = try #require(try RedisAdapter().launchSpec(second))
        #expect(try !RunningServer(spec, world).end().isSuccess)
        let lines = try FileSystem.readText(spec.log).split(separator: "\n").map { String($0) }
        #expect(RedisAdapter.definition.failureClass(ofLog: lines) == .bindConflict)

        var moved = second
        moved.ports = ["main": try World.freePort()]
        let winner = try RunningServer(
            try #require(try RedisAdapter().launchSpec(moved)), world)
        try winner.waitUntilReady()
        #expect(try winner.stop().isSuccess)
        #expect(try holder.stop().isSuccess)
    }

    @Test("an external server is asked once")
    func external() async throws {
        let world = try World()
        let native = try world.instance(world.request("redis"))
        let server = try await start(world, native)
        let port = try native.mainPort()
        let password = percentEncoded(try native.secret("password"))
        @discardableResult func probe(_ url: String) async throws -> StepRunReport {
            let request = world.request("redis", backend: .external, url: url)
            let instance = try world.instance(request)
            #expect(try RedisAdapter().launchSpec(instance) == nil)
            return try await world.run(try RedisAdapter().steps(instance).prepare)
        }
        try await probe("redis://:\(password)@127.0.0.1:\(port)/0")
        await expect(failing: "requirement.external_password") {
            try await probe("redis://:wrong@127.0.0.1:\(port)/0")
        }
        await expect(failing: "requirement.external_password") {
            try await probe("redis://127.0.0.1:\(port)")
        }
        #expect(try server.stop().isSuccess)
        let failure = await expect(failing: "requirement.external_unreachable") {
            try await probe("redis://:\(password)@127.0.0.1:\(port)/0")
        }
        #expect(failure?.causes.contains("Connection refused") == true)
    }
}
