import Glibc
import Platform
import Testing
import Vocabulary

@testable import Worktrees

/// Repositories as newer gits make them, made by hand: the git here may know none of them.
@Suite struct ExtensionTests {
    static let settings = [
        "relativeWorktrees = true", "worktreeConfig = true", "objectFormat = sha256",
        "refStorage = files", "partialClone = origin", "preciousObjects = true",
        "compatObjectFormat = sha1",
    ]

    @Test(arguments: settings)
    func knownExtensions(setting: String) throws {
        let fixture = try Self.make(setting)
        #expect(try fixture.locate("shop").checkout?.branch == "main")
        #expect(try fixture.locate("tree").checkout?.branch == "tree")
        #expect(try fixture.checkouts("tree").map(\.exists) == [true, true])
    }

    @Test func repositoryOfSHA256() throws {
        let fixture = try GitFixture()
        try fixture.git("init", "-q", "--object-format=sha256", "shop")
        try fixture.git("commit", "-q", "--allow-empty", "-m", "first", in: "shop")
        try fixture.git("worktree", "add", "-q", "../tree", in: "shop")
        #expect(try fixture.checkouts("tree").map(\.branch) == ["main", "tree"])
    }

    @Test func relativeLinks() throws {
        let fixture = try Self.make("relativeWorktrees = true")
        let identity = try #require(try fixture.locate("tree").checkout).identity
        try fixture.write("shop/.git/worktrees/tree/gitdir", "../../../../tree/.git\n")
        try fixture.write("tree/.git", "gitdir: ../shop/.git/worktrees/tree\n")
        let checkouts = try fixture.checkouts("tree")
        #expect(checkouts.map(\.path) == [fixture.path("shop"), fixture.path("tree")])
        #expect(checkouts.map(\.exists) == [true, true])
        #expect(checkouts.last?.identity == identity)
        // Both move together, which is what such links are for.
        try FileSystem.createDirectories(fixture.path("elsewhere"))
        try fixture.rename("shop", "elsewhere/shop")
        try fixture.rename("tree", "elsewhere/tree")
        #expect(try fixture.checkouts("elsewhere/tree").map(\.exists) == [true, true])
    }

    /// With reftable the file HEAD is a dummy, and git has to be asked. A program stands for a git
    /// that is new enough.
    @Test func branchOfReftableComesFromGit() throws {
        let fixture = try Self.make("refStorage = reftable")
        try fixture.write("shop/.git/HEAD", "ref: refs/heads/.invalid\n")
        try fixture.write(
            "bin/git",
            """
            #!/bin/sh
            test -z "$GIT_DIR" && test "$4" = '\(fixture.path("shop/.git"))' &&
            test "$5 $7" = 'symbolic-ref HEAD' && echo refs/heads/from/table
            """)
        try checked("chmod", "git") { chmod(fixture.path("bin/git"), 0o755) }
        let environment = ["PATH": fixture.path("bin"), "GIT_DIR": "/elsewhere"]
        let location = try Repository.locate(from: fixture.path("shop"), environment: environment)
        #expect(location.checkout?.branch == "from/table")
        // A git that can't tell costs the branch and nothing else.
        try fixture.write("bin/git", "#!/bin/sh\nexit 128\n")
        let unknown = try Repository.locate(from: fixture.path("shop"), environment: environment)
        #expect(unknown.scope == location.scope)
        #expect(unknown.checkout != nil)
        #expect(unknown.checkout?.branch == nil)
    }

    @Test func unknownExtensionFailsButNotForFiles() throws {
        let fixture = try Self.make("fromTheFuture = true")
        let failure = #expect(throws: Failure.self) {
            try Repository.locate(from: fixture.path("tree"))
        }
        #expect(failure?.code == "git.unreadable")
        #expect(failure?.causes.first?.contains("fromthefuture") == true)
        let location = try Repository.locate(from: fixture.path("tree"), by: .files)
        #expect(location.checkout?.branch == "tree")
        #expect(try location.checkouts(by: .files).count == 2)
    }

    @Test func brokenSettingsFailButNotForFiles() throws {
        let fixture = try Self.make("worktreeConfig = true")
        try fixture.write("shop/.git/config", "[core\n")
        let failure = #expect(throws: Failure.self) {
            try Repository.locate(from: fixture.path("shop"))
        }
        #expect(failure?.code == "git.unreadable")
        #expect(try Repository.locate(from: fixture.path("shop"), by: .files).checkout != nil)
    }

    /// A repository `shop` with a worktree `tree`, of format version 1 with one extension.
    private static func make(_ setting: String) throws -> GitFixture {
        let fixture = try GitFixture()
        try fixture.repository("shop")
        try fixture.git("worktree", "add", "-q", "../tree", in: "shop")
        try fixture.git("config", "core.repositoryFormatVersion", "1", in: "shop")
        try fixture.append("shop/.git/config", "[extensions]\n\t\(setting)\n")
        return fixture
    }
}
