import Configuration
import Platform
import Supervision
import Testing
import Vocabulary

@testable import Requirements

struct DockerTests {
    private static let definition = RedisAdapter.definition

    @Test(arguments: [
        ("unix:///var/run/docker.sock", "127.0.0.1"), ("tcp://10.0.0.7:2376", "10.0.0.7"),
        ("ssh://me@build.example:22", "build.example"), ("tcp://[2001:db8::1]:2376", "2001:db8::1"),
        ("tcp://localhost:2375", "127.0.0.1"), ("npipe:////./pipe/docker", "127.0.0.1"),
        ("the local engine", "127.0.0.1"),
    ])
    func addressOfPublishedPorts(_ endpoint: String, _ address: String) {
        #expect(DockerEndpoint.address(endpoint) == address)
        #expect(PublicAddress.isLoopback(address) == (address == "127.0.0.1"))
    }

    @Test(arguments: [
        (nil, nil, "redis:7"), ("6.2", nil, "redis:6.2"),
        ("6", "registry.example:5000/team/redis", "registry.example:5000/team/redis"),
    ])
    func image(_ version: String?, _ image: String?, _ expected: String) throws {
        let world = try World()
        let request = world.request(
            "redis", version: version, backend: .docker,
            values: image.map { ["image": .string($0)] } ?? [:])
        let resolution = DockerResolution(request: request, definition: Self.definition)
        #expect(try resolution.image() == expected)
    }

    @Test func aRangeNamesNoImage() async throws {
        let world = try World()
        let request = world.request("redis", version: ">=6", backend: .docker)
        await expect(failing: "docker.no_image") {
            try DockerResolution(request: request, definition: Self.definition).image()
        }
    }

    /// What everyone can read of a process, and what a label could be mistaken for.
    @Test(arguments: ["redis", "postgres"])
    func argumentsHoldNoSecret(_ kind: String) throws {
        let (instance, spec) = try container(kind)
        let secret = try instance.secret("password")
        #expect(!spec.arguments.contains { $0.range(ofText: secret) != nil })
        #expect(spec.environment.contains { $0.range(ofText: secret) != nil })
        #expect(spec.arguments.contains("dev.envctl.component=\(kind)"))
        #expect(spec.container?.name == "envctl-test-0-main-\(kind)")
        #expect(try LaunchSpec(json: spec.json) == spec)
    }

    @Test func portsArePublishedOnLoopbackOnly() throws {
        let (instance, spec) = try container("redis")
        let port = try instance.mainPort()
        #expect(spec.arguments.contains("127.0.0.1:\(port):6379"))
    }

    @Test func aRemoteEnginePublishesWhereItCanBeReached() throws {
        let (instance, spec) = try container("redis", address: "10.0.0.7")
        let port = try instance.mainPort()
        #expect(spec.arguments.contains("\(port):6379"))
        #expect(try RedisAccess(instance).url.hasSuffix("@10.0.0.7:\(port)/0"))
    }

    @Test(arguments: ["redis", "postgres"])
    func anAddressOfVersionSixStandsInBrackets(_ kind: String) throws {
        let (instance, spec) = try container(kind, address: "2001:db8::1")
        let port = try instance.mainPort()
        #expect(spec.url?.range(ofText: "[2001:db8::1]:\(port)/") != nil)
    }

    private func container(
        _ kind: String, address: String? = nil
    ) throws -> (RequirementInstance, LaunchSpec) {
        let world = try World()
        try FileSystem.createDirectories(world.path("bin"))
        try world.write("bin/docker", "#!/bin/sh\nexit 1\n", mode: 0o755)
        var instance = try world.instance(world.request(kind))
        instance.host.environment["PATH"] = world.path("bin")
        instance.resolution.backend = .docker
        instance.resolution.image = "\(kind):7"
        instance.resolution.address = address
        let adapter = try RequirementRegistry.builtIn.adapter(for: kind)
        return (instance, try #require(try adapter.launchSpec(instance)))
    }

    @Test("published ports are read as the client writes them")
    func publishedPorts() {
        let text = "127.0.0.1:20001->6379/tcp, [::1]:8000->8000/tcp\n5432/tcp\n\n0.0.0.0:9->9/udp\n"
        #expect(ContainerRule.ports(in: text) == [20001, 8000, 9])
    }
}

/// What the engine tells of things that no record tells of.
struct EngineHoldingTests {
    @Test("lines of the client's lists are joined by the project that their labels name")
    func lines() throws {
        var found: [String: EngineHoldings.Holding] = [:]
        let ours = "api-0\tmain\tredis\tstate\t/src/api"
        EngineHoldings.add("c\tUp 3 seconds\t\(ours)", .container, to: &found)
        EngineHoldings.add("v\t\t\(ours)", .volume, to: &found)
        EngineHoldings.add("w\t\tapi-0\tlogin\tpostgres\t\t", .volume, to: &found)
        let main = try #require(found["api-0/main"])
        #expect(main.things.map(\.name) == ["c", "v"])
        #expect(main.isRunning)
        #expect(main.worktree == "/src/api")
        #expect(found["api-0/login"]?.isRunning == false)
        #expect(found["api-0/login"]?.worktree == nil)
    }

    @Test(
        "what bears some of our labels only, or leads out of our folders, is not ours",
        arguments: [
            "v\t\tapi-0\t\tredis\t\t", "v\t\t\tmain\tredis\t\t", "v\t\tapi-0\tmain\t\t\t",
            "v\t\t../x\tmain\tredis\t\t", "v\t\tapi-0\ta/b\tredis\t\t", "v", "",
        ])
    func strangers(_ line: String) {
        var found: [String: EngineHoldings.Holding] = [:]
        EngineHoldings.add(line, .volume, to: &found)
        #expect(found.isEmpty)
    }

    @Test("only what names our own state folder is known to be ours")
    func whose() throws {
        let host = Host(environment: [:], directory: "/")
        let own = EngineHoldings(host, state: "/state")
        let holding = { (states: [String]) throws in
            var found: [String: EngineHoldings.Holding] = [:]
            for state in states {
                let line = "v\t\tapi-0\tmain\tredis\t\(state)\t"
                EngineHoldings.add(line, .volume, to: &found)
            }
            return try #require(found["api-0/main"])
        }
        let (name, other) = (DockerOrigin.name(of: "/state"), DockerOrigin.name(of: "/other"))
        #expect(own.isOurs(try holding([name, ""])))
        #expect(!own.isOurs(try holding([""])))
        #expect(!own.isOurs(try holding([name, other])))
        #expect(own.isOfOthers(try holding([name, other])))
        #expect(!own.isOfOthers(try holding(["", name])))
    }

    @Test(
        "no space is told by each of the programs that copy",
        arguments: [
            ("cp: error writing '/target/data/base/1/2601': No space left on device", true),
            ("pg_basebackup: error: could not write to file: No space left on device", true),
            ("Error response from daemon: write /data/x: no space left on device", true),
            ("cp: cannot stat '/source/.': No such file or directory", false),
        ])
    func noSpace(_ text: String, _ isTold: Bool) {
        #expect(VolumeWork.tellsOfNoSpace(text) == isTold)
    }
}
