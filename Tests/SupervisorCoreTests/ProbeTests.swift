import Glibc
import Platform
import Supervision
import Testing
import Vocabulary

/// Every probe on a real process.
@Suite(.serialized) struct ProbeTests {
    static func freePort() throws -> Port {
        while true {
            let port = try #require(Port(Int(30_000 + Random.uint64() % 2000)))
            let isUsed = try Listeners.all().contains { $0.port == port }
            if !isUsed, try Listeners.isFree(port) { return port }
        }
    }

    /// A server in Python that accepts nothing but its own start.
    static func server(_ port: Port) -> String {
        """
        import socket, time
        s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(("127.0.0.1", \(port))); s.listen(5)
        while True:
            c, _ = s.accept(); d = c.recv(4096)
            c.sendall(b"+PONG" if d.startswith(b"PING") else b"HTTP/1.1 204 No Content\\r\\n\\r\\n")
            c.close()
        """
    }

    static func python(_ spec: inout LaunchSpec, _ text: String) {
        spec.program = "/usr/bin/env"
        spec.arguments = ["env", "python3", "-c", text]
        spec.environment = ["PATH=/usr/local/bin:/usr/bin:/bin"]
    }

    private func ready(_ spec: LaunchSpec, in world: World) throws -> ComponentReport {
        let client = try world.launchSupervisor()
        let report = try client.launchAll([spec], commit: false)[0]
        _ = try client.abort()
        #expect(try world.living().isEmpty)
        return report
    }

    @Test(arguments: ["tcp", "http", "exchange", "all", "any"])
    func aServerBecomesReady(_ kind: String) throws {
        let world = try World()
        let port = try Self.freePort()
        let exchange = ExchangeProbe(port: port, send: Array("PING".utf8), expect: Array("+P".utf8))
        let http = HTTPProbe(port: port, path: "/health")
        let probe: Probe =
            switch kind {
            case "tcp": .tcp(port: port)
            case "http": .http(http)
            case "exchange": .exchange(exchange)
            case "all": .all([.alive(milliseconds: 1), .http(http), .exchange(exchange)])
            default: .any([.notify, .tcp(port: port)])
            }
        let report = try ready(
            world.spec("api", "", ready: probe, timeout: 20_000) {
                Self.python(&$0, Self.server(port))
            }, in: world)
        #expect(report.status == .ready, "\(report)")
    }

    @Test func aStatusThatIsNotWantedIsNotReady() throws {
        let world = try World()
        let port = try Self.freePort()
        var http = HTTPProbe(port: port)
        http.status = 200...200
        let report = try ready(
            world.spec("api", "", ready: .http(http), timeout: 3000) {
                Self.python(&$0, Self.server(port))
            }, in: world)
        #expect(report.status == .failed)
        #expect(report.answer == "status 204")
    }

    @Test func aStrangerOnThePortIsNamed() throws {
        let world = try World()
        let port = try Self.freePort()
        let stranger = try world.launchSupervisor()
        let first = try stranger.launchAll([
            world.spec("first", "", ready: .tcp(port: port), timeout: 20_000) {
                Self.python(&$0, Self.server(port))
            }
        ])[0]
        #expect(first.status == .ready)
        let report = try stranger.launchAll(
            [world.spec("api", "exec sleep 1000", ready: .tcp(port: port))], commit: false)[0]
        #expect(report.status == .foreign)
        #expect(report.holder?.pid == first.identity?.pid)
        #expect(report.holder?.program?.hasPrefix("python") == true)
        _ = try stranger.stop()
    }

    @Test func aNotifyMessageMakesReady() throws {
        let notify = """
            import os, signal, socket
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.sendto(b"STATUS=warming up\\nREADY=1", os.environ["NOTIFY_SOCKET"])
            signal.pause()
            """
        let world = try World()
        let report = try ready(
            world.spec("api", "", ready: .notify, timeout: 20_000) { Self.python(&$0, notify) },
            in: world)
        #expect(report.status == .ready)
    }

    @Test func aFileThatNamesThisIncarnationMakesReady() throws {
        let world = try World()
        let file = "\(world.folder)/ready.pid"
        let report = try ready(
            world.spec(
                "api", "echo $$ > \(file); echo 'ready   ' >> \(file); exec sleep 1000",
                ready: .all([
                    .file(path: file, line: 1, value: "{pid}"),
                    .file(path: file, line: 2, value: "ready"),
                ])), in: world)
        #expect(report.status == .ready)
    }

    @Test func aLineOfTheLogMakesReadyButNotAnOldOne() throws {
        let world = try World()
        let log = "\(world.folder)/api.log"
        try FileSystem.writeAtomically(Array("listening on 1\n".utf8), to: log)
        let old = try ready(
            world.spec(
                "api", "echo warming; exec sleep 1000", ready: .log(pattern: "^listening"),
                timeout: 200), in: world)
        #expect(old.status == .failed)
        let other = try World()
        let report = try ready(
            other.spec(
                "api", "echo warming; echo 'listening on 1'; exec sleep 1000",
                ready: .log(pattern: "^listening on [0-9]")), in: other)
        #expect(report.status == .ready)
    }

    @Test func anExecProbeIsAskedUntilItSucceeds() throws {
        let world = try World()
        let report = try ready(
            world.spec(
                "api", "touch $WORLD/up; exec sleep 1000",
                ready: .exec(
                    arguments: ["/bin/sh", "-c", "test -e $WORLD/up"], timeoutMilliseconds: 2000)),
            in: world)
        #expect(report.status == .ready)
        let never = try World()
        let failed = try ready(
            never.spec(
                "api", "exec sleep 1000",
                ready: .exec(arguments: ["/bin/sh", "-c", "exit 4"], timeoutMilliseconds: 500),
                timeout: 400), in: never)
        #expect(failed.answer == "exit 4")
        #expect(failed.probe == "exec sh")
    }
}
