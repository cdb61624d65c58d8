import Testing

@testable import Events

@Suite struct ShapeTests {
    static let aws = "AKIA" + "QYLPMN5HFIQR7XYA"
    static let github = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    static let slack = "xoxb-" + "2345678901-2345678901234-AbCdEfGhIjKlMnOp"
    static let stripe = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"
    static let jwt =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0."
        + "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
    static let pem = """
        -----BEGIN RSA PRIVATE KEY-----
        MIIEowIBAAKCAQEA04up8hoqzS1+APIB0RhjXyObwHQnOzhAk5Bd7mhkSbPkyhP1
        iWlX9HNavcydATJc1f0DplcjyyYiYT0IrQJBAPD9MWzEIVMbiEUrjmKnGSLa
        -----END RSA PRIVATE KEY-----
        """

    static let tokens = [
        Canary("key \(aws) denied", aws, .awsKey),
        Canary("push with \(github)", github, .githubToken),
        Canary(
            "github_pat_" + "11ABCDEFG0123456789_abcdefghijklmnop", "0123456789_abcd", .githubToken),
        Canary("slack says \(slack)!", slack, .slackToken),
        Canary(
            "POST https://hooks.slack.com/services/"
                + "T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
            "T00000000/B00000000", .slackToken),
        Canary("charge: \(stripe)", stripe, .stripeKey),
        Canary("whsec_" + "abcdefghijklmnop123456", "abcdefghijklmnop", .stripeKey),
        Canary("got \(jwt) back", jwt, .jwt),
        Canary("cut \(jwt.prefix(60))", String(jwt.prefix(60)), .jwt),
        Canary("a\n\(pem)\nb", "MIIEowIBAAKCAQEA", .pemBlock),
        Canary(pem.split(separator: "\n").joined(separator: #"\n"#), "iWlX9HNavcyd", .pemBlock),
        Canary(String(pem.prefix(120)), "MIIEowIBAAKCAQEA", .pemBlock),
        Canary("npm_" + "abcdefghijklmnopqrstuvwxyz0123456789", "abcdefghijklm", .vendorToken),
        Canary("AIza" + "SyA-1234567890abcdefghijklmnopqrstu", "SyA-12345", .vendorToken),
        Canary("SG." + "abcdefghijklmnop1234.qrstuvwxyz0123456789abcd", "qrstuvwxyz", .vendorToken),
        Canary(#"{"line":"x\n\#(github)"}"#, github, .githubToken),
        Canary("q=%3D\(aws)&x", aws, .awsKey),
    ]

    static let addresses = [
        Canary("postgres://app:hunter2@127.0.0.1:5432/shop", "hunter2", .urlPassword),
        Canary("redis://:pa55@localhost:6379/0", "pa55", .urlPassword),
        Canary("mysql://root:p/w?d#x@db/shop", "p/w?d#x", .urlPassword),
        Canary("amqp://u:a@b@host/vhost", "a@b", .urlPassword),
        Canary("https://0123456789abcdef0123@example.org/x", "0123456789abcdef0123", .urlPassword),
        Canary(#"url":"postgres:\/\/app:hunter2@h\/shop"}"#, "hunter2", .urlPassword),
        Canary("next=postgres%3A%2F%2Fapp%3Ahunter2%40h%2Fshop", "hunter2", .urlPassword),
        Canary("smtp://mail%40example.org:hunter2@smtp", "hunter2", .urlPassword),
    ]

    static let keyed = [
        Canary("DB_PASSWORD=postgres", "postgres", .keyedValue),
        Canary("export API_TOKEN=a;b&c,d", "a;b&c,d", .keyedValue),
        Canary("password: hunter", "hunter", .keyedValue),
        Canary("password=$$t28usp`N5OMm", "$$t28usp`N5OMm", .keyedValue),
        Canary(#"{"api_key": "abc def \" ghi"}"#, #"abc def \" ghi"#, .keyedValue),
        Canary(#"{\"clientSecret\":\"abcdef\"}"#, "abcdef", .keyedValue),
        Canary("Server=db;User Id=sa;Password=Pa55;Timeout=3", "Pa55", .keyedValue),
        Canary("AccountKey=abc/+0123456789==;", "abc/+0123456789==", .keyedValue),
        Canary("host=db user=app password='it''s me' port=5", "s me", .keyedValue),
        Canary("app --password hunter --port 8", "hunter", .keyedValue),
        Canary("app --api-key=Zk91mdk3Lq --port 8", "Zk91mdk3Lq", .keyedValue),
        Canary(#"["app","--password","hunter"]"#, #","hunter"#, .keyedValue),
        Canary("Authorization: Bearer abc.def", "abc.def", .keyedValue),
        Canary("curl -H 'Authorization: Basic dXNlcg=='", "dXNlcg==", .keyedValue),
        Canary("sent Bearer 0a1b2c3d4e", "0a1b2c3d4e", .authorization),
        Canary("Cookie: sid=a1; csrf=b2\nHost: x", "csrf=b2", .keyedValue),
        Canary("ALTER ROLE app PASSWORD 'hunter2' VALID", "hunter2", .keyedValue),
        Canary("DETAIL:  Key (api_token)=(abc123def) exists.", "abc123def", .keyedValue),
        Canary("spring.datasource.password = hunter", "hunter", .keyedValue),
        Canary("SECRET_KEY := 'abc'", "abc", .keyedValue),
        Canary(#"a\nSECRET_KEY=abcdefghi\nb"#, "abcdefghi", .keyedValue),
        Canary("&quot;password&quot;: &quot;hunter&quot;", "hunter", .keyedValue),
        Canary("https://x/?access_token=abcdef0123&page=2", "abcdef0123", .keyedValue),
        Canary("REDIS_AUTH=abcdef0123", "abcdef0123", .keyedValue),
        Canary("SENTRY_DSN=https://abc@sentry.example/1", "abc@sentry", .keyedValue),
    ]

    @Test(arguments: tokens + addresses + keyed)
    func whatIsSecretIsTakenOut(_ canary: Canary) {
        let redacted = Redactor().redact(canary.text)
        #expect(!redacted.text.contains(canary.secret), "\(redacted.text)")
        #expect(redacted.counts.byKind == [canary.kind: 1], "\(redacted.text)")
        #expect(Redactor().firstSecret(in: Array(canary.text.utf8)) == canary.kind)
    }

    @Test(arguments: tokens + addresses + keyed)
    func whatWasTakenOutIsNotFoundAgain(_ canary: Canary) {
        let once = Redactor().text(canary.text)
        #expect(Redactor().text(once) == once)
        #expect(Redactor().firstSecret(in: Array(once.utf8)) == nil, "\(once)")
    }

    @Test(arguments: [
        tokens[0], tokens[1], tokens[3], tokens[5], tokens[7], tokens[9], addresses[0],
    ])
    func whatNobodyRegisteredIsFoundInsideOfBase64AndHex(_ canary: Canary) {
        let plain = "config: \(canary.text)"
        for encoded in Encoded.opaque(plain) {
            let text = "sent \(encoded) ok"
            let redacted = Redactor().redact(text)
            #expect(redacted.text == "sent [redacted:encoded] ok")
        }
    }

    @Test func whatStandsAroundItStays() {
        let text = "at 12:01 postgres://app:hunter2@127.0.0.1:5432/shop?x=1 refused (28P01)"
        #expect(
            Redactor().text(text)
                == "at 12:01 postgres://app:[redacted:url_password]@127.0.0.1:5432/shop?x=1 "
                + "refused (28P01)")
    }
}
