import Platform
import Testing
import Vocabulary

@testable import Configuration

@Suite struct LoaderTests {
    static let storefront = """
        version: 1
        requirements:
          postgres: { version: ">=14", database: storefront, seed: db/seed.sql }
          redis: {}
          cache: { type: redis, port: 7000, environment: { REDIS_URL: CACHE_URL } }
        services:
          api:
            directory: api
            prepare:
              - run: [python3, -m, venv, .venv]
                creates: .venv
              - run: .venv/bin/pip install -r requirements.txt
                inputs: [requirements.txt]
              - echo done
            command: .venv/bin/uvicorn app:app --port ${port} --log $LOG
            port: 8000
            ports: { metrics: 9100 }
            ready: { http: /healthz, timeout: 30s }
            health: { tcp: true, interval: 5s }
            needs: [postgres, { name: redis, restart: true }]
            restart: no
            stop: { signal: INT, timeout: 2s }
          web:
            command: [node, server.js, 3000]
            port: 3000
            env: { API_URL: "${services.api.url}", DEBUG: true, N: 1.10 }
            env_file: .env
            needs: api
        steps:
          migrate: { run: .venv/bin/alembic upgrade head, directory: api, before: api, needs: [postgres], inputs: ["migrations/**"] }
        ports: { range: 21000-21999 }
        port_conflict: fail
        """

    @Test func exampleOfTheDesign() throws {
        let workshop = try Workshop(Self.storefront)
        let configuration = try #require(try workshop.load())
        #expect(configuration.root == workshop.worktree)
        #expect(configuration.file == workshop.worktree + "/envctl.yaml")
        #expect(
            configuration.componentIDs.map(\.rawValue) == [
                "postgres", "redis", "cache", "api", "web",
            ])
        #expect(configuration.preferences.portRange == 21000...21999)
        #expect(configuration.preferences.portConflict == .fail)
        #expect(configuration.preferences.history == 50)
        #expect(configuration.warnings.isEmpty)
    }

    @Test func serviceOfTheExample() throws {
        let workshop = try Workshop(Self.storefront)
        let api = try #require(try workshop.load()?.services.first)
        #expect(api.directory == workshop.worktree + "/api")
        #expect(api.prepare.map(\.id) == ["1", "2", "3"])
        #expect(api.prepare[0].run.json == ["python3", "-m", "venv", ".venv"])
        #expect(api.prepare[1].inputs == ["requirements.txt"])
        #expect(api.prepare[2].run.json == "echo done")
        #expect(api.port == 8000)
        #expect(api.namedPorts == ["metrics": 9100])
        #expect(api.ready?.kind == .http(HTTPProbe(path: "/healthz")))
        #expect(api.ready?.timeoutMilliseconds == 30_000)
        #expect(api.health?.kind == .tcp(port: nil))
        #expect(api.needs.map(\.restart) == [false, true])
        #expect(api.restart == .no)
        #expect(api.stop == StopConfiguration(signal: "SIGINT", timeoutMilliseconds: 2000))
        #expect(api.origin.description == "envctl.yaml:7:3")
    }

    @Test func otherPartsOfTheExample() throws {
        let workshop = try Workshop(Self.storefront)
        let configuration = try #require(try workshop.load())
        let web = configuration.services[1]
        #expect(web.command.json == ["node", "server.js", "3000"])
        #expect(web.environment.map(\.value.text) == ["${services.api.url}", "true", "1.10"])
        #expect(web.environmentFiles == [EnvironmentFile(path: workshop.worktree + "/.env")])
        let postgres = configuration.requirements[0]
        #expect(postgres.version?.accepts("15.2") == true)
        #expect(postgres.values["database"]?.string == "storefront")
        #expect(postgres.backend == .native)
        let cache = configuration.requirements[2]
        #expect(cache.kind == "redis")
        #expect(cache.port == 7000)
        #expect(cache.environmentRenames == ["REDIS_URL": "CACHE_URL"])
        let step = try #require(configuration.steps.first)
        #expect(step.before.map(\.name.rawValue) == ["api"])
        #expect(step.inputs == ["migrations/**"])
    }

    @Test(arguments: [
        ("tcp", ProbeConfiguration.Kind.tcp(port: nil)), ("notify", .notify),
        ("{ tcp: 81 }", .tcp(port: 81)),
        (
            "{ http: { path: /a, port: 81, method: HEAD, status: 204, header: { Host: x } } }",
            .http(
                HTTPProbe(path: "/a", port: 81, method: "HEAD", status: 204, header: ["Host": "x"]))
        ),
        ("{ log: '^ready' }", .log(pattern: "^ready")),
        ("{ alive: 250ms }", .alive(milliseconds: 250)),
        ("{ file: { path: a, line: 8, value: ready } }", .file(path: "a", line: 8, value: "ready")),
        ("{ file: a }", .file(path: "a", line: nil, value: nil)),
        (
            "{ exchange: { send: \"PING\\r\\n\", expect: +PONG } }",
            .exchange(port: nil, send: "PING\r\n", expect: "+PONG")
        ),
    ])
    func probes(_ text: String, _ expected: ProbeConfiguration.Kind) throws {
        let workshop = try Workshop("services: { a: { command: x, port: 80, ready: \(text) } }")
        #expect(try workshop.load()?.services.first?.ready?.kind == expected)
    }

    @Test func probesOfProbes() throws {
        let yaml =
            "services: { a: { command: x, port: 80, ready: { all: [{ tcp: true }, { any: [{ exec: a }, { log: b }] }] } } }"
        guard case .all(let parts) = try Workshop(yaml).load()?.services.first?.ready?.kind else {
            Issue.record("no 'all'")
            return
        }
        #expect(parts.count == 2)
        #expect(parts[0].kind == .tcp(port: nil))
    }

    @Test func nothingAnywhereIsNoConfiguration() throws {
        let workshop = try Workshop()
        #expect(try workshop.load() == nil)
        try workshop.write(".envctl", "# nothing\nENVCTL_JOBS=2\n")
        #expect(try workshop.load() == nil)
        try workshop.write("envctl.yaml", "")
        #expect(try workshop.load() != nil)
    }

    @Test func checkoutFileAloneIsEnough() throws {
        let workshop = try Workshop()
        try workshop.write(
            ".envctl",
            """
            ENVCTL_REQUIREMENTS__REDIS=
            ENVCTL_SERVICES__MY_API__COMMAND='serve --port ${port}'
            ENVCTL_SERVICES__MY_API__PORT=8000
            ENVCTL_SERVICES__MY_API__NEEDS=redis
            ENVCTL_SERVICES__MY_API__ENV__LOG_LEVEL=no
            ENVCTL_SERVICES__MY_API__READY={ http: /ok }
            """)
        let configuration = try #require(try workshop.load())
        #expect(configuration.file == nil)
        #expect(configuration.root == workshop.worktree)
        let api = try #require(configuration.services.first)
        #expect(api.id.rawValue == "my-api")
        #expect(api.port == 8000)
        #expect(api.needs.map(\.name.rawValue) == ["redis"])
        #expect(api.environment.map(\.value.text) == ["no"])
        #expect(api.ready?.kind == .http(HTTPProbe(path: "/ok")))
    }

    @Test func nearestFileUpwardsButNeverBeyondTheWorktree() throws {
        let workshop = try Workshop()
        try workshop.write(workshop.root + "/envctl.yaml", "services: { outside: { command: x } }")
        try workshop.write(
            "apps/shop/envctl.yaml", "services: { shop: { command: x, directory: ../lib } }")
        try workshop.write("apps/shop/deep/er/file", "")
        workshop.folder = workshop.worktree + "/apps"
        #expect(try workshop.load() == nil)
        workshop.folder = workshop.worktree + "/apps/shop/deep/er"
        let configuration = try #require(try workshop.load())
        #expect(configuration.root == workshop.worktree + "/apps/shop")
        #expect(configuration.services.first?.directory == workshop.worktree + "/apps/lib")
        #expect(configuration.services.first?.origin.source == "apps/shop/envctl.yaml")
    }
}
