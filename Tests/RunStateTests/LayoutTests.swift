import Glibc
import Platform
import Testing
import Vocabulary

@testable import RunState

@Suite struct RootsTests {
    private func host(_ environment: [String: String], uid: UInt32 = 1000) -> Host {
        Host(environment: environment, directory: "/src", userID: uid)
    }

    @Test func ownVariablesWinThenXDGThenHome() throws {
        let own = try StateRoots(
            host: host(["ENVCTL_STATE_DIR": "s", "XDG_STATE_HOME": "/x", "HOME": "/home/a"]))
        #expect(own.state == "/src/s")
        #expect(own.cache == "/home/a/.cache/envctl")
        let xdg = try StateRoots(
            host: host(["XDG_STATE_HOME": "/x", "XDG_CACHE_HOME": "rel", "HOME": "/home/a"]))
        #expect(xdg.state == "/x/envctl")
        #expect(xdg.cache == "/home/a/.cache/envctl")
        #expect(xdg.runtime == "/tmp/envctl-1000")
    }

    @Test func rootHasItsOwnDefaults() throws {
        let roots = try StateRoots(
            host: host(["XDG_RUNTIME_DIR": "/run/user/0", "HOME": "/root"], uid: 0))
        #expect(roots.state == "/var/lib/envctl")
        #expect(roots.runtime == "/run/envctl")
        #expect(roots.cache == "/var/cache/envctl")
    }

    @Test func withoutAHomeTheErrorNamesTheVariable() {
        #expect { try StateRoots(host: host([:])) } throws: {
            Failure($0).code == "state.no_home"
                && Failure($0).hint?.contains("ENVCTL_STATE_DIR") == true
        }
    }

    @Test(arguments: [(false, 0o700), (true, 0o711)])
    func rootsAreMadeWithTheirMode(isRoot: Bool, mode: FileMode) throws {
        let state = try TemporaryState(isRoot: isRoot)
        try state.layout.prepare()
        for path in [state.layout.roots.state, state.layout.roots.cache, state.layout.scopes] {
            #expect(try FileSystem.status(path).permissions == mode, "\(path)")
        }
    }

    @Test func aFolderThatOthersMayWriteIsRefused() throws {
        let state = try TemporaryState()
        try state.layout.prepare()
        chmod(state.layout.roots.state, 0o770)
        #expect { try state.layout.roots.verify() } throws: {
            Failure($0).code == "state.writable_by_others"
        }
    }

    @Test func aFolderOfAnotherUserIsRefused() throws {
        let state = try TemporaryState()
        var roots = state.layout.roots
        // As root we make one of another; else root's own will do.
        roots.state = geteuid() == 0 ? state.folder + "/foreign" : "/usr"
        if geteuid() == 0 {
            try FileSystem.createDirectories(roots.state)
            chown(roots.state, 12_345, 12_345)
        }
        #expect { try roots.verify() } throws: { Failure($0).code == "state.foreign_owner" }
    }

    @Test func aRootThatCantBeMadeIsToldWithTheVariable() throws {
        let state = try TemporaryState()
        var roots = state.layout.roots
        roots.runtime = "/proc/no/such/place"
        #expect {
            try roots.prepare()
        } throws: {
            let failure = Failure($0)
            return failure.code == "state.no_folder" && failure.location == roots.runtime
                && failure.hint?.contains("ENVCTL_RUNTIME_DIR") == true
        }
    }

    @Test func nfsIsRefusedWithTheReason() throws {
        let state = try TemporaryState()
        try state.layout.prepare()
        #expect { try state.layout.roots.verify(isOnNFS: { _ in true }) } throws: {
            Failure($0).code == "state.on_nfs"
        }
        try state.layout.roots.verify()
    }
}

@Suite struct LayoutTests {
    private func project(_ identity: String = "/src/shop/.git") -> Project {
        Project(
            scope: Samples.scope, name: .main, identity: identity, root: "/src/shop",
            worktree: "/src/shop")
    }

    @Test func namesAreThoseOfTheContract() throws {
        let state = try TemporaryState()
        let root = state.layout.roots.state
        let scope = state.layout.scope(Samples.scope)
        #expect(scope.record == "\(root)/scopes/shop-0123456789ab/scope.json")
        #expect(scope.run(Samples.run).launch.hasSuffix("/runs/\(Samples.run)/launch.json"))
        let project = scope.project(.main)
        let api = ComponentID(unchecked: "api")
        #expect(project.data(api) == scope.folder + "/projects/main/data/api")
        #expect(project.dataLock(api) == scope.folder + "/projects/main/data/api.lock")
        #expect(project.log(api) == scope.folder + "/projects/main/logs/api.log")
        #expect(try state.contents().isEmpty)
    }

    @Test func accountsPassToTheirDataAndSeeNothingElse() throws {
        let state = try TemporaryState(isRoot: true)
        try state.layout.prepare()
        let scope = state.layout.scope(Samples.scope)
        try scope.prepare()
        try scope.project(.main).prepare()
        let modes = try [scope.folder, scope.project(.main).dataFolder, scope.runs].map {
            try FileSystem.status($0).permissions
        }
        #expect(modes == [0o711, 0o711, 0o700])
        #expect(try FileSystem.status(scope.project(.main).logs).permissions == 0o700)
    }

    @Test func socketsAreShortWhateverTheWorktreeIsCalled() throws {
        let roots = StateRoots(
            state: "/s", runtime: "/run/user/1000/envctl", cache: "/c", isRoot: false)
        let long = String(repeating: "x", count: 300)
        let sockets = try SocketLayout(roots, project: project("/src/\(long)/.git"))
        let component = sockets.component(ComponentID(unchecked: String(long.prefix(40))))
        #expect((component + "/.s.PGSQL.65535").utf8.count < 100)
        #expect(sockets.supervisor.utf8.count < 100)
        #expect(sockets.folder.hasPrefix("/run/user/1000/envctl/0123456789ab/"))
        #expect(try SocketLayout(roots, project: project()).folder != sockets.folder)
    }

    @Test func aRuntimeFolderThatIsTooLongIsAnError() {
        let roots = StateRoots(
            state: "/s", runtime: "/" + String(repeating: "r", count: 60), cache: "/c",
            isRoot: false)
        #expect { try SocketLayout(roots, project: project()) } throws: {
            Failure($0).hint?.contains("ENVCTL_RUNTIME_DIR") == true
        }
    }

    @Test func fnvIsTheKnownOne() {
        #expect(FNV1a("").hex == "cbf29ce484222325")
        #expect(FNV1a("foobar").hex == "85944171f73967e8")
    }
}
