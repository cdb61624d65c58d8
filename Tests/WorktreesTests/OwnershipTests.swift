import Glibc
import Platform
import Testing
import Vocabulary

@testable import Worktrees

@Suite struct OwnershipTests {
    static let isRoot = geteuid() == 0
    static let stranger: UInt32 = 65534

    @Test(.enabled(if: isRoot, "giving files away takes root"))
    func rootAcceptsWhatBelongsToOneAccount() throws {
        let fixture = try GitFixture()
        try fixture.repository("shop")
        try fixture.git("worktree", "add", "-q", "../tree", in: "shop")
        try giveAway(fixture.path("shop"))
        try giveAway(fixture.path("tree"))
        #expect(try fixture.locate("shop").checkout?.branch == "main")
        #expect(try fixture.checkouts("tree").count == 2)
    }

    @Test(.enabled(if: isRoot, "giving files away takes root"))
    func mixedOwnersAreRefusedWithTheCommandToType() throws {
        let fixture = try GitFixture(folderName: "with space")
        try fixture.repository("shop")
        try giveAway(fixture.path("shop/.git"))
        let files = try #require(try GitFiles.find(from: fixture.path("shop")))
        let failure = #expect(throws: Failure.self) {
            try Ownership.check(files, settings: { [] })
        }
        #expect(failure?.code == "git.owner")
        #expect(
            failure?.hint?.hasSuffix(
                "git config --global --add safe.directory '\(fixture.path("shop"))'") == true)
        #expect(throws: Never.self) {
            try Ownership.check(files, settings: { [fixture.path("shop")] })
        }
        #expect(throws: Never.self) {
            try Repository.locate(from: fixture.path("shop"), by: .files)
        }
    }

    @Test func anotherUserIsRefused() throws {
        let fixture = try GitFixture()
        try fixture.repository("shop")
        let files = try #require(try GitFiles.find(from: fixture.path("shop")))
        #expect(throws: Never.self) { try Ownership.check(files) }
        #expect(throws: Failure.self) {
            try Ownership.check(files, userID: geteuid() + 1, settings: { [] })
        }
    }

    @Test func settingsAreReadInOrder() throws {
        let fixture = try GitFixture()
        try fixture.write(
            "gitconfig", "[safe]\n\tdirectory = /a b\n\tdirectory =\n\tdirectory = *\n")
        let settings = Ownership.safeDirectories(file: fixture.path("gitconfig"))
        #expect(settings == ["/a b", "", "*"])
        #expect(Ownership.safeDirectories(file: fixture.path("broken/none")).isEmpty)
    }

    @Test(arguments: [
        ([], false), (["*"], true), (["/repo"], true), (["/repo/"], false), (["/rep"], false),
        (["*", ""], false), (["", "/repo"], true), (["/*"], true), (["/re/*"], false),
        (["/other", "/repo"], true),
    ])
    func safeDirectories(settings: [String], isSafe: Bool) {
        #expect(Ownership.isSafe("/repo", settings: settings) == isSafe)
    }

    @Test func safeDirectoryThroughALink() throws {
        let fixture = try GitFixture()
        try FileSystem.createDirectories(fixture.path("real"))
        try FileSystem.replaceLink(fixture.path("link"), target: "real")
        #expect(
            Ownership.isSafe(fixture.path("real"), settings: ["", fixture.path("link/")]))
    }

    private func giveAway(_ path: String) throws {
        try checked("lchown", path) { lchown(path, Self.stranger, Self.stranger) }
        guard try FileSystem.status(path, followLinks: false).isDirectory else { return }
        for name in try FileSystem.list(path) { try giveAway(Path.join(path, name)) }
    }
}
