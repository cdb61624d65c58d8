import Configuration
import Platform
import Vocabulary

/// How a running server of ours is worked on: where it lives decides.
protocol PostgresReach: Sendable {
    /// A session of the project's own role, which may do all.
    func client(database: String) throws -> PostgresClient

    /// Runs one of the server's programs on the server.
    ///
    /// - Throws: `data.dump_failed` with what it said.
    func run(_ what: String, _ name: String, _ arguments: [String], _ file: DumpFile) throws
}

/// A file of ours that a program reads or writes.
enum DumpFile: Sendable {
    case input(String)
    case output(String)

    /// The program with its standard input or output on the file.
    func process(
        _ program: String, _ arguments: [String], environment: [String: String]
    ) -> Subprocess {
        let text =
            switch self {
            case .input: "exec \"$@\" <\"$0\""
            case .output: "exec \"$@\" >\"$0\""
            }
        return Subprocess(
            "/bin/sh", ["-c", text, path, program] + arguments, environment: environment,
            directory: "/")
    }

    func run(_ what: String, at place: String, _ process: Subprocess) throws {
        let result = try process.run()
        if result.isSuccess { return }
        let lines = lastLines(of: result.text).split(separator: "\n")
            .map { PostgresAdapter.named(String($0), fedWith: path) }
        throw Failure(
            "data.dump_failed", "could not \(what); the data is as it was", at: place,
            because: lines.isEmpty ? [] : [lines.joined(separator: "\n")])
    }

    private var path: String {
        switch self {
        case .input(let path), .output(let path): path
        }
    }
}

/// A native server, through its private socket.
struct PostgresFolderReach: PostgresReach {
    private let instance: RequirementInstance
    private let server: PostmasterFile
    private let programs: String
    private let user: String

    /// - Throws: `data.not_running` where no server runs.
    init(_ instance: RequirementInstance) throws {
        self.instance = instance
        guard try DataLock.isHeld(instance.paths.dataLock),
            let program = instance.resolution.program
        else {
            throw Failure(
                "data.not_running", "'\(instance.component)' does not run", at: instance.paths.data,
                because: ["the server itself reads and writes dumps"],
                hint: "envctl start \(instance.component)")
        }
        server = try PostmasterFile(in: instance.dataFolder)
        programs = Path.parent(program)
        user = instance.value("user")?.string ?? "app"
    }

    private var folder: String { server.sockets ?? instance.paths.sockets }

    func client(database: String) throws -> PostgresClient {
        let owner = instance.account?.userID ?? instance.host.userID
        let socket = Path.join(folder, ".s.PGSQL.\(server.port)")
        return try PostgresClient(
            try Connection.unix(socket, owner: owner, milliseconds: 120_000), user: user,
            database: database, password: nil)
    }

    func run(_ what: String, _ name: String, _ arguments: [String], _ file: DumpFile) throws {
        let beside = Path.join(programs, name)
        let path = instance.host.environment["PATH"]
        let found =
            FileSystem.isExecutable(beside)
            ? beside : Program.find(name, path: path, directory: "/")
        guard let found else {
            throw Failure("requirement.program_missing", "'\(name)' is not installed")
        }
        let process = file.process(
            found, ["-h", folder, "-p", "\(server.port)", "-U", user, "-w"] + arguments,
            environment: ["PATH": path ?? "/usr/bin:/bin", "LC_ALL": "C"])
        try file.run(what, at: found, process)
    }
}

/// A server in a container, with the programs that are there.
struct PostgresContainerReach: PostgresReach {
    private let container: DockerContainer
    private let access: PostgresAccess

    init(_ instance: RequirementInstance) throws {
        container = try DockerContainer(instance)
        access = try PostgresAccess(instance)
    }

    func client(database: String) throws -> PostgresClient {
        try PostgresClient(
            try Connection.tcp(access.host, access.port, milliseconds: 120_000),
            user: access.user, database: database, password: access.password)
    }

    func run(_ what: String, _ name: String, _ arguments: [String], _ file: DumpFile) throws {
        let words = ["exec", "--interactive", container.name, name, "-U", access.user, "-w"]
        let process = file.process(
            container.engine.program, words + arguments,
            environment: container.engine.environment)
        try file.run(what, at: container.name, process)
    }
}
