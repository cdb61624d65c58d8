import Digests
import Platform
import Testing
import Vocabulary

@testable import Diagnostics

@Suite struct BundleArchiveTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func made(_ name: String, _ files: [(String, [UInt8])]) throws -> String {
        let path = folder.file(name)
        let archive = try BundleArchive(path)
        for (name, content) in files { try archive.add(name, content) }
        try archive.finish()
        try archive.place()
        return path
    }

    private func tar(_ words: String...) throws -> Subprocess.Result {
        try Subprocess("/bin/tar", words, environment: ["PATH": "/usr/bin:/bin"]).run()
    }

    private let long = "a/" + String(repeating: "long-", count: 40) + "ü.json"

    @Test func tarUnpacksWhatWasAdded() throws {
        let big = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let path = try made(
            "b.tar.gz",
            [("a.json", Array("{}\n".utf8)), (long, big), ("empty", []), ("z", big + [1])])
        let result = try tar("-xzf", path, "-C", folder.path)
        #expect(result.isSuccess, "\(result.text)")
        #expect(try FileSystem.read(folder.file("envctl-debug/a.json")) == Array("{}\n".utf8))
        #expect(try FileSystem.read(folder.file("envctl-debug/" + long)) == big)
        #expect(try FileSystem.read(folder.file("envctl-debug/empty")) == [])
        #expect(try FileSystem.read(folder.file("envctl-debug/z")) == big + [1])
    }

    @Test func entriesHaveNoTimeAndNoOwner() throws {
        let path = try made("b.tar.gz", [("a.json", [1])])
        let listed = try tar("--utc", "--numeric-owner", "-tvzf", path)
        let line = "-rw------- 0/0               1 1970-01-01 00:00 envctl-debug/a.json\n"
        #expect(listed.text == line)
        #expect(try FileSystem.status(path).permissions == 0o600)
    }

    @Test func theSameFilesGiveTheSameBytes() throws {
        let files: [(String, [UInt8])] = [("a", [1, 2]), (long, Array("text".utf8))]
        let (one, other) = (try made("1.gz", files), try made("2.gz", files))
        #expect(try SHA256.hex(ofFile: one) == SHA256.hex(ofFile: other))
    }

    @Test func theReaderFindsTheFilesAgain() throws {
        let big = [UInt8](repeating: 65, count: 150_000)
        let path = try made("b.tar.gz", [("a", [7]), ("empty", []), (long, big), ("z", [8])])
        var seen: [String: Int] = [:]
        var reader = TarReader()
        try GzipReader(path).read { piece in
            try reader.read(piece) { seen[$0, default: 0] += $1.count }
        }
        #expect(
            seen == [
                "envctl-debug/a": 1, "envctl-debug/" + long: 150_000, "envctl-debug/z": 1,
            ])
    }

    @Test(arguments: [0, 65_530, 131_000]) func aSecretIsFoundWhereverItIs(offset: Int) throws {
        var content = [UInt8](repeating: 97, count: 140_000)
        content.replaceSubrange(offset..<offset + 8, with: Array("hunter22".utf8))
        let archive = try BundleArchive(folder.file("b.tar.gz"))
        try archive.add("clean", Array("nothing".utf8))
        try archive.add("dirty", content)
        try archive.finish()
        try archive.check(for: [Array("hunter23".utf8)])
        let found = #expect(throws: Failure.self) {
            try archive.check(for: [Array("hunter23".utf8), Array("hunter22".utf8)])
        }
        #expect(found?.code == "pack.secret_found")
        #expect(found?.location == "envctl-debug/dirty")
    }

    @Test func whatIsNotPlacedLeavesNothing() throws {
        do {
            let archive = try BundleArchive(folder.file("b.tar.gz"))
            try archive.add("a", [1])
            #expect(try FileSystem.list(folder.path).count == 1)
        }
        #expect(try FileSystem.list(folder.path) == [])
    }

    @Test func aTornArchiveIsNoArchive() throws {
        let path = try made("b.tar.gz", [("a", Array(repeating: 3, count: 5000))])
        let bytes = try FileSystem.read(path)
        try FileSystem.writeAtomically(Array(bytes.dropLast(12)), to: path)
        #expect(throws: Failure.self) { try GzipReader(path).read { _ in } }
    }
}

@Suite struct SecretScanTests {
    private func finds(_ values: [String], _ pieces: [String]) -> Bool {
        var scan = SecretScan(values.map { Array($0.utf8) })
        // All pieces are looked at, as an archive's are.
        return pieces.map { scan.finds(in: Array($0.utf8)[...]) }.contains(true)
    }

    @Test func valuesAreFoundWholeOnly() {
        #expect(finds(["secret"], ["my secret is"]))
        #expect(finds(["secret", "secretary"], ["xsecretary"]))
        #expect(!finds(["secret"], ["secre t secre"]))
        #expect(!finds([], ["anything"]))
        #expect(!finds(["abc"], ["abc"]), "too short to be told from ordinary text")
    }

    @Test func valuesAreFoundAcrossPieces() {
        #expect(finds(["secret"], ["my sec", "r", "et is"]))
        #expect(!finds(["secret"], ["my sec", "x", "ret is"]))
    }

    @Test func aFileEndsWhatItBegan() {
        var scan = SecretScan([Array("secret".utf8)])
        let before = scan.finds(in: Array("sec".utf8)[...])
        scan.reset()
        let after = scan.finds(in: Array("ret".utf8)[...])
        #expect(!before && !after)
    }
}
