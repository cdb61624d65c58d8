import Glibc
import Platform
import Supervision
import Testing
import Vocabulary

/// A component that says by `WATCHDOG=1` that it is well.
@Suite(.serialized) struct WatchdogTests {
    /// Sends what stands in each line that it reads from a FIFO; it knows its interval.
    private static let script = """
        import os, socket
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        tell = lambda text: s.sendto(text.encode(), os.environ["NOTIFY_SOCKET"])
        tell("READY=1")
        print(os.environ["WATCHDOG_USEC"], flush=True)
        while True:
            for line in open(os.environ["WORLD"] + "/say"):
                tell(line.strip())
        """

    private func answers(_ world: World) throws -> [String] {
        try world.events().filter { ["component.healthy", "component.unhealthy"].contains($0) }
    }

    private func say(_ text: String, in world: World) throws {
        let pipe = try Descriptor.open("\(world.folder)/say", O_WRONLY)
        try FileSystem.write(Array("\(text)\n".utf8), to: pipe.raw, subject: "say")
    }

    @Test(.timeLimit(.minutes(1))) func itsSilenceIsSeenAndItsReturn() throws {
        let world = try World()
        mkfifo("\(world.folder)/say", 0o600)
        let client = try world.launchSupervisor()
        let report = try client.launchAll([
            world.spec("api", "", ready: .notify, timeout: 20_000) {
                ProbeTests.python(&$0, Self.script)
                $0.environment.append("WORLD=\(world.folder)")
                $0.health = HealthCheck(probe: .notify, interval: 300)
            }
        ])[0]
        #expect(report.status == .ready)
        #expect(try world.eventually { try answers(world) == ["component.unhealthy"] })
        try say("WATCHDOG=1", in: world)
        #expect(
            try world.eventually {
                try answers(world).starts(with: ["component.unhealthy", "component.healthy"])
            })
        #expect(try FileSystem.readText("\(world.folder)/api.log").hasPrefix("300000\n"))
        _ = try client.stop()
    }

    @Test(.timeLimit(.minutes(1))) func aComponentMaySayThatItIsNotWell() throws {
        let world = try World()
        mkfifo("\(world.folder)/say", 0o600)
        let client = try world.launchSupervisor()
        _ = try client.launchAll([
            world.spec("api", "", ready: .notify, timeout: 20_000) {
                ProbeTests.python(&$0, Self.script)
                $0.environment.append("WORLD=\(world.folder)")
                $0.health = HealthCheck(probe: .notify, interval: 3_600_000)
            }
        ])
        try say("WATCHDOG=trigger", in: world)
        #expect(try world.eventually { try answers(world) == ["component.unhealthy"] })
        // What no clock can count is no reason to end.
        try say("EXTEND_TIMEOUT_USEC=9223372036854775807", in: world)
        try say("WATCHDOG=1", in: world)
        #expect(try world.eventually { try answers(world).last == "component.healthy" })
        _ = try client.stop()
    }
}
