import Glibc
import Platform
import Testing
import Vocabulary

@testable import Steps

@Suite struct InputTests {
    @Test(arguments: [
        ("*.sql", "a.sql", true), ("*.sql", "x/a.sql", false), ("**/*.sql", "a.sql", true),
        ("**/*.sql", "x/y/a.sql", true), ("migrations/**", "migrations/a/b", true),
        ("migrations/**", "migrations", false), ("migrations/**", "other/a", false),
        ("a?c", "abc", true), ("a?c", "ac", false), ("./a/*", "a/b", true), ("a/**/b", "a/b", true),
        ("a/**/b", "a/x/y/b", true), ("a/**/b", "a/x", false), ("**", "a", true),
        ("*", ".env", true),
    ])
    func globs(pattern: String, path: String, matches: Bool) {
        #expect(GlobPattern(pattern).matches(path) == matches)
    }

    @Test(arguments: [
        ("migrations/**", "migrations", true), ("migrations/**", "node_modules", false),
        ("a/b/*.c", "a", true), ("a/b/*.c", "a/c", false), ("*.sql", "x", false),
        ("**/x", "deep/er", true),
    ])
    func foldersThatCannotMatchAreLeftAlone(pattern: String, folder: String, may: Bool) {
        #expect(GlobPattern(pattern).mayMatchBelow(folder) == may)
    }

    private func digest(_ inputs: StepInput...) throws -> String {
        let step = try Step("a", "d", function: { _ in nil }, inputs: inputs)
        return try #require(try InputDigest.of(step))
    }

    @Test func whatChangesTheDigest() throws {
        let folder = try TemporaryFolder()
        try folder.write("1", "m/001.sql")
        let glob = StepInput.glob("m/**", root: folder.path)
        let file = StepInput.file(folder.file("m/001.sql"))
        let first = try (digest(glob), digest(file))
        try folder.write("1", "other")
        #expect(try digest(glob) == first.0)
        try folder.write("2", "m/deep/002.sql")
        let second = try digest(glob)
        #expect(second != first.0)
        #expect(try digest(file) == first.1)
        try folder.write("changed", "m/001.sql")
        #expect(try digest(glob) != second)
        #expect(try digest(file) != first.1)
        try FileSystem.removeTree(folder.file("m"))
        #expect(try digest(file) != first.1)
        #expect(try digest(.value(name: "a", "bc")) != digest(.value(name: "ab", "c")))
        #expect(
            try digest(.dataIdentity(name: "pg", "1")) != digest(.dataIdentity(name: "pg", "2")))
    }

    @Test(.timeLimit(.minutes(1))) func pipesAndLoopsOfLinksDontHang() throws {
        let folder = try TemporaryFolder()
        try folder.write("1", "a")
        #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
        try FileSystem.replaceLink(folder.file("self"), target: "self")
        try FileSystem.replaceLink(folder.file("up"), target: ".")
        #expect(try digest(.glob("**", root: folder.path)).count == 64)
    }

    @Test func aFolderThatCannotBeReadIsAFailure() async throws {
        let bench = try Bench()
        let long = String(repeating: "x", count: 300)
        let report = try await bench.run(bench.step("a", inputs: [.file("/tmp/" + long)]))
        #expect(report["a"]?.outcome == .failed(.check))
        #expect(report["a"]?.error?.message == "the inputs of step 'a' can't be read")
        #expect(bench.journal.all.isEmpty)
    }
}
