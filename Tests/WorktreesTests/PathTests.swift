import Glibc
import Platform
import Testing

@testable import Worktrees

@Suite struct PathTests {
    static let names = [
        "with space", "with \"quotes\" and 'more'", "line\nbreak", "emoji 🐛 and ü", "-dash",
        "back\\slash",
        "hash#mark", "$HOME `id`",
    ]

    @Test(arguments: names)
    func strangeFolders(name: String) throws {
        let fixture = try GitFixture(folderName: name)
        try fixture.repository("shop")
        try fixture.git("worktree", "add", "-q", "-b", "b", "../tree \(name)", in: "shop")
        let location = try fixture.locate("tree \(name)")
        #expect(location.checkout?.path == fixture.path("tree \(name)"))
        #expect(location.checkout?.branch == "b")
        #expect(try fixture.checkouts("shop").map(\.exists) == [true, true])
    }

    @Test func longPaths() throws {
        let long = Array(repeating: String(repeating: "d", count: 60), count: 5)
            .joined(separator: "/")
        let fixture = try GitFixture(folderName: long)
        #expect(fixture.folder.utf8.count > 300)
        try fixture.repository("shop")
        try fixture.git("worktree", "add", "-q", "../tree", in: "shop")
        #expect(try fixture.checkouts("tree").map(\.exists) == [true, true])
        #expect(try fixture.locate("tree").scope == fixture.locate("shop").scope)
    }

    @Test(arguments: ["feature/a/b", "with-ümlaut", "fix-🐛-now", "a.b", "main2"])
    func branches(name: String) throws {
        let fixture = try GitFixture()
        try fixture.repository("shop")
        try fixture.git("worktree", "add", "-q", "-b", name, "../tree", in: "shop")
        #expect(try fixture.checkouts("shop").last?.branch == name)
    }

    @Test func symlinkedRootsAreOne() throws {
        let fixture = try GitFixture()
        try fixture.repository("real/shop")
        try fixture.git("worktree", "add", "-q", "../tree", in: "real/shop")
        try FileSystem.replaceLink(fixture.path("link"), target: "real")
        let direct = try fixture.locate("real/shop")
        #expect(try fixture.locate("link/shop") == direct)
        #expect(try fixture.locate("link/tree").checkout?.path == fixture.path("real/tree"))
        // A worktree that was added through the link, whose record says so.
        try fixture.git("worktree", "add", "-q", fixture.path("link/late"), in: "link/shop")
        #expect(try fixture.locate("real/late").scope == direct.scope)
        #expect(try fixture.checkouts("link/late").map(\.path).contains(fixture.path("real/late")))
    }

    @Test func linkedGitFolderIsItsTarget() throws {
        let fixture = try GitFixture()
        try fixture.repository("shop")
        try fixture.rename("shop/.git", "store.git")
        try FileSystem.replaceLink(fixture.path("shop/.git"), target: "../store.git")
        let location = try fixture.locate("shop")
        #expect(location.scope.commonDirectory == fixture.path("store.git"))
        #expect(location.checkout?.isMain == true)
    }
}
