import Testing

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
            "requirements: { postgres: { ports: { monitr: 1 } }, redis: { ports: { x: 1 } } }\n",
            [
                "envctl.yaml:1:17: requirement 'postgres' has no port 'monitr'; did you mean 'monitor'?",
                "envctl.yaml:1:53: requirement 'redis' has no port 'x': expected no further port",
            ]
        ),
        (
            "requirements: { postgres: { environment: { DATABASE_URL: '', PGPORT: 'a b' } } }\n",
            [
                "envctl.yaml:1:17: requirement 'postgres' projects 'DATABASE_URL' as '', which is no name of a variable: expected letters, digits and '_', beginning with no digit",
                "envctl.yaml:1:17: requirement 'postgres' projects 'PGPORT' as 'a b', which is no name of a variable: expected letters, digits and '_', beginning with no digit",
            ]
        ),
        (
            "services: { a: { command: x, env: { '': x, A B: x, 1A: x, a.b-C: x, 'X=Y': x } } }\n",
            [
                "envctl.yaml:1:37: '' is no name of a variable in 'env' of service 'a': expected letters, digits, '_', '.' and '-', beginning with a letter or '_'",
                "envctl.yaml:1:44: 'A B' is no name of a variable in 'env' of service 'a': expected letters, digits, '_', '.' and '-', beginning with a letter or '_'",
                "envctl.yaml:1:52: '1A' is no name of a variable in 'env' of service 'a': expected letters, digits, '_', '.' and '-', beginning with a letter or '_'",
                "envctl.yaml:1:69: 'X=Y' is no name of a variable in 'env' of service 'a': expected letters, digits, '_', '.' and '-', beginning with a letter or '_'",
            ]
        ),
        (
            "services: { a: { command: x, port: 1, ports: { main: 2 } } }\n",
            [
                "envctl.yaml:1:13: service 'a' has a port 'main' in 'ports', which is the name of its 'port': expected the number at 'port', or another name"
            ]
        ),
        (
            "services: { a: { command: x, port: 1, ready: { tcp: false }, health: { notify: false } } }\n",
            [
                "envctl.yaml:1:53: wrong value for 'tcp' in 'ready' of service 'a': expected true, or no 'tcp' at all, found the boolean false",
                "envctl.yaml:1:80: wrong value for 'notify' in 'health' of service 'a': expected true, or no 'notify' at all, found the boolean false",
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
}
