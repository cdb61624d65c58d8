import Glibc
import Platform
import Testing

@testable import Digests

@Suite struct SHA256Tests {
    @Test(arguments: [
        // FIPS 180-4 examples
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func vectors(text: String, digest: String) {
        #expect(SHA256.hex(of: text) == digest)
        #expect(Hex.encode(SHA256.digest(of: Array(text.utf8))) == digest)
    }

    @Test func piecesGiveTheDigestOfTheWhole() {
        let hasher = SHA256.Hasher()
        for _ in 0..<1000 { hasher.update([UInt8](repeating: UInt8(ascii: "a"), count: 1000)) }
        #expect(
            Hex.encode(hasher.finish())
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        hasher.update("a")
        hasher.update("bc")
        #expect(hasher.finish() == SHA256.digest(of: Array("abc".utf8)))
    }

    @Test func fileAndBytesAgree() throws {
        let path = "/tmp/envctl-digest-\(getpid())-\(Random.hex(bytes: 4))"
        defer { unlink(path) }
        let bytes = Random.bytes(100).flatMap { [UInt8](repeating: $0, count: 2000) }
        try FileSystem.writeAtomically(bytes, to: path)
        #expect(try SHA256.hex(ofFile: path) == SHA256.hex(of: bytes))
    }

    @Test func missingFileIsNamed() {
        #expect(throws: SystemError("open", "/nowhere/at all", errno: ENOENT)) {
            try SHA256.hex(ofFile: "/nowhere/at all")
        }
    }
}
