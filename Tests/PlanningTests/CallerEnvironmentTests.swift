import Planning
import Supervision
import Testing
import Vocabulary

struct CallerEnvironmentTests {
    @Test(arguments: [
        "TERM", "TERM_PROGRAM", "SSH_AUTH_SOCK", "DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_ID",
        "WINDOWID", "SHLVL", "PWD", "OLDPWD", "_", "TMUX", "TMUX_PANE", "CLAUDECODE",
    ])
    func sessionVariablesStayWithTheSession(name: String) {
        let environment = [name: "x", "KEPT": "y"]
        #expect(CallerEnvironment(environment, project: "s/main").passed == ["KEPT": "y"])
        let kept = CallerEnvironment(environment, keepsSession: true, project: "s/main")
        #expect(kept.passed == environment)
    }

    @Test func whatAnotherProjectProjectedIsDroppedAndTold() {
        let environment = [
            "ENVCTL_SCOPE": "shop-1", "ENVCTL_PROJECT": "login", "ENVCTL_RUN": "r",
            "ENVCTL_PROJECTED": "DATABASE_URL:PGHOST:GONE", "DATABASE_URL": "postgres://other",
            "PGHOST": "127.0.0.1", "PORT": "20001", "HOME": "/h",
        ]
        let caller = CallerEnvironment(environment, project: "shop-1/main")
        #expect(caller.passed == ["HOME": "/h"])
        #expect(caller.dropped == ["DATABASE_URL", "PGHOST"])
    }

    @Test func ourOwnProjectionIsNoNews() {
        let environment = [
            "ENVCTL_SCOPE": "shop-1", "ENVCTL_PROJECT": "main", "ENVCTL_PROJECTED": "PGHOST",
            "PGHOST": "127.0.0.1",
        ]
        let caller = CallerEnvironment(environment, project: "shop-1/main")
        #expect(caller.passed.isEmpty)
        #expect(caller.dropped.isEmpty)
    }

    @Test func aVariableThatNobodyProjectedStays() {
        let caller = CallerEnvironment(["DATABASE_URL": "mine"], project: "s/main")
        #expect(caller.passed == ["DATABASE_URL": "mine"])
    }

    @Test func ofARecordedLaunchOnlyTheCallersPartIsKept() throws {
        let spec = LaunchSpec(
            component: ComponentID(unchecked: "api"), kind: .service, program: "/bin/api",
            arguments: ["api"],
            environment: [
                "PATH=/old/bin", "LANG=C", "MINE=a=b", "API_URL=http://old", "KEY=file",
                "PGHOST=127.0.0.1", "PORT=20001", "PORT_ADMIN=20002", "PORT_OF_MINE=1",
                "ENVCTL_RUN=r", "ENVCTL_PROJECTED=PGHOST",
            ],
            directory: "/", log: "/log",
            ports: [
                PortBinding(resource: "main", port: try #require(Port(20_001))),
                PortBinding(resource: "admin", port: try #require(Port(20_002))),
            ],
            ready: .alive(milliseconds: 1),
            fingerprint: Fingerprint([
                ("caller.PATH", "1"), ("env.API_URL", "2"), ("env_file.KEY", "3"),
                ("projection.PGHOST", "4"), ("command", "5"),
            ]))
        let caller = CallerEnvironment(recordedIn: spec)
        #expect(
            caller.passed == [
                "PATH": "/old/bin", "LANG": "C", "MINE": "a=b", "PORT_OF_MINE": "1",
            ])
    }
}
