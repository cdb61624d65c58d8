import Configuration
import Glibc
import Platform
import Steps
import Supervision
import Testing
import Vocabulary

@testable import Requirements

/// Which program would run n8n, with which variables, and what is said where none can.
struct N8nTests {
    /// A machine with `programs` only: `n8n` (a package of that version), `npx`, `npm`, `apt-get`.
    private func world(_ programs: [String], version: String = "1.70.2") throws -> World {
        let world = try World(environment: ["PATH": "/nowhere"])
        try FileSystem.createDirectories(world.path("bin"))
        for program in programs where program != "n8n" {
            try world.write("bin/\(program)", "#!/bin/sh\n", mode: 0o755)
        }
        guard programs.contains("n8n") else { return world }
        let package = "lib/node_modules/n8n"
        try FileSystem.createDirectories(world.path(package + "/bin"))
        // Asked for its version it would fail: what is read of it is its package's.
        try world.write(package + "/bin/n8n", "#!/bin/sh\nexit 9\n", mode: 0o755)
        try world.write(
            package + "/package.json", #"{"name": "n8n", "version": "\#(version)"}"#)
        try checked("symlink", "n8n") {
            symlink("../\(package)/bin/n8n", world.path("bin/n8n"))
        }
        return world
    }

    private func request(
        _ world: World, version: String? = nil, values: [String: JSON] = [:],
        backend: RequirementConfiguration.Backend = .native, url: String? = nil
    ) -> RequirementRequest {
        var request = world.request(
            "n8n", version: version, backend: backend, url: url,
            values: values.merging(["account": "nobody"]) { own, _ in own })
        request.host = Host(environment: ["PATH": world.path("bin")], directory: "/")
        return request
    }

    @Test("its package tells the version, without a run of it", arguments: [nil, "1", ">=1.70,<2"])
    func installed(_ version: String?) throws {
        let world = try world(["n8n", "npx"])
        let resolution = try N8nAdapter().resolve(request(world, version: version))
        #expect(resolution.version == "1.70.2")
        #expect(resolution.program == world.path("bin/n8n"))
        #expect(resolution.arguments.isEmpty)
    }

    @Test(
        "npx is told which version, in npm's own words",
        arguments: [
            (nil, "n8n"), ("1.64", "n8n@1.64"), (">=1.2, <2", "n8n@>=1.2 <2"),
            ("==1.3.4", "n8n@=1.3.4"),
        ])
    func npx(_ version: String?, _ package: String) throws {
        let world = try world(["npx"])
        let resolution = try N8nAdapter().resolve(request(world, version: version))
        #expect(resolution.program == world.path("bin/npx"))
        #expect(resolution.arguments == ["--yes", package])
        #expect(resolution.reason == "no n8n on PATH, so \(world.path("bin/npx")) runs \(package)")
    }

    @Test("an installed one of another version goes behind npx, and without that is told")
    func otherVersion() async throws {
        let both = try world(["n8n", "npx"])
        let resolution = try N8nAdapter().resolve(request(both, version: "2"))
        #expect(resolution.arguments == ["--yes", "n8n@2"])
        let alone = try world(["n8n"])
        let failure = await expect(failing: "requirement.version_mismatch") {
            try N8nAdapter().resolve(request(alone, version: "2"))
        }
        #expect(failure?.causes.first?.contains("1.70.2") == true)
        #expect(failure?.causes.first?.contains("'npx' is not on PATH") == true)
    }

    @Test("nothing there: what is missing and what to type", arguments: [true, false])
    func missing(_ hasNpm: Bool) async throws {
        let world = try world(hasNpm ? ["npm"] : ["apt-get"])
        let request = request(world)
        let failure = await expect(failing: "requirement.program_missing") {
            try N8nAdapter().resolve(request)
        }
        #expect(failure?.causes == ["neither 'n8n' nor 'npx' is on PATH"])
        #expect(failure?.hint?.contains(hasNpm ? "npm install -g n8n" : "apt-get install") == true)
        if !hasNpm { #expect(try N8nAdapter().installation(request)?.package == "npm") }
    }

    @Test func namedProgram() async throws {
        let world = try world(["npx"])
        try world.write("project/flows", "#!/bin/sh\necho 1.5.0\n", mode: 0o755)
        let found = request(world, values: ["program": "./flows"])
        #expect(try N8nAdapter().resolve(found).version == "1.5.0")
        let failure = await expect(failing: "requirement.program_missing") {
            try N8nAdapter().resolve(self.request(world, values: ["program": "./other"]))
        }
        #expect(failure?.causes.first?.contains("./other") == true)
    }

    // MARK: the process

    @Test("its three ports, its key, nothing secret in an argument, nothing told to strangers")
    func spec() throws {
        let world = try world(["n8n"])
        let instance = try world.instance(request(world))
        let spec = try #require(try N8nAdapter().launchSpec(instance))
        let variables = variables(of: spec)
        #expect(variables["N8N_PORT"] == instance.ports["main"]?.description)
        #expect(variables["N8N_RUNNERS_BROKER_PORT"] == instance.ports["broker"]?.description)
        #expect(
            variables["N8N_RUNNERS_HEALTH_CHECK_SERVER_PORT"]
                == instance.ports["runner"]?.description)
        #expect(Set(instance.ports.values).count == 3)
        #expect(variables["N8N_LISTEN_ADDRESS"] == "127.0.0.1")
        #expect(variables["N8N_USER_FOLDER"] == instance.paths.data)
        #expect(variables["DB_TYPE"] == "sqlite")
        #expect(variables["N8N_DIAGNOSTICS_ENABLED"] == "false")
        let key = try instance.secret("encryption_key")
        #expect(variables["N8N_ENCRYPTION_KEY"] == key)
        #expect(!spec.arguments.contains { $0.contains(key) })
        #expect(!JSON.object(spec.facts).compact.contains(key))
        #expect(!spec.fingerprint.json.compact.contains(key))
    }

    @Test func furtherSettings() async throws {
        let world = try world(["n8n"])
        func spec(_ settings: JSON.Object) throws -> LaunchSpec? {
            let values: [String: JSON] = ["settings": .object(settings)]
            return try N8nAdapter().launchSpec(try world.instance(request(world, values: values)))
        }
        let kept = try #require(try spec(["EXECUTIONS_TIMEOUT": "60"]))
        #expect(variables(of: kept)["EXECUTIONS_TIMEOUT"] == "60")
        for name in ["N8N_PORT", "DB_TYPE", "a b", "A=B", "1A", ""] {
            await expect(failing: "requirement.setting") { try spec([name: "x"]) }
        }
    }

    private func variables(of spec: LaunchSpec) -> [String: String] {
        let pairs = spec.environment.map { entry -> (String, String) in
            let parts = entry.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), String(parts[1]))
        }
        return Dictionary(pairs) { $1 }
    }

    @Test(
        "what the log says tells the class",
        arguments: [
            (
                "n8n's port 5678 is already in use. Do you have another instance of n8n running already?",
                FailureClass.bindConflict
            ),
            ("n8n Task Broker's port 5679 is already in use.", .bindConflict),
            ("Error: listen EADDRINUSE: address already in use 127.0.0.1:5678", .bindConflict),
            ("Error: There was an error initializing DB", .hard),
        ])
    func classes(_ line: String, _ expected: FailureClass) {
        #expect(N8nAdapter.definition.failureClass(ofLog: ["other", line, "more"]) == expected)
    }

    // MARK: the database

    @Test("an external postgres is never changed: its own sqlite, unless that one was named")
    func externalDatabase() async throws {
        let world = try world(["n8n"])
        let peer = RequirementPeer(
            adapter: PostgresAdapter(),
            instance: try world.instance(
                world.request("postgres", backend: .external, url: "postgres://a:b@localhost/c")))
        var instance = try world.instance(request(world))
        instance.peers = [peer]
        #expect(try N8nDatabase(instance) == nil)
        var named = try world.instance(request(world, values: ["database": "postgres"]))
        named.peers = [peer]
        await expect(failing: "requirement.database_foreign") { [named] in
            try N8nAdapter().steps(named)
        }
    }

    @Test("what a container could not reach is told; what it can is reached on loopback")
    func container() async throws {
        let world = try world(["n8n", "docker"])
        var peer = RequirementPeer(
            adapter: PostgresAdapter(), instance: try world.instance(world.request("postgres")))
        func spec(at address: String) throws -> LaunchSpec? {
            var instance = try world.instance(request(world))
            instance.resolution.backend = .docker
            instance.resolution.image = "n8n:1"
            instance.resolution.address = address
            instance.peers = [peer]
            instance.host = Host(environment: ["PATH": world.path("bin")], directory: "/")
            return try N8nAdapter().launchSpec(instance)
        }
        let near = try #require(try spec(at: "127.0.0.1"))
        #expect(near.arguments.contains("host") && !near.arguments.contains("--publish"))
        #expect(variables(of: near)["N8N_LISTEN_ADDRESS"] == "127.0.0.1")
        let password = try #require(variables(of: near)["DB_POSTGRESDB_PASSWORD"])
        #expect(!near.arguments.contains { $0.contains(password) })
        await expect(failing: "requirement.database_unreachable") { try spec(at: "10.1.2.3") }

        peer.instance.resolution.backend = .docker
        peer.instance.resolution.address = "10.1.2.3"
        let far = try #require(try spec(at: "10.1.2.3"))
        #expect(far.arguments.contains("--publish"))
        #expect(variables(of: far)["DB_POSTGRESDB_HOST"] == "10.1.2.3")
    }

    // MARK: what it is asked

    @Test func wholeAnswers() throws {
        let chunked =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4;x=1\r\n\":1}\r\n0\r\n\r\n"
        let answer = try HTTPExchange.answer(Array(chunked.utf8), from: "x")
        #expect(answer.json?["a"]?.int == 1)
        let plain = "HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno"
        let other = try HTTPExchange.answer(Array(plain.utf8), from: "x")
        #expect(other == HTTPExchange.Answer(status: 404, body: Array("no".utf8)))
    }

    @Test(arguments: ["", "SSH-2.0-x\r\n", "HTTP/1.1\r\n\r\n", "+PONG\r\n\r\n"])
    func noHTTP(_ text: String) async {
        await expect(failing: "requirement.no_http") {
            try HTTPExchange.answer(Array(text.utf8), from: "x")
        }
    }
}
