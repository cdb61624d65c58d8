import Testing
import Vocabulary

@testable import Configuration

/// Mistakes of several layers together, and how they are told.
@Suite struct MistakeReportTests {
    @Test func allMistakesAtOnceInTheOrderOfTheirPlaces() throws {
        let workshop = try Workshop(
            """
            services:
              api: { command: x, prot: 1, needs: [nobody] }
              web: { port: many }
            jobs: 0
            jobs: 1
            """)
        try workshop.write(".envctl", "ENVCTL_SERVICES__API__PROT=1\nnonsense\nPORT=1\n")
        workshop.environment = ["ENVCTL_JOBZ": "1", "ENVCTL_SERVICES__API__PORT": "x"]
        workshop.assignments = [("services.api.port", "1")]
        #expect(
            try workshop.mistakes() == [
                "envctl.yaml:2:22: unknown key 'prot' in service 'api'; did you mean 'port'?",
                "envctl.yaml:2:39: service 'api' needs 'nobody', which is no component: expected one of api, web",
                "envctl.yaml:3:8: service 'web' has no 'command'",
                "envctl.yaml:3:16: wrong value for 'port' in service 'web': expected a port (1 to 65535), found 'many'",
                "envctl.yaml:4:7: wrong value for 'jobs': expected a whole number (1 to 256), found the number 0",
                "envctl.yaml:5:1: the key 'jobs' is there twice; it was set in line 4",
                ".envctl:1: unknown name 'ENVCTL_SERVICES__API__PROT'; did you mean 'ENVCTL_SERVICES__API__PORT'?",
                ".envctl:2: no KEY=VALUE",
                ".envctl:3: unknown name 'PORT': expected a name that begins with ENVCTL_",
                "environment ENVCTL_JOBZ: unknown name 'ENVCTL_JOBZ'; did you mean 'ENVCTL_JOBS'?",
                "environment ENVCTL_SERVICES__API__PORT: wrong value for 'port' in service 'api': expected a port (1 to 65535), found 'x'",
                "assignment services.api.port: unknown name 'services.api.port'; did you mean 'SERVICES__API__PORT'?",
            ])
    }

    @Test func failureCarriesTheFindings() throws {
        let workshop = try Workshop("services:\n  api:\n    comand: x\n    command: y\n")
        let failure = try #require(throws: Failure.self) { try workshop.load() }
        #expect(failure.code == "config.invalid")
        #expect(
            failure.details["findings"] == [
                [
                    "file": "envctl.yaml", "line": 3, "column": 5, "layer": "project",
                    "kind": "unknown_key", "message": "unknown key 'comand' in service 'api'",
                    "found": nil,
                    "expected": nil,
                    "suggestion": "command",
                ]
            ])
    }

    @Test func brokenFileDoesNotHideTheOtherLayers() throws {
        let workshop = try Workshop("services: [\n")
        workshop.environment["ENVCTL_JOBS"] = "none"
        let mistakes = try workshop.mistakes()
        #expect(mistakes.count == 2)
        #expect(mistakes.first?.hasPrefix("envctl.yaml:2:1: not valid YAML: ") == true)
    }

    @Test func userFileHoldsNoServices() throws {
        let workshop = try Workshop("services: {}\n")
        let path = workshop.root + "/user/envctl/config.yaml"
        try workshop.write(path, "jobs: 2\nservices: { a: { command: x } }\n")
        #expect(
            try workshop.mistakes() == [
                "\(path):2:1: 'services' belongs into envctl.yaml: expected only preferences here: version, ports, port_conflict, history, jobs, log_limit, start, spares, default_mode"
            ])
    }

    @Test func twoNamesThatLookTheSameAsVariables() throws {
        let workshop = try Workshop("services: { a-b: { command: x }, a_b: { command: x } }\n")
        workshop.assignments = [("SERVICES__A_B__PORT", "1")]
        #expect(
            try workshop.mistakes()
                == ["assignment SERVICES__A_B__PORT: 'SERVICES__A_B__PORT' means 'a-b' and 'a_b'"])
    }

    @Test func equalPortsAreAWarning() throws {
        let workshop = try Workshop(
            "services: { a: { command: x, port: 80 }, b: { command: x, port: 80 } }\n")
        #expect(
            try workshop.load()?.warnings.map(\.description) == [
                "envctl.yaml:1:42: service 'b' asks for port 80 as 'a' does; it will get another one"
            ])
    }
}
