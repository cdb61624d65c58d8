import Glibc
import Platform
import Testing
import Vocabulary

@testable import Requirements

/// What happens where we are root; the others are asked elsewhere.
struct AccountTests {
    private let root = Host(environment: [:], directory: "/", userID: 0)

    @Test func notRoot() throws {
        let host = Host(environment: [:], directory: "/", userID: 1000)
        let account = try AccountChoice.account(
            configured: "postgres", projectRoot: "/", service: ["nobody"], host: host)
        #expect(account == nil)
    }

    @Test("root's own worktree goes to the service account")
    func serviceAccount() throws {
        let account = try AccountChoice.account(
            configured: nil, projectRoot: "/", service: ["no-such-account", "nobody"], host: root)
        #expect(account?.name == "nobody")
    }

    @Test("the owner of the worktree", .enabled(if: getuid() == 0))
    func owner() throws {
        let world = try World()
        let nobody = try #require(Account.named("nobody"))
        #expect(chown(world.path("project"), nobody.userID, nobody.groupID) == 0)
        let account = try AccountChoice.account(
            configured: nil, projectRoot: world.path("project"), service: [], host: root)
        #expect(account == nobody)
    }

    @Test(arguments: ["no-such-account", "root"])
    func refused(_ name: String) async throws {
        let failure = await expect(failing: "requirement.account") {
            try AccountChoice.account(
                configured: name, at: "envctl.yaml:3:5", projectRoot: "/", service: ["nobody"],
                host: root)
        }
        #expect(failure?.location == "envctl.yaml:3:5")
        #expect(failure?.hint?.contains("another 'account:'") == true)
    }

    @Test func none() async throws {
        await expect(failing: "requirement.account") {
            try AccountChoice.account(
                configured: nil, projectRoot: "/", service: ["no-such-account"], host: root)
        }
    }

    @Test("the first folder that stops the account is named, before anything is written")
    func blocked() async throws {
        let world = try World()
        let folder = world.path("state")
        #expect(chmod(folder, 0o700) == 0)
        let stranger = Account(name: "stranger", userID: 4_000_000, groupID: 4_000_000, groups: [])
        let failure = await expect(failing: "requirement.account_blocked") {
            try AccountChoice.check(stranger, reaches: [Path.join(folder, "p/data/postgres")])
        }
        #expect(failure?.location == folder)
        #expect(failure?.hint?.contains("chmod o+x '\(folder)'") == true)
        #expect(try FileSystem.list(folder).isEmpty)
    }
}
