import Testing

@testable import Digests

@Suite struct KeyedTests {
    @Test(arguments: [
        // RFC 4231, cases 1, 2 and 6
        (
            [UInt8](repeating: 0x0b, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        ([], "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
    ])
    func hmac(key: [UInt8], message: String, code: String) {
        #expect(Hex.encode(HMAC.sha256(key: key, message: Array(message.utf8))) == code)
    }

    @Test(arguments: [
        // RFC 7914, section 11
        (
            "passwd", "salt", 1,
            "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
        ),
        (
            "Password", "NaCl", 80000,
            "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
                + "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d"
        ),
    ])
    func pbkdf2(password: String, salt: String, iterations: Int, key: String) {
        let made = PBKDF2.sha256(
            password: password, salt: Array(salt.utf8), iterations: iterations, length: 64)
        #expect(Hex.encode(made) == key)
    }

    @Test(arguments: [
        // RFC 4648, section 10
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func base64(plain: String, text: String) {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(Base64.decode(text) == Array(plain.utf8))
    }

    @Test func base64KeepsEveryByte() {
        let bytes = (0...255).map { UInt8($0) }
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        #expect(Base64.encode([0xfb, 0xff]) == "+/8=")
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Zg===", "Zh==", "=Zg=", "Z===", "====", "Zm9v\n", "Zm9-"])
    func notBase64(text: String) { #expect(Base64.decode(text) == nil) }
}
