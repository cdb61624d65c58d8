import Glibc
import Testing

@testable import Platform

@Suite struct SwapTests {
    @Test func replacesAsAWholeAndLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let path = Path.join(folder.path, "record.json")
        for text in ["first", "the second one", "3"] {
            try FileSystem.writeBySwapping(Array(text.utf8), to: path)
            #expect(try FileSystem.readText(path) == text)
            #expect(try FileSystem.status(path).permissions == 0o600)
        }
        #expect(try FileSystem.list(folder.path) == ["record.json"])
    }

    @Test func whoReadsTheOldFileReadsItToItsEnd() throws {
        let folder = try TemporaryFolder()
        let path = Path.join(folder.path, "record.json")
        try FileSystem.writeBySwapping(Array("old".utf8), to: path)
        let reader = try Descriptor.open(path, O_RDONLY)
        try FileSystem.writeBySwapping(Array("new and longer".utf8), to: path)
        let seen = try FileSystem.read(descriptor: reader.raw, subject: path)
        #expect(String(decoding: seen, as: UTF8.self) == "old")
    }

    @Test func aFailedWriteKeepsTheOldFile() throws {
        let folder = try TemporaryFolder()
        #expect(throws: SystemError.self) {
            try FileSystem.writeBySwapping([1], to: Path.join(folder.path, "no/such/folder"))
        }
        #expect(try FileSystem.list(folder.path).isEmpty)
    }
}
