import RunState
import Testing
import Vocabulary

@testable import Engine

@Suite struct ConfigurationAnswerTests {
    private static let configuration = """
        version: 1
        services:
          api:
            command: serve
            port: 18801
        """

    @Test func eachValueHasItsOrigin() throws {
        let world = try World(configuration: Self.configuration)
        let answer = try world.envctl(
            "show-config services.api.port SERVICES__API__PORT=9000 services.api.command"
        ).answer
        #expect(
            words(answer.text) == [
                "KEY VALUE ORIGIN", "services.api.command serve envctl.yaml:4:14",
                "services.api.port 9000 assignment SERVICES__API__PORT",
            ])
    }

    @Test func portsThatNobodyConfiguredAreShownAsTheyWillBe() throws {
        let unset = "version: 1\nrequirements: { postgres: {}, n8n: { ports: { broker: 7000 } } }\n"
        let world = try World(configuration: unset)
        let line = "show-config ports requirements.postgres.port requirements.n8n.ports"
        let range = PortRules.defaultRange()
        #expect(
            words(try world.envctl(line).answer.text) == [
                "KEY VALUE ORIGIN", "ports.range \(range.lowerBound)-\(range.upperBound) default",
                "requirements.n8n.ports.broker 7000 envctl.yaml:2:55",
                "requirements.n8n.ports.runner 5681 default",
                "requirements.postgres.port 5432 default",
            ])
        let set = try World(configuration: unset + "ports: { range: 21000-21999 }\n")
        #expect(
            words(try set.envctl("show-config ports").answer.text) == [
                "KEY VALUE ORIGIN", "ports.range 21000-21999 envctl.yaml:3:17",
            ])
    }

    @Test func anUnknownKeyIsAnErrorWithTheNearestOne() throws {
        let world = try World(configuration: Self.configuration)
        let failure = try world.failure("show-config servces.api")
        #expect(failure.code == "config.no_value")
        #expect(failure.hint == "did you mean 'services.api'?")
    }

    @Test func withoutConfigurationItSaysSo() throws {
        let world = try World()
        for line in ["show-config", "config check"] {
            let answer = try world.envctl(line).answer
            #expect(answer.exitCode == 0)
            #expect(answer.text.contains("nothing is configured here"))
        }
    }

    @Test func checkHasEveryFindingAtOnce() throws {
        let world = try World(
            configuration: """
                version: 1
                services:
                  api:
                    comand: serve
                    prot: 1
                """)
        let answer = try world.envctl("config check").answer
        #expect(answer.exitCode == 1)
        #expect(answer.json["ok"] == false)
        let findings = answer.json["projects"]?.array?.first?["findings"]?.array ?? []
        let places = findings.compactMap { finding in
            finding["suggestion"]?.string.map { "\(finding["line"]?.int ?? 0) \($0)" }
        }
        #expect(places == ["4 command", "5 port"])
        #expect(answer.text.contains("envctl.yaml:4:5: unknown key 'comand'"))
        #expect(answer.text.contains("envctl.yaml:5:5: unknown key 'prot'"))
    }

    @Test func aValidOneIsCounted() throws {
        let world = try World(configuration: Self.configuration)
        let answer = try world.envctl("config check").answer
        #expect(answer.exitCode == 0)
        #expect(
            answer.text == "the configuration is valid: 0 requirements, 1 service, 0 steps")
    }
}
