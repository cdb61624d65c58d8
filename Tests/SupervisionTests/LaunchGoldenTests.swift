import Glibc
import Platform
import Supervision
import Testing
import Vocabulary

/// What `launch.json` looks like, kept beside its schema; `ENVCTL_UPDATE_GOLDEN=1` writes it anew.
@Suite struct LaunchGoldenTests {
    private func probes() throws -> [Probe] {
        let port = { (number: Int) throws -> Port in try #require(Port(number)) }
        var http = HTTPProbe(port: try port(20_001), path: "/healthz")
        http.requestHeaders = [(name: "Host", value: "shop.test")]
        return [
            .tcp(port: try port(20_001)), .http(http),
            .exec(arguments: ["/bin/true"], timeoutMilliseconds: 500), .log(pattern: "^ready"),
            .notify, .file(path: "/data/pid", line: 8, value: "ready"),
            .exchange(ExchangeProbe(port: try port(6379), send: [80, 73], expect: [43])),
            .alive(milliseconds: 250), .any([.notify]),
        ]
    }

    private func spec() throws -> LaunchSpec {
        var spec = LaunchSpec(
            component: ComponentID(unchecked: "api"), kind: .service, program: "/usr/bin/python3",
            arguments: ["python3", "app.py"], environment: ["PORT=20001"], directory: "/src/shop",
            log: "/state/logs/api.log", dataLock: "/state/data/api.lock",
            account: Account(name: "postgres", userID: 104, groupID: 106, groups: [106]),
            ports: [PortBinding(resource: "main", port: try #require(Port(20_001)))],
            url: "http://127.0.0.1:20001", ready: .all(try probes()),
            health: HealthCheck(probe: .notify, interval: 1000),
            stop: StopRule(command: ["/bin/true"]),
            needs: [ComponentNeed(component: ComponentID(unchecked: "postgres"), restarts: true)],
            fingerprint: Fingerprint([("command", "ab12")]), facts: ["command": "python3 app.py"])
        spec.watch = WatchRule(
            root: "/src/shop", paths: ["src"],
            ignore: [IgnoreList(folder: "/", patterns: [".git"])])
        return spec
    }

    private func record() throws -> LaunchRecord {
        let identity = ProcessIdentity(
            pid: 4242, startTime: 4711, bootID: "5b8a1c6e", pidNamespace: 4_026_531_836)
        let running = LaunchedComponent.Incarnation(
            number: 1, mark: 0xABCDEF, cgroup: "/sys/fs/cgroup/a", identity: identity,
            transaction: "t1")
        return LaunchRecord(
            run: RunID(unchecked: "20261121T074000.000Z-00beef"),
            scope: ScopeID(unchecked: "shop-0123456789ab"), project: .main,
            socketFolder: "/run/envctl/s/p", worktree: "/src/shop", supervisor: identity,
            transaction: TransactionRecord(id: "t1", verb: "start", state: .begun),
            components: [
                LaunchedComponent(
                    component: ComponentID(unchecked: "api"), current: running,
                    planned: LaunchedComponent.Incarnation(number: 2, mark: 7), spec: try spec())
            ])
    }

    @Test func launchIsAsTheGoldenFileSays() throws {
        let folder = Path.absolute("../../../contracts/examples", in: #filePath)
        let path = Path.join(folder, "launch.1.json")
        let text = try record().json.pretty
        if getenv("ENVCTL_UPDATE_GOLDEN") != nil {
            try FileSystem.writeAtomically(Array(text.utf8), to: path)
        }
        #expect(text == (try FileSystem.readText(path)))
        #expect(try LaunchRecord(json: JSON.parse(text)) == (try record()))
    }
}
