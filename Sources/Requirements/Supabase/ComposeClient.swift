import Platform
import Vocabulary

/// The program that runs compose projects: `docker compose` (version 2), else `docker-compose`.
struct ComposeClient: Sendable, Equatable {
    /// Absolute path.
    var program: String
    /// What comes before every other argument, without `argv[0]`.
    var prefix: [String]

    /// Asks `docker` for its plugin: 30 ms, and only where a stack is about to be planned.
    ///
    /// - Throws: `compose.missing` that says how to get one.
    init(_ engine: DockerEngine, _ host: Host, component: ComponentID) throws {
        // A client that can't run it has no plugin.
        let plugin = try? engine.run(["compose", "version", "--short"], timeout: 10_000)
        if plugin?.isSuccess == true {
            self.init(program: engine.program, prefix: ["compose"])
        } else if let program = host.find("docker-compose") {
            self.init(program: program, prefix: [])
        } else {
            let packages = InstallAdvice.Packages(
                apt: "docker-compose", dnf: "docker-compose", pacman: "docker-compose",
                apk: "docker-cli-compose", brew: "docker-compose")
            throw Failure(
                "compose.missing", "there is neither 'docker compose' nor 'docker-compose'",
                at: "requirement '\(component)'",
                because: ["a Supabase is a compose project of several containers"],
                hint: InstallAdvice.make(packages, host: host)?.text
                    ?? "install Docker's compose plugin")
        }
    }

    init(program: String, prefix: [String]) {
        self.program = program
        self.prefix = prefix
    }

    /// As a resolution carries it.
    init(_ resolution: RequirementResolution) throws(Failure) {
        guard let program = resolution.program else {
            throw Failure("requirement.unresolved", "no compose program was chosen")
        }
        self.init(program: program, prefix: resolution.arguments)
    }
}
