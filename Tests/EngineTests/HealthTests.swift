import Glibc
import Platform
import RunState
import Supervision
import Testing
import Vocabulary

@testable import Engine

@Suite struct HealthTests {
    @Test func withoutAnEnvironmentItEndsWithAHint() throws {
        let failure = try World().failure("health")
        #expect(failure.code == "environment.not_running")
        #expect(failure.hint == "envctl start")
    }

    @Test func aPortThatAnswersIsHealthyWithItsLatency() throws {
        let world = try World()
        let socket = try ListeningSocket()
        try world.record([try world.living("api", port: socket.port)])
        try world.launched("api", ready: .tcp(port: socket.port))
        let answer = try world.envctl("health").answer
        #expect(answer.exitCode == 0)
        let api = try #require(answer.json["projects"]?.array?.first?["components"]?.array?.first)
        #expect(api["healthy"] == true)
        #expect(api["probe"]?.string == "tcp \(socket.port)")
        #expect(try #require(api["latency_ms"]?.double) >= 0)
        #expect(answer.text.contains("healthy"))
    }

    @Test func aProbeThatIsRefusedTellsWhatItSaw() throws {
        let world = try World()
        let socket = try ListeningSocket()
        try world.record([try world.living("api", port: socket.port)])
        try world.launched(
            "api", ready: .file(path: world.folder + "/ready", line: 1, value: "pid {pid}"))
        let missing = try world.envctl("health").answer
        #expect(missing.exitCode == 1)
        #expect(missing.text.contains("/ready does not exist"))
        try world.write("pid 1\n", "ready")
        #expect(try world.envctl("health").answer.text.contains("line 1 is 'pid 1'"))
        try world.write("pid \(getpid())\n", "ready")
        #expect(try world.envctl("health").answer.exitCode == 0)
    }

    @Test(arguments: [("exit 0", nil as String?), ("exit 3", "exit 3")])
    func aProgramIsRunAsTheComponentIs(script: String, reason: String?) throws {
        let world = try World()
        try world.record([try world.living("api")])
        let words = ["/bin/sh", "-c", "test \"$WORD\" = yes && \(script)"]
        try world.launched("api", ready: .exec(arguments: words, timeoutMilliseconds: 5000))
        let answer = try world.envctl("health --json").answer
        let api = try #require(answer.json["projects"]?.array?.first?["components"]?.array?.first)
        #expect(api["healthy"]?.bool == (reason == nil))
        #expect(api["reason"]?.string == reason)
        #expect(answer.exitCode == (reason == nil ? 0 : 1))
    }

    @Test func whatTheKernelSaysCountsMoreThanAProbe() throws {
        let world = try World()
        try world.record([try world.gone("api"), try world.living("web")])
        try world.launched("api", ready: .alive(milliseconds: 1))
        let answer = try world.envctl("health").answer
        #expect(answer.exitCode == 1)
        let api = try #require(answer.json["projects"]?.array?.first?["components"]?.array?.first)
        #expect(api["status"] == "lost")
        #expect(api["probe"]?.isNull == true)
        #expect(api["reason"]?.string == "process \(getpid()) is gone")
    }

    @Test func whatIsStoppedOnPurposeIsNoFailure() throws {
        let world = try World()
        var stopped = try world.gone("api")
        (stopped.desired, stopped.status) = (.stopped, .stopped)
        try world.record([stopped, try world.living("web")])
        let answer = try world.envctl("health").answer
        #expect(answer.exitCode == 0)
        #expect(words(answer.text).contains("api stopped"))
    }

    @Test func oneComponentIsAskedWhereItIsNamed() throws {
        let world = try World()
        try world.record([try world.gone("api"), try world.living("web")])
        #expect(try world.envctl("health web").answer.exitCode == 0)
        #expect(try world.failure("health wep").hint == "did you mean 'web'?")
    }
}

extension World {
    /// Writes `launch.json` of the recorded run with that component's probe.
    func launched(_ name: String, ready: Probe) throws {
        let component = ComponentID(unchecked: name)
        var launched = LaunchedComponent(component: component)
        launched.spec = LaunchSpec(
            component: component, kind: .service, program: "/bin/true", arguments: ["true"],
            environment: ["WORD=yes", "PATH=/usr/bin:/bin"], directory: folder,
            log: folder + "/log", ready: ready)
        let run = RunID(unchecked: "20261121T074000.000Z-00beef")
        let record = LaunchRecord(
            run: run, scope: try scope, project: .main, socketFolder: folder, worktree: app,
            components: [launched])
        try record.write(
            runFolder: layout.scope(try scope).run(run).folder, synced: false)
    }
}
