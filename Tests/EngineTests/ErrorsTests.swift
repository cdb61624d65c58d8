import Platform
import RunState
import Testing
import Vocabulary

@testable import Engine

@Suite struct ErrorsTests {
    @Test func withoutAnEnvironmentItEndsWithAHint() throws {
        let failure = try World().failure("errors")
        #expect(failure.code == "environment.not_running")
        #expect(failure.hint == "envctl start")
    }

    @Test func whereAllIsWellItSaysSo() throws {
        let world = try World()
        try world.record([try world.living("api")])
        let answer = try world.envctl("errors").answer
        #expect(answer.text == "no failures")
        #expect(answer.exitCode == 0)
    }

    @Test func aFailureIsToldInOneLineAndThenWhole() throws {
        let world = try World()
        try world.record([try world.living("web"), try world.living("api")])
        try world.failed("api")
        let answer = try world.envctl("errors").answer
        let lines = answer.text.split(separator: "\n").map(String.init)
        #expect(lines.first == "api: api failed: it ended: port in use, exit 3 (1 min ago)")
        #expect(lines.contains("api · component.exited · class hard · exit 3"))
        #expect(lines.contains("  log:   Address already in use"))
        #expect(lines.contains("  tried: restarted it once"))
        #expect(lines.contains("  next:  envctl logs api"))
        let failure = try #require(
            answer.json["projects"]?.array?.first?["failures"]?.array?.first)
        #expect(failure["code"] == "component.exited")
        #expect(failure["summary"]?.string == "api failed: it ended: port in use, exit 3")
    }

    @Test func whatOnlyTheKernelKnowsIsAFailureToo() throws {
        let world = try World()
        try world.record([try world.gone("api"), try world.living("web")])
        let failures = try world.envctl("errors --json").answer.json["projects"]?.array?
            .first?["failures"]?.array
        #expect(failures?.count == 1)
        #expect(failures?.first?["code"] == "component.lost")
        #expect(failures?.first?["component"] == "api")
    }

    @Test func aFailedStartIsToldWhereNothingRuns() throws {
        let world = try World()
        var ended = try world.gone("api")
        (ended.desired, ended.status) = (.stopped, .stopped)
        try world.record([ended], status: .stopped)
        #expect(try world.failure("errors").code == "environment.not_running")
        try world.failed("api")
        #expect(try world.envctl("errors").answer.exitCode == 0)
    }

    @Test func onlyTheNamedComponentIsTold() throws {
        let world = try World()
        try world.record([try world.gone("web"), try world.living("api")])
        try world.failed("api")
        let text = try world.envctl("errors web").answer.text
        #expect(text.contains("web is lost"))
        #expect(!text.contains("port in use"))
        #expect(try world.failure("errors wep").code == "component.unknown")
    }
}

extension World {
    /// Records a failure of the component, one minute ago.
    func failed(_ name: String) throws {
        let run = RunID(unchecked: "20261121T074000.000Z-00beef")
        var entry = FailureEntry(
            time: clock.now().adding(milliseconds: -60_000), code: "component.exited",
            message: "\(name) failed: it ended", component: ComponentID(unchecked: name))
        entry.causes = ["port in use"]
        entry.exit = Exit(code: 3)
        entry.failureClass = .hard
        entry.logLines = ["Address already in use"]
        entry.tried = ["restarted it once"]
        entry.hint = "envctl logs \(name)"
        try ErrorReport(run: run, project: .main, failures: [entry]).write(
            layout.scope(try scope).run(run).artifact(.errorReport))
    }
}
