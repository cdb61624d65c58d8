import Testing
import Vocabulary

@testable import Configuration

/// Each bad file with the exact answer.
@Suite struct MistakeTests {
    @Test(arguments: [
        (
            "services:\n  api:\n    comand: x\n    command: y\n",
            ["envctl.yaml:3:5: unknown key 'comand' in service 'api'; did you mean 'command'?"]
        ),
        ("services:\n  api:\n    port: 80\n", ["envctl.yaml:3:5: service 'api' has no 'command'"]),
        (
            "servises: {}\n",
            ["envctl.yaml:1:1: unknown key 'servises' at the top level; did you mean 'services'?"]
        ),
        ("- a\n", ["envctl.yaml:1:1: the file is no map: expected a map, found a list"]),
        (
            "version: 2\n",
            ["envctl.yaml:1:10: wrong value for 'version': expected 1, found the number 2"]
        ),
        (
            "services: { api: { command: x, port: 99999 } }\n",
            [
                "envctl.yaml:1:38: wrong value for 'port' in service 'api': expected a port (1 to 65535), found the number 99999"
            ]
        ),
        (
            "services: { api: { command: x, port: abc, ready: tcp } }\n",
            [
                "envctl.yaml:1:38: wrong value for 'port' in service 'api': expected a port (1 to 65535), found 'abc'"
            ]
        ),
        (
            "services: { api: { command: x, watch: 7 } }\n",
            [
                "envctl.yaml:1:39: wrong value for 'watch' in service 'api': expected a path, found the number 7"
            ]
        ),
        (
            "services: { api: { command: x, restart: on-failur } }\n",
            [
                "envctl.yaml:1:41: wrong value for 'restart' in service 'api': expected no, on-failure or always, found 'on-failur'; did you mean 'on-failure'?"
            ]
        ),
        (
            "services: { api: { command: x, stop: { timeout: 5 parsecs } } }\n",
            [
                "envctl.yaml:1:49: wrong value for 'timeout' in 'stop' of service 'api': expected a time such as 500ms, 30s or 2m, found '5 parsecs'"
            ]
        ),
        (
            "requirements: { postgres: { version: '>=x' } }\n",
            [
                "envctl.yaml:1:38: wrong value for 'version' in requirement 'postgres': expected a version such as \"15\", \">=14\" or \">=14,<17\", found '>=x'"
            ]
        ),
        (
            "requirements: { postgres: { database: 1.10 } }\n",
            [
                "envctl.yaml:1:39: wrong value for 'database' in requirement 'postgres': expected text (\"1.10\" with quotes), found the number 1.10"
            ]
        ),
        (
            "requirements: { postgrs: {} }\n",
            [
                "envctl.yaml:1:26: unknown requirement 'postgrs': expected one of postgres, redis, or a 'type' that is one; did you mean 'postgres'?"
            ]
        ),
        (
            "requirements: { db: { type: mysql } }\n",
            [
                "envctl.yaml:1:29: unknown requirement 'mysql': expected one of postgres, redis, or a 'type' that is one"
            ]
        ),
        (
            "services: { 'a b': { command: x } }\n",
            [
                "envctl.yaml:1:13: 'a b' is no name in 'services': expected letters, digits, '-' and '_', beginning with a letter, at most 40"
            ]
        ),
        (
            "services: { api: { command: x, needs: [postgras] } }\nrequirements: { postgres: }\n",
            [
                "envctl.yaml:1:40: service 'api' needs 'postgras', which is no component; did you mean 'postgres'?"
            ]
        ),
        (
            "services: { a: { command: x, needs: b }, b: { command: x, needs: [a] } }\n",
            ["envctl.yaml:1:67: a circle of needs: a → b → a"]
        ),
        (
            "services: { a: { command: x, needs: [a] } }\n",
            ["envctl.yaml:1:38: a circle of needs: a → a"]
        ),
        (
            "services: { a: { command: x } }\nsteps: { m: { run: x, before: a, needs: [a] } }\n",
            ["envctl.yaml:2:42: a circle of needs: a → m → a"]
        ),
        (
            "services: { api: { command: x } }\nsteps: { m: { run: x, before: apu } }\n",
            ["envctl.yaml:2:31: step 'm' is before 'apu', which is no service; did you mean 'api'?"]
        ),
        (
            "services: { a: { command: x, needs: [m] } }\nsteps: { m: { run: x } }\n",
            ["envctl.yaml:1:38: service 'a' needs 'm', which is a step ('before' in it does that)"]
        ),
        (
            "services: { redis: { command: x } }\nrequirements: { redis: {} }\n",
            ["envctl.yaml:1:13: the service 'redis' has the name of a requirement"]
        ),
        (
            "services: { a: { command: 'x ${prot}', port: 1 } }\n",
            [
                "envctl.yaml:1:30: unknown reference '${prot}' in 'command' of service 'a' ('$${' writes one for the shell): expected one of port, project, services.a.{url,host,port}, env.NAME; did you mean 'port'?"
            ]
        ),
        (
            "services: { a: { command: 'x ${port}' } }\n",
            [
                "envctl.yaml:1:30: unknown reference '${port}' in 'command' of service 'a' ('$${' writes one for the shell): expected one of project, env.NAME"
            ]
        ),
        (
            "services: { a: { command: 'x ${port' } }\n",
            ["envctl.yaml:1:30: '${' without its '}' in 'command' of service 'a'; '$${' writes one"]
        ),
        (
            "services: { a: { command: x, ready: tcp } }\n",
            ["envctl.yaml:1:37: a probe asks for the port of service 'a', which has none"]
        ),
        (
            "services: { a: { command: x, ready: { log: a, exec: b } } }\n",
            [
                "envctl.yaml:1:37: 'ready' of service 'a' takes exactly one kind: expected one of tcp, http, exec, log, notify, file, exchange, alive, all, any, found exec, log"
            ]
        ),
        (
            "services: { a: { command: x, ready: { log: '(' } } }\n",
            [
                "envctl.yaml:1:37: the log pattern of service 'a' is no regular expression (Unmatched ( or \\()"
            ]
        ),
        (
            "services: { a: { command: x, ready: { any: [], timeout: 0 }, health: { alive: 1, interval: 0s } } }\n",
            [
                "envctl.yaml:1:37: a probe of service 'a' is a list of none",
                "envctl.yaml:1:37: the 'timeout' of a probe of service 'a' is no time at all: expected at least 1ms",
                "envctl.yaml:1:70: the 'interval' of a probe of service 'a' is no time at all: expected at least 1ms",
            ]
        ),
        (
            "services: { a: { command: [], env: { A: [1] } } }\n",
            [
                "envctl.yaml:1:27: wrong value for 'command' in service 'a': expected at least one word, found a list",
                "envctl.yaml:1:41: wrong value for 'A' in 'env' of service 'a': expected text or a number, found a list",
            ]
        ),
        (
            "requirements: { redis: { backend: external } }\n",
            ["envctl.yaml:1:17: requirement 'redis' is external and has no 'url'"]
        ),
        (
            "requirements: { postgres: { environment: { DATABASE_URI: X } } }\n",
            [
                "envctl.yaml:1:17: requirement 'postgres' projects no 'DATABASE_URI'; did you mean 'DATABASE_URL'?"
            ]
        ),
        (
            "ports: { range: 30000-20000 }\n",
            [
                "envctl.yaml:1:17: wrong value for 'range' in 'ports': expected a range of ports such as 20000-29999, found '30000-20000'"
            ]
        ),
    ])
    func answers(_ yaml: String, _ expected: [String]) throws {
        let mistakes = try Workshop(yaml).mistakes()
        #expect(mistakes == expected)
    }

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
