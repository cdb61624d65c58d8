import Glibc
import Testing

@testable import Platform

@Suite struct TreeCopyTests {
    /// A tree with folders in folders, a link and a pipe.
    private func tree() throws -> (folder: TemporaryFolder, source: String, target: String) {
        let folder = try TemporaryFolder()
        let (source, target) = (folder.file("source"), folder.file("target"))
        for name in ["base/1", "global", "pg_wal"] {
            try FileSystem.createDirectories(Path.join(source, name))
        }
        for name in ["base/1/10", "base/1/pgsql_tmp1", "global/control", "pg_wal/0001", "pid"] {
            try FileSystem.writeAtomically(Array(name.utf8), to: Path.join(source, name))
        }
        try checked("chmod", source) { chmod(Path.join(source, "base/1/10"), 0o640) }
        try checked("symlink", source) { symlink("base", Path.join(source, "link")) }
        try checked("mkfifo", source) { mkfifo(Path.join(source, "pipe"), 0o600) }
        try FileSystem.createDirectories(target)
        return (folder, source, target)
    }

    @Test func allIsCopiedAsItIs() throws {
        let (folder, source, target) = try tree()
        try TreeCopy(from: source, to: target).run()
        try FileSystem.sync(tree: target)
        #expect(try FileSystem.list(target) == ["base", "global", "link", "pg_wal", "pid"])
        #expect(try FileSystem.readText(Path.join(target, "base/1/10")) == "base/1/10")
        #expect(try FileSystem.status(Path.join(target, "base/1/10")).permissions == 0o640)
        #expect(try FileSystem.readLink(Path.join(target, "link")) == "base")
        withExtendedLifetime(folder) {}
    }

    @Test func rulesLeaveOutWhatTheySay() throws {
        let (folder, source, target) = try tree()
        let copy = TreeCopy(
            from: source, to: target, skipping: ["pid", "global/control"], hollow: ["pg_wal"],
            skippedPrefixes: ["pgsql_tmp"])
        try copy.run()
        #expect(try FileSystem.list(target) == ["base", "global", "link", "pg_wal"])
        #expect(try FileSystem.list(Path.join(target, "base/1")) == ["10"])
        #expect(try FileSystem.list(Path.join(target, "global")) == [])
        #expect(try FileSystem.list(Path.join(target, "pg_wal")) == [])
        #expect(TreeCopy(words: copy.words[...]) == copy)
        var later = copy
        later.isLater = true
        #expect(TreeCopy(words: later.words[...]) == later)
        withExtendedLifetime(folder) {}
    }

    @Test func onlyNamedEntriesAreCopiedOverWhatIsThere() throws {
        let (folder, source, target) = try tree()
        try FileSystem.writeAtomically(Array("older and longer".utf8), to: target + "/pid")
        try TreeCopy(from: source, to: target, only: ["pid", "nothing"]).run()
        #expect(try FileSystem.list(target) == ["pid"])
        #expect(try FileSystem.readText(target + "/pid") == "pid")
        withExtendedLifetime(folder) {}
    }

    @Test func aFailureNamesItsFile() throws {
        let (folder, source, target) = try tree()
        // A folder where a file has to go.
        try FileSystem.createDirectories(Path.join(target, "global/control"))
        let error = try #require(throws: SystemError.self) {
            try TreeCopy(from: source, to: target).run()
        }
        #expect(error.subject == Path.join(source, "global/control"))
        #expect(error.errno == EISDIR)
        withExtendedLifetime(folder) {}
    }

    @Test func aLinkInPlaceOfATargetIsNotFollowed() throws {
        let (folder, source, target) = try tree()
        let precious = folder.file("precious")
        try FileSystem.writeAtomically(Array("letter".utf8), to: precious)
        try checked("symlink", target) { symlink(precious, target + "/pid") }
        #expect(throws: SystemError.self) { try TreeCopy(from: source, to: target).run() }
        #expect(try FileSystem.readText(precious) == "letter")
    }

    @Test(arguments: [["a"], ["a", "b", "--skip"], ["a", "b", "--all", "c"]])
    func otherWordsAreNone(words: [String]) { #expect(TreeCopy(words: words[...]) == nil) }
}
