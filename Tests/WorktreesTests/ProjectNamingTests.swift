import Digests
import Testing
import Vocabulary

@testable import Worktrees

@Suite struct ProjectNamingTests {
    private static let identity = "/r/.git/worktrees/x"
    private static let hash = SHA256.hex(of: identity).prefix(6)

    @Test(arguments: [
        ("feature/login", "feature-login"), ("with space", "with-space"), ("fix-🐛", "fix"),
        ("🐛", "tree"), ("-x", "x"), (".hidden", "hidden"), ("v1.2", "v1.2"),
        ("main", "main-\(hash)"), ("trees", "trees-\(hash)"), ("mainline", "mainline"),
    ])
    func fromTheBranch(branch: String, name: String) {
        let checkout = Checkout(path: "/r/folder", identity: Self.identity, branch: branch)
        #expect(ProjectNaming.name(for: checkout, taken: [:]).rawValue == name)
    }

    @Test func mainWorktreeIsMainOnWhateverBranch() {
        let checkout = Checkout(
            path: "/r", identity: "/r/.git", branch: "feature/x", isMain: true)
        #expect(ProjectNaming.name(for: checkout, taken: [:]) == .main)
        let inner = ProjectNaming.name(for: checkout, subfolder: "docs/examples/shop", taken: [:])
        #expect(inner.rawValue == "main.docs-examples-shop")
    }

    @Test func detachedTakesTheFolder() {
        let checkout = Checkout(path: "/r/My Folder", identity: Self.identity)
        #expect(ProjectNaming.name(for: checkout, taken: [:]).rawValue == "My-Folder")
    }

    @Test func aNameIsKept() {
        let checkout = Checkout(path: "/r/x", identity: Self.identity, branch: "new")
        let taken: [ProjectName: String] = [ProjectName(unchecked: "old"): Self.identity]
        #expect(ProjectNaming.name(for: checkout, taken: taken).rawValue == "old")
        let inner = ProjectNaming.name(for: checkout, subfolder: "api", taken: taken)
        #expect(inner.rawValue == "old.api")
        let sibling = ProjectNaming.name(
            for: checkout, subfolder: "web",
            taken: [ProjectName(unchecked: "old.v1.api"): Self.identity + "#api"])
        #expect(sibling.rawValue == "old.v1.web")
    }

    @Test func equalSafeNamesGetAHash() {
        let first = Checkout(path: "/r/1", identity: "/r/.git/worktrees/1", branch: "a/b")
        let second = Checkout(path: "/r/2", identity: "/r/.git/worktrees/2", branch: "a-b")
        var taken: [ProjectName: String] = [:]
        for checkout in [first, second] {
            taken[ProjectNaming.name(for: checkout, taken: taken)] = checkout.identity
        }
        let hash = SHA256.hex(of: second.identity).prefix(6)
        #expect(taken.keys.sorted().map(\.rawValue) == ["a-b", "a-b-\(hash)"])
        // Subfolders whose safe names are equal, too.
        let one = ProjectNaming.name(for: first, subfolder: "x/y", taken: taken)
        taken[one] = first.identity(subfolder: "x/y")
        let two = ProjectNaming.name(for: first, subfolder: "x.y", taken: taken)
        #expect(one.rawValue == "a-b.x-y")
        #expect(two.rawValue.hasPrefix("a-b.x-y-"))
    }

    @Test func longNamesAreBoundedAndDiffer() {
        let long = String(repeating: "long/", count: 40)
        let names = ["1", "2"].map { end in
            ProjectNaming.name(
                for: Checkout(
                    path: "/r/x", identity: "/r/.git/worktrees/\(end)", branch: long + end),
                taken: [:]
            ).rawValue
        }
        #expect(names[0] != names[1])
        #expect(names.allSatisfy { $0.utf8.count <= ProjectNaming.limit })
        #expect(names.allSatisfy { $0.hasPrefix("long-long-") })
    }

    @Test func projectInASubfolder() throws {
        let fixture = try GitFixture()
        try fixture.repository("shop")
        try fixture.write("shop/docs/app/envctl.yaml", "version: 1\n")
        let location = try fixture.locate("shop/docs/app")
        let root = try location.project(configuredIn: fixture.path("shop/docs/app"))
        #expect(root.subfolder == "docs/app")
        #expect(root.identity == fixture.path("shop/.git") + "#docs/app")
        #expect(try location.project(configuredIn: nil).subfolder == nil)
        #expect(try location.project(configuredIn: fixture.path("shop")).subfolder == nil)
        #expect(throws: Failure.self) { try location.project(configuredIn: fixture.folder) }
    }
}
