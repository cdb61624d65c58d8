import Testing
import Vocabulary

@testable import Events

@Suite struct RegisteredSecretTests {
    static let secrets = [
        "9vKq2LmX7cRt4WpZ8bNf", "it's \"quoted\" & <sharp> 7", "100%-sure/so+what=?",
        #"back\slash\\twice and \n no break"#, "pässwörd-für-Zoë-42", "🔑 keep 日本 8 out",
        "first line 11\nsecond line 22\nthird line 33", "a1b2c3d4", "%41%42%2541 percent 9",
        "correct horse battery staple", "$dollar`tick`!bang#7", "tab\there-0",
    ]

    @Test(arguments: secrets) func isFoundInEveryEncoding(_ secret: String) {
        let redactor = Redactor(secrets: [secret])
        for (name, encoded) in Encoded.all(secret) {
            let redacted = redactor.redact("before=\(encoded)! after")
            #expect(!redacted.text.contains(encoded), "\(name): \(redacted.text)")
            #expect(redacted.text.hasPrefix("before="), "\(name): \(redacted.text)")
            #expect(redacted.text.hasSuffix(" after"), "\(name): \(redacted.text)")
            #expect(redacted.counts.total == 1, "\(name): \(redacted.text)")
            #expect(redactor.firstSecret(in: Array(redacted.text.utf8)) == nil, "\(name)")
        }
    }

    @Test func base64MayBeBrokenIntoLines() {
        let secret = String(repeating: "0123456789abcdef", count: 8)
        let encoded = Encoded.base64(Array(secret.utf8))
        let broken = encoded.prefix(76) + "\n" + encoded.dropFirst(76)
        #expect(!Redactor(secrets: [secret]).text("x \(broken) y").contains(encoded.suffix(40)))
    }

    @Test func eachLineOfASecretIsOne() {
        let redactor = Redactor(secrets: ["line with number 1\nanother with number 2"])
        #expect(redactor.text("> another with number 2") == "> [redacted:secret]")
    }

    @Test func allOfManyAreFound() {
        let secrets = (0..<300).map { "secret-\($0 * 7919)-\($0)x" }
        let redactor = Redactor(secrets: secrets)
        let text = secrets.joined(separator: " ")
        #expect(redactor.redact(text).counts.byKind == [.secret: 300])
    }

    @Test func aSecretThatHoldsAnotherGoesAsAWhole() {
        let redactor = Redactor(secrets: ["abcdef123456", "abcdef123456-and-more-7"])
        #expect(redactor.text("x abcdef123456-and-more-7 y") == "x [redacted:secret] y")
    }

    @Test func jsonKeepsItsForm() throws {
        let redactor = Redactor(secrets: ["9vKq2LmX7cRt4WpZ8bNf"])
        let json: JSON = [
            "password": "x", "port": 5432, "note": "is 9vKq2LmX7cRt4WpZ8bNf",
            "tokens": 3, "secret": .null, "quoted_secret": "a\"b",
            "argv": ["app", "--password", "hunter"],
            "9vKq2LmX7cRt4WpZ8bNf": true, "lines": ["-----BEGIN X-----", "abc", "-----END X-----"],
        ]
        let expected: JSON = [
            "password": "[redacted:keyed_value]", "port": 5432, "note": "is [redacted:secret]",
            "tokens": 3, "secret": .null, "quoted_secret": "[redacted:keyed_value]",
            "argv": ["app", "--password", "[redacted:keyed_value]"],
            "[redacted:secret]": true, "lines": ["[redacted:pem_block]"],
        ]
        #expect(redactor.json(json) == expected)
    }

    static let variables = [
        ("API_TOKEN", "Zm9vYmFyMTIzNDU2", ["Zm9vYmFyMTIzNDU2"]),
        ("DATABASE_URL", "postgres://a:p%40ss@h/d", ["p%40ss", "p@ss", "postgres://a:p%40ss@h/d"]),
        ("CONNECTION", "Server=h;Password=Pa55", ["Pa55", "Server=h;Password=Pa55"]),
        ("HOME", "/home/mary", []), ("SSH_KEY", "/home/mary/.ssh/id", []), ("PORT", "8000", []),
        ("PWD", "/srv/shop", []), ("TERM", "xterm-256color", []),
    ]

    @Test(arguments: variables)
    func aVariableIsSecretByItsNameOrItsForm(_ name: String, _ value: String, _ secrets: [String]) {
        let registry = SecretRegistry()
        registry.add(name, value)
        #expect(registry.values == secrets.sorted())
    }

    @Test func aRegistryKnowsWhatCameLater() {
        let registry = SecretRegistry(person: Person(user: nil, home: "/home/mary"))
        registry.add("first-secret-1")
        #expect(registry.redactor.text("first-secret-1") == "[redacted:secret]")
        registry.add("second-secret-2")
        #expect(registry.redactor.text("second-secret-2") == "[redacted:secret]")
        #expect(registry.redactor.text("/home/mary/x") == "/home/mary/x")
        #expect(registry.outwardRedactor.text("/home/mary/x") == "~/x")
    }
}
