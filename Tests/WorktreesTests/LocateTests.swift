import Digests
import Platform
import Testing
import Vocabulary

@testable import Worktrees

@Suite struct LocateTests {
    @Test func mainAndLinkedWorktreesShareAScope() throws {
        let fixture = try GitFixture()
        try fixture.repository("shop")
        try fixture.git("worktree", "add", "-q", "-b", "feature/login", "../login", in: "shop")
        try FileSystem.createDirectories(fixture.path("login/deep/er"))

        let main = try fixture.locate("shop")
        let linked = try fixture.locate("login/deep/er")

        let common = fixture.path("shop/.git")
        #expect(main.scope == Scope(commonDirectory: common, isGit: true))
        #expect(main.scope.id.rawValue == "shop-" + SHA256.hex(of: common).prefix(12))
        #expect(linked.scope == main.scope)
        #expect(
            main.checkout
                == Checkout(
                    path: fixture.path("shop"), identity: common, branch: "main", isMain: true))
        #expect(
            linked.checkout
                == Checkout(
                    path: fixture.path("login"), identity: common + "/worktrees/login",
                    branch: "feature/login"))
        #expect(
            try fixture.checkouts("login")
                == [main.checkout, linked.checkout].compactMap { $0 })
    }

    @Test func bareRepositoryWithSiblings() throws {
        let fixture = try GitFixture()
        try fixture.repository("origin")
        try fixture.git("clone", "-q", "--bare", "origin", "shop.git")
        try fixture.git("worktree", "add", "-q", "../main", in: "shop.git")
        try fixture.git("worktree", "add", "-q", "-b", "other", "../other", in: "shop.git")

        let bare = try fixture.locate("shop.git/refs")
        #expect(bare.checkout == nil)
        #expect(bare.scope.id.rawValue.hasPrefix("shop-"))
        #expect(throws: Failure.self) { try bare.project(configuredIn: nil) }
        let sibling = try fixture.locate("main")
        #expect(sibling.scope == bare.scope)
        #expect(sibling.checkout?.isMain == false)
        #expect(try fixture.checkouts("shop.git").map(\.branch) == ["main", "other"])
    }

    @Test(arguments: [false, true])
    func hiddenBareRepository(usesWorktreeSettings: Bool) throws {
        let fixture = try GitFixture()
        try fixture.repository("origin")
        try fixture.git("clone", "-q", "--bare", "origin", "shop/.bare")
        try fixture.write("shop/.git", "gitdir: ./.bare\n")
        if usesWorktreeSettings {
            try fixture.git("config", "extensions.worktreeConfig", "true", in: "shop/.bare")
            try fixture.git("config", "core.repositoryFormatVersion", "1", in: "shop/.bare")
            try fixture.git("config", "--unset", "core.bare", in: "shop/.bare")
            try fixture.write("shop/.bare/config.worktree", "[core]\n\tbare = true\n")
        }
        try fixture.git("worktree", "add", "-q", "main", in: "shop")

        #expect(try fixture.locate("shop").checkout == nil)
        #expect(try fixture.locate("shop").scope.id.rawValue.hasPrefix("shop-"))
        #expect(try fixture.checkouts("shop/main").map(\.path) == [fixture.path("shop/main")])
    }

    @Test func innermostWorktreeWins() throws {
        let fixture = try GitFixture()
        try fixture.repository("shop")
        try fixture.git("worktree", "add", "-q", "-b", "in", ".trees/in", in: "shop")
        try fixture.git("worktree", "add", "-q", "-b", "inner", "inner", in: "shop/.trees/in")
        #expect(try fixture.locate("shop/.trees").checkout?.branch == "main")
        #expect(try fixture.locate("shop/.trees/in").checkout?.branch == "in")
        #expect(try fixture.locate("shop/.trees/in/inner").checkout?.branch == "inner")
        #expect(try fixture.checkouts("shop/.trees/in/inner").count == 3)
    }

    @Test func detachedHeadHasNoBranch() throws {
        let fixture = try GitFixture()
        try fixture.repository("shop")
        try fixture.git("worktree", "add", "-q", "--detach", "../loose", in: "shop")
        let checkout = try #require(try fixture.locate("loose").checkout)
        #expect(checkout.branch == nil)
    }

    @Test func switchKeepsTheIdentity() throws {
        let fixture = try GitFixture()
        try fixture.repository("shop")
        try fixture.git("worktree", "add", "-q", "-b", "one", "../tree", in: "shop")
        let before = try #require(try fixture.locate("tree").checkout)
        try fixture.git("switch", "-q", "-c", "two", in: "tree")
        let after = try #require(try fixture.locate("tree").checkout)
        #expect(after.identity == before.identity)
        #expect((before.branch, after.branch) == ("one", "two"))
    }

    @Test func movedByGit() throws {
        let fixture = try GitFixture()
        try fixture.repository("shop")
        try fixture.git("worktree", "add", "-q", "../tree", in: "shop")
        let before = try #require(try fixture.locate("tree").checkout)
        try fixture.git("worktree", "move", "../tree", "../moved", in: "shop")
        let after = try #require(try fixture.locate("moved").checkout)
        #expect(after.identity == before.identity)
        #expect(after.path == fixture.path("moved"))
    }

    @Test func movedByHandAndRepaired() throws {
        let fixture = try GitFixture()
        try fixture.repository("shop")
        try fixture.git("worktree", "add", "-q", "../tree", in: "shop")
        let identity = try #require(try fixture.locate("tree").checkout).identity
        try fixture.rename("tree", "moved")

        let fromMain = try fixture.checkouts("shop")
        #expect(fromMain.map(\.exists) == [true, false])
        let fromThere = try fixture.checkouts("moved")
        #expect(fromThere.map(\.path) == [fixture.path("shop"), fixture.path("moved")])
        #expect(fromThere.last?.identity == identity)

        try fixture.git("worktree", "repair", in: "moved")
        #expect(try fixture.checkouts("shop") == fromThere)
    }

    @Test func movedRepositoryIsNotTakenForNone() throws {
        let fixture = try GitFixture()
        try fixture.repository("shop")
        try fixture.git("worktree", "add", "-q", "../tree", in: "shop")
        try fixture.git("worktree", "add", "-q", "nested", in: "shop")
        try fixture.rename("shop", "store")
        for (folder, reader) in [
            ("tree", Repository.Reader.libgit2), ("tree", .files), ("store/nested", .libgit2),
        ] {
            let failure = #expect(throws: Failure.self) {
                try Repository.locate(from: fixture.path(folder), by: reader)
            }
            #expect(failure?.code == "git.broken_link")
            #expect(failure?.hint?.contains("git worktree repair") == true)
        }
        try fixture.git("worktree", "repair", "../tree", "nested", in: "store")
        #expect(try fixture.checkouts("tree").map(\.exists) == [true, true, true])
    }

    @Test func lockedAndGone() throws {
        let fixture = try GitFixture()
        try fixture.repository("shop")
        for name in ["a", "b", "c"] {
            try fixture.git("worktree", "add", "-q", "../\(name)", in: "shop")
        }
        try fixture.git("worktree", "lock", "--reason", "on a stick", "../a", in: "shop")
        try fixture.git("worktree", "lock", "../b", in: "shop")
        #expect(try fixture.locate("a").checkout?.isLocked == true)
        for name in ["b", "c"] { try FileSystem.removeTree(fixture.path(name)) }

        let trees = try fixture.checkouts("shop").dropFirst()
        #expect(trees.map(\.isLocked) == [true, true, false])
        #expect(trees.map(\.exists) == [true, false, false])
        #expect(trees.map(\.isPrunable) == [false, false, true])

        try fixture.git("worktree", "prune", in: "shop")
        #expect(try fixture.checkouts("shop").count == 3)
    }

    @Test func submoduleIsItsOwnRepository() throws {
        let fixture = try GitFixture()
        try fixture.repository("library")
        try fixture.repository("shop")
        try fixture.git("submodule", "--quiet", "add", fixture.path("library"), "lib", in: "shop")
        let parent = try fixture.locate("shop")
        let module = try fixture.locate("shop/lib")
        #expect(module.scope.commonDirectory == fixture.path("shop/.git/modules/lib"))
        #expect(module.scope.id.rawValue.hasPrefix("lib-"))
        #expect(module.scope != parent.scope)
        #expect(module.checkout?.isMain == true)
        try fixture.git("worktree", "add", "-q", "../../other", in: "shop/lib")
        let seen = try fixture.checkouts("other")
        #expect(seen.map(\.path) == [fixture.path("shop/lib"), fixture.path("other")])
        #expect(try fixture.checkouts("shop").count == 1)
    }

    @Test func separateGitDirectory() throws {
        let fixture = try GitFixture()
        try fixture.git("init", "-q", "--separate-git-dir", "store.git", "shop")
        let location = try fixture.locate("shop")
        #expect(location.scope.id.rawValue.hasPrefix("store-"))
        #expect(location.checkout?.isMain == true)
        #expect(location.checkout?.branch == "main")
    }

    @Test func folderWithoutGit() throws {
        let fixture = try GitFixture()
        try FileSystem.createDirectories(fixture.path("plain/app/sub"))
        // An empty `.git` is no repository, as git itself sees it.
        try FileSystem.createDirectories(fixture.path("plain/app/.git"))
        let location = try fixture.locate("plain/app/sub")
        #expect(!location.scope.isGit)
        #expect(try fixture.checkouts("plain/app/sub").map(\.path) == [location.folder])

        let root = try location.project(configuredIn: fixture.path("plain/app"))
        #expect(root.scope == (try fixture.locate("plain/app")).scope)
        #expect(root.scope.id.rawValue.hasPrefix("app-"))
        #expect(root.checkout.isMain)
        #expect(root.path == fixture.path("plain/app"))
        #expect(root.identity == fixture.path("plain/app"))
    }

    @Test func missingFolderIsNamed() throws {
        let failure = #expect(throws: Failure.self) {
            try Repository.locate(from: "/nowhere/at all")
        }
        #expect(failure?.code == "folder.missing")
        #expect(failure?.location == "/nowhere/at all")
    }

    @Test func copiedWorktreeIsRefused() throws {
        let fixture = try GitFixture()
        try fixture.repository("shop")
        try fixture.git("worktree", "add", "-q", "../tree", in: "shop")
        try fixture.write("copy/.git", FileSystem.readText(fixture.path("tree/.git")))
        let failure = #expect(throws: Failure.self) {
            try Repository.locate(from: fixture.path("copy"))
        }
        #expect(failure?.code == "worktree.copied")
        #expect(try fixture.locate("tree").checkout?.path == fixture.path("tree"))
    }
}
