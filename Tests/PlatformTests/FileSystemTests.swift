import Glibc
import Platform
import Testing

struct FileSystemTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func replacesAFileAsAWhole() throws {
        let path = folder.file("a.json")
        try FileSystem.writeAtomically(Array("one".utf8), to: path)
        try FileSystem.writeAtomically(Array("two".utf8), to: path, mode: 0o640, synced: true)
        #expect(try FileSystem.readText(path) == "two")
        #expect(try FileSystem.status(path).permissions == 0o640)
        #expect(try FileSystem.list(folder.path) == ["a.json"])
    }

    @Test func aFailedWriteLeavesNothing() throws {
        let missing = folder.file("no/such/file")
        #expect(throws: SystemError.self) { try FileSystem.writeAtomically([1], to: missing) }
        try FileSystem.createDirectories(folder.file("target"))
        #expect(throws: SystemError.self) {
            try FileSystem.writeAtomically([1], to: folder.file("target"))
        }
        #expect(try FileSystem.list(folder.path) == ["target"])
    }

    @Test func removalNeverFollowsLinks() throws {
        let kept = try TemporaryFolder()
        try FileSystem.writeAtomically([1], to: kept.file("precious"))
        try FileSystem.createDirectories(folder.file("tree/deep"))
        try FileSystem.replaceLink(folder.file("tree/deep/link"), target: kept.path)
        try FileSystem.removeTree(folder.file("tree"))
        #expect(!FileSystem.exists(folder.file("tree")))
        #expect(FileSystem.exists(kept.file("precious")))
    }

    @Test func switchesALinkAtOnce() throws {
        let link = folder.file("current")
        try FileSystem.replaceLink(link, target: "runs/1")
        try FileSystem.replaceLink(link, target: "runs/2")
        #expect(try FileSystem.readLink(link) == "runs/2")
        #expect(try FileSystem.list(folder.path) == ["current"])
    }

    @Test func aMissingFileIsNil() throws {
        #expect(try FileSystem.readIfPresent(folder.file("nothing")) == nil)
    }

    @Test(arguments: [
        ("/a/b", "../c", "/a/c"), ("/a", "./x//y/", "/a/x/y"), ("/a", "/b/../..", "/"),
    ])
    func absolutePaths(directory: String, path: String, expected: String) {
        #expect(Path.absolute(path, in: directory) == expected)
    }

    @Test(arguments: [("/a/b/", "b", "/a"), ("/", "/", "/"), ("x", "x", "."), ("/a", "a", "/")])
    func namesAndParents(path: String, name: String, parent: String) {
        #expect(Path.name(path) == name)
        #expect(Path.parent(path) == parent)
    }
}
