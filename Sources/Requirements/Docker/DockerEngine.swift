import Glibc
import Platform
import Vocabulary

/// A Docker engine as the user's own `docker` reaches it: contexts, credentials and remote engines
/// work as they were set up.
struct DockerEngine: Sendable, Equatable {
    /// Absolute path of the client.
    var program: String
    /// The caller's: it names the engine, and where the client keeps its settings.
    var environment: [String: String]
    /// As `Host.patience`.
    private var patience: Int?
    /// What needs it runs in containers only.
    private var isOnlyWay: Bool

    /// The variables that decide which engine the client talks to, and how.
    private static let variables = ["HOME", "PATH", "SSH_AUTH_SOCK", "XDG_RUNTIME_DIR"]

    /// - Throws: `docker.client_missing`.
    init(_ host: Host, component: ComponentID, isOnlyWay: Bool = false) throws(Failure) {
        guard let program = host.find("docker") else {
            throw Failure(
                "docker.client_missing", "the program 'docker' is not on PATH",
                at: "requirement '\(component)'",
                hint: isOnlyWay ? "install it" : "install it, or set 'backend: native'")
        }
        self.program = program
        patience = host.patience
        self.isOnlyWay = isOnlyWay
        environment = host.environment.filter { name, _ in
            Self.variables.contains(name) || name.hasPrefix("DOCKER_")
        }
    }

    /// Milliseconds until an engine that says nothing counts as not there.
    private static let longest = 10_000

    /// What the engine calls itself: `20.10.24`.
    ///
    /// - Throws: `docker.unreachable`, `docker.permission_denied`, with what the client said.
    func version() throws -> String {
        let result = try run(["version", "--format", "{{.Server.Version}}"], timeout: Self.longest)
        if result.isSuccess, let version = lines(of: result).last, !version.isEmpty {
            return version
        }
        throw unreachable(result)
    }

    /// The socket is asked, not the client's words: they differ from version to version.
    func unreachable(_ result: Subprocess.Result) -> Failure {
        // A client that says nothing would say nothing again.
        let endpoint = result.timedOut ? named ?? Self.usual : endpoint()
        let said = result.timedOut ? silence : lastLines(of: text(of: result))
        if let socket = DockerEndpoint.socket(endpoint), FileSystem.exists(socket),
            access(socket, W_OK) != 0
        {
            return Failure(
                "docker.permission_denied", "this user may not talk to the Docker engine",
                at: endpoint, because: [said],
                hint: "sudo usermod -aG docker \"$USER\", then log in anew"
                    + (isOnlyWay ? "" : "; or set 'backend: native'"))
        }
        return Failure(
            "docker.unreachable", "the Docker engine does not answer", at: endpoint,
            because: [said],
            hint: "see what 'docker info' says; start the engine"
                + (isOnlyWay ? "" : ", or set 'backend: native'"))
    }

    private var silence: String {
        "no answer within \(Double(min(Self.longest, patience ?? Self.longest)) / 1000) s"
    }

    private static let usual = "the local engine"

    private var named: String? { environment["DOCKER_HOST"].flatMap { $0.isEmpty ? nil : $0 } }

    /// Where the client finds its engine: `unix:///var/run/docker.sock`, `ssh://me@there`.
    func endpoint() -> String {
        if let named { return named }
        let format = "{{.Endpoints.docker.Host}}"
        // Only told to people and searched for a host's name; the default is a local socket.
        let answer = try? run(["context", "inspect", "--format", format], timeout: 5000)
        return answer.flatMap { $0.isSuccess ? lines(of: $0).first : nil } ?? Self.usual
    }

    /// Calls the client and gives its lines.
    ///
    /// - Parameter what: the work in words, for the error: `make the volume`.
    /// - Throws: `docker.failed` with the last lines of what the client said.
    @discardableResult
    func call(_ what: String, _ arguments: [String]) throws -> [String] {
        let result = try run(arguments, timeout: 60_000)
        if result.isSuccess { return lines(of: result) }
        throw failure(what, result)
    }

    func run(_ arguments: [String], timeout: Int) throws -> Subprocess.Result {
        var process = subprocess(arguments)
        process.mergesErrors = false
        process.timeout = min(timeout, patience ?? timeout)
        return try process.run()
    }

    func subprocess(_ arguments: [String]) -> Subprocess {
        Subprocess(program, arguments, environment: environment, directory: "/")
    }

    func failure(_ what: String, _ result: Subprocess.Result) -> Failure {
        Failure(
            "docker.failed", "docker could not \(what)", at: endpoint(),
            because: [
                result.timedOut
                    ? "no answer in time" : lastLines(of: text(of: result))
            ].filter { !$0.isEmpty },
            hint: "see what 'docker info' says")
    }

    private func text(of result: Subprocess.Result) -> String {
        result.errorOutput.isEmpty
            ? result.text : String(decoding: result.errorOutput, as: UTF8.self)
    }

    func lines(of result: Subprocess.Result) -> [String] {
        result.text.split(separator: "\n").map { String($0) }
    }
}
