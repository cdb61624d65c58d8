import Testing

@testable import Events

/// A report that says nothing is of no use: what is ordinary stays as it was.
@Suite struct OrdinaryTextTests {
    static let texts = [
        "api: ready in 120 ms at http://127.0.0.1:8000",
        "http://localhost:5173/@vite/client 200",
        "http://localhost:3000/a?b=c@d",
        "commit 2e2dada6b0f4d3b1a8f1e1f7c6b4b1f2d3a4c5e6",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        #"{"digest":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}"#,
        "/home/someone/projects/shop/.envctl/secrets/readme.md",
        "src/token.ts:45:3 - error TS2322",
        "secret.py:12: in test_password_reset",
        "lexer.token:12",
        "psql: FATAL:  password authentication failed for user \"app\"",
        "Unexpected token: } in JSON at position 12",
        "error: unexpected token: end of file",
        "max_tokens=4096 temperature=0.2",
        "primary_key: order_number, foreign key: customer",
        "public_key=ssh-ed25519AAAAC3Nz",
        "Key (id)=(5) already exists",
        "PWD=/srv/shop OLDPWD=/srv",
        "PASSWORD_FILE=/run/secrets/db",
        "password=${DB_PASSWORD} token=$TOKEN secret=$(cat x)",
        "password: required, token: missing",
        "password: ready in 250 ms, launched, pid 995; secrets: stopped in 1 ms",
        "tokens: failed: exit 3; password: nothing runs, credentials: port 8000 is held",
        #"{"password":"ready","secret":"degraded"}"#,
        "def login(user: str, password: str) -> None",
        "password: string; token?: string",
        "bearer authentication is not configured; basic authentication is",
        "the author: Mary; authority: example.org",
        "user@example.org wrote to git@github.com:shop/api.git",
        "npm ERR! code ELIFECYCLE npm_config_user_agent npm_package_name",
        "secrets.json: damaged",
        "20261121T074000.000Z-00beef seq 12 port 20123",
        "Traceback: File \"/srv/shop/api/app.py\", line 3, in <module>",
        "key: value, keyword: other, keyboard: us, monkey: yes",
        "Basic information is in the docs",
        "std::token::Kind and auth::Service",
        "task-runner v1.2.3-rc.4+build.567",
        "postgres@127.0.0.1:5432",
        "listen on [::1]:8080 and 0.0.0.0:9000",
        "cgroup /sys/fs/cgroup/envctl-20261121T074000-0123456789abcdef",
        "{\"token_type\":\"bearer\",\"expires\":3600,\"auth\":\"none\"}",
        "environment.API_KEY is not set",
        "usr/local/lib/python3/site-packages/uvicorn/protocols/http",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "",
    ]

    @Test(arguments: texts) func staysAsItWas(_ text: String) {
        let redacted = Redactor(secrets: ["a-secret-of-someone-9"]).redact(text)
        #expect(redacted.text == text)
        #expect(redacted.counts.total == 0)
    }

    @Test func aPasswordThatIsAWordIsOnlyFoundBesideItsKey() {
        let redactor = Redactor(secrets: ["postgres", "secret", "12345678", "storefront-dev"])
        let text = "postgres of storefront-dev: secret 12345678"
        #expect(redactor.text(text) == text)
        #expect(redactor.text("PGPASSWORD=postgres") == "PGPASSWORD=[redacted:keyed_value]")
    }

    @Test func aShortSecretIsNoPartOfAnotherWord() {
        let redactor = Redactor(secrets: ["abc12345"])
        #expect(
            redactor.text("id xabc123456 and abc12345!") == "id xabc123456 and [redacted:secret]!")
    }

    @Test func aPersonIsTakenOutOfWhatLeavesTheMachine() {
        let redactor = Redactor(person: Person(user: "mary", home: "/home/mary"))
        #expect(
            redactor.text(
                "/home/mary/shop owned by mary, /home/maryann, /srv/home/mary/x, rosemary")
                == "~/shop owned by [redacted:user], /home/maryann, /srv/home/[redacted:user]/x, rosemary"
        )
        #expect(redactor.firstSecret(in: Array("/home/mary".utf8)) == nil)
        let root = Redactor(person: Person(user: "root", home: "/root"))
        #expect(root.text("root in /root/x, /rootfs") == "root in ~/x, /rootfs")
    }
}
