import Platform
import RunState
import Testing
import Vocabulary

@testable import Engine
@testable import Terminal

@Suite struct LogsTests {
    private func world() throws -> World {
        let world = try World(
            configuration: """
                version: 1
                services: { api: { command: a }, web: { command: b }, worker: { command: c } }
                """)
        try world.record([try world.gone("web"), try world.gone("api")])
        let logs = world.layout.scope(try world.scope).project(.main).logs
        for (name, text) in [("api", "one\ntwo\nthree"), ("web", "hello\n"), ("supervisor", "x\n")]
        {
            try FileSystem.writeAtomically(
                Array(text.utf8), to: Path.join(logs, name + ".log"))
        }
        return world
    }

    @Test func severalAreToldApartByTheirNames() throws {
        let (answer, printed) = try world().envctl("logs --tail 2")
        #expect(answer.exitCode == 0)
        #expect(printed == "web | hello\napi | two\napi | three\n")
    }

    @Test func eachHasItsColourOnATerminal() throws {
        let printed = try world().envctl(
            "logs --tail 1", environment: ["TERM": "xterm"], onTerminal: true
        ).printed
        let style = Style(isColored: true)
        let first = style.paint("web | ", Ink.distinct(0))
        let second = style.paint("api | ", Ink.distinct(1))
        #expect(first.contains("\u{1B}[") && Ink.distinct(0) != Ink.distinct(1))
        #expect(Set(printed.split(separator: "\n")) == ["\(first)hello", "\(second)three"])
    }

    @Test func oneIsTheBytesThatItWrote() throws {
        #expect(try world().envctl("logs api").printed == "one\ntwo\nthree")
    }

    @Test func jsonIsOneObjectALine() throws {
        let printed = try world().envctl("logs api --tail 1 --json").printed
        #expect(
            printed == """
                {"schema":"envctl.log_line/1","project":"main","component":"api","time":null,"line":"three"}

                """)
    }

    @Test func anUnknownComponentIsAnErrorWithTheKnownOnes() throws {
        let failure = try world().failure("logs apo")
        #expect(failure.code == "component.unknown")
        #expect(failure.causes == ["known are web, api, worker"])
        #expect(failure.hint == "did you mean 'api'?")
    }

    @Test func aConfiguredOneThatNeverRanIsAnotherMatter() throws {
        #expect(try world().failure("logs worker").code == "logs.none")
    }

    @Test func whereNothingWasWrittenItSaysWhatToType() throws {
        let failure = try World().failure("logs")
        #expect(failure.code == "environment.not_running")
        #expect(failure.hint == "envctl start")
    }
}
