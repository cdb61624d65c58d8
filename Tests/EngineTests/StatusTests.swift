import Glibc
import Platform
import RunState
import Testing
import Vocabulary

@testable import Engine

@Suite struct StatusTests {
    @Test func withoutStateItSaysWhatIsMissingAndExitsWithZero() throws {
        let world = try World()
        let answer = try world.envctl("status").answer
        #expect(answer.exitCode == 0)
        #expect(
            answer.text == """
                main · branch main
                  nothing has been started here; 'envctl start' brings it to life
                """)
        let project = try #require(answer.json["projects"]?.array?.first)
        #expect(project["name"] == "main")
        #expect(project["run"]?.isNull == true)
        #expect(project["missing"]?.string?.contains("envctl start") == true)
    }

    @Test func whatRunsIsSeenAtTheKernel() throws {
        let world = try World()
        let socket = try ListeningSocket()
        try world.record([
            try world.living(
                "postgres", .requirement, url: "postgres://app:secret@127.0.0.1/shop",
                port: socket.port), try world.gone("api"),
        ])
        let folders = world.layout.scope(try world.scope).project(.main)
        let lock = try #require(try FileLock.attempt(folders.supervisorLock, note: "test"))
        let answer = try withExtendedLifetime(lock) { try world.envctl("status").answer }
        let lines = words(answer.text)
        #expect(
            lines == [
                "main · branch main · degraded · run 20261121T074000.000Z-00beef · "
                    + "supervisor running · started 5 min ago",
                "COMPONENT STATUS ADDRESS PID UPTIME RESTARTS NOTE",
                "postgres ready postgres://app@127.0.0.1/shop \(getpid()) 2 min 5 s 0",
                "api lost 0 process \(getpid()) is gone, "
                    + "and the supervisor has not told of it yet",
            ])
    }

    @Test func theJSONFormHasTheSameFactsAndNoPassword() throws {
        let world = try World()
        let socket = try ListeningSocket()
        try world.record([
            try world.living("redis", .requirement, url: "redis://:pw@h:1/0", port: socket.port)
        ])
        let json = try world.envctl("status --json").answer.json
        let project = try #require(json["projects"]?.array?.first)
        let redis = try #require(project["components"]?.array?.first)
        #expect(project["supervisor"]?["state"] == "lost")
        #expect(redis["status"] == "ready")
        #expect(redis["pid"]?.int == Int(getpid()))
        #expect(redis["uptime_ms"] == 125_000)
        #expect(redis["url"] == "redis://h:1/0")
        #expect(!json.compact.contains("pw@"))
    }

    @Test func aDamagedRecordIsToldAndNeverFatal() throws {
        let world = try World()
        try world.record([try world.gone("api")])
        let run = world.layout.scope(try world.scope).project(.main).current
        try FileSystem.writeAtomically(
            Array("{\"schema\":".utf8), to: Path.join(run, "run_state.json"))
        let answer = try world.envctl("status").answer
        #expect(answer.exitCode == 0)
        #expect(answer.text.contains("can't be read"))
        #expect(
            answer.json["projects"]?.array?.first?["problem"]?["code"] == "state.damaged")
    }

    @Test func aProjectElsewhereIsStartedByItsName() throws {
        let world = try World()
        try world.addWorktree("side")
        let text = try world.envctl("status --all").answer.text
        #expect(text.contains("'envctl start' brings"))
        #expect(text.contains("'envctl start --project side' brings"))
    }
}
