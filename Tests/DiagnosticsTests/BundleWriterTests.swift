import Events
import Platform
import Testing
import Vocabulary

@testable import Diagnostics

@Suite struct BundleWriterTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func packed(_ sources: [BundleSource], secrets: [String] = []) throws -> (
        files: [BundleFile], path: String
    ) {
        let path = folder.file("b\(Random.hex(bytes: 4)).tar.gz")
        let archive = try BundleArchive(path)
        var writer = BundleWriter(archive, redactor: Redactor(secrets: secrets))
        try writer.add(sources)
        try writer.close(["schema": "envctl.bundle/1"])
        try archive.check(for: SecretCheck.forms(of: secrets))
        try archive.place()
        return (writer.files, path)
    }

    @Test func aSourceThatFailsIsAnEntry() throws {
        let made = try packed([
            .text("b.txt") { "text" },
            .text("a.txt") { throw SystemError("open", "/x", errno: 13) },
            .text("c.txt") { nil },
        ])
        #expect(made.files.map(\.name) == ["a.txt", "b.txt"])
        #expect(made.files[0].failure?.code == "system.open")
        #expect(made.files[1].size == 4 && made.files[1].failure == nil)
    }

    @Test func theSameSourcesGiveTheSameBytes() throws {
        let sources: [BundleSource] = [.text("b") { "text" }, .json("a") { ["key": 1] }]
        let (one, other) = (try packed(sources), try packed(sources.reversed()))
        #expect(try FileSystem.read(one.path) == FileSystem.read(other.path))
    }

    @Test func secretsAreTakenOutAndCounted() throws {
        let made = try packed(
            [.text("a") { "the value is correct-horse-battery, twice: correct-horse-battery" }],
            secrets: ["correct-horse-battery"])
        #expect(made.files[0].redacted["secret"]?.int == 2)
    }

    @Test(arguments: [
        "pass\"word-27", "p%ss wörd/27", "correct-horse-battery",
    ]) func theCheckKnowsEveryForm(secret: String) throws {
        let bytes = Array(secret.utf8)
        let forms = SecretCheck.forms(of: [secret])
        for text in [
            secret, JSON.string(secret).compact, "x" + Base64Text.of(bytes),
            "x" + Base64Text.of([9] + bytes), "x" + Base64Text.of([9, 9] + bytes + [7]),
        ] {
            var scan = SecretScan(forms)
            let isFound = scan.finds(in: Array("before \(text) after".utf8)[...])
            #expect(isFound, "\(text)")
        }
    }

    @Test func aLongFileIsItsEnd() throws {
        let path = folder.file("log")
        let lines = (0..<1000).map { "line \($0)\n" }.joined()
        try FileSystem.writeAtomically(Array(lines.utf8), to: path)
        let part = String(decoding: try FilePart.read(path, limit: 100) ?? [], as: UTF8.self)
        #expect(part.hasSuffix("line 999\n") && part.hasPrefix("[envctl: the first "))
        #expect(!part.contains("line 900\n"))
        #expect(try FilePart.read(folder.file("none")) == nil)
    }

    @Test func aLinkIsNotFollowed() throws {
        try FileSystem.replaceLink(folder.file("link"), target: "/etc/hostname")
        #expect(throws: SystemError.self) { try FilePart.read(folder.file("link")) }
    }
}

private enum Base64Text {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// RFC 4648, written apart from what is tested.
    static func of(_ bytes: [UInt8]) -> String {
        var bits: [UInt8] = []
        for byte in bytes { for place in 0..<8 { bits.append(byte >> UInt8(7 - place) & 1) } }
        while bits.count % 6 != 0 { bits.append(0) }
        let digits = stride(from: 0, to: bits.count, by: 6).map { start in
            alphabet[bits[start..<start + 6].reduce(0) { Int($0) * 2 + Int($1) }]
        }
        let text = String(decoding: digits, as: UTF8.self)
        return text + String(repeating: "=", count: (4 - text.count % 4) % 4)
    }
}
