import Events
import Glibc
import Platform
import Supervision
import Vocabulary

/// The modes of the binary: `run` is the supervisor; `exec`, `copy` and `sync` are helpers that
/// become an account; `spare` makes a spare and `flush` flushes a copy by them.
package enum SupervisorMain {
    /// - Returns: the exit code.
    package static func main(_ arguments: [String]) -> Int32 {
        switch arguments.dropFirst().first {
        case "run": return run(Array(arguments.dropFirst(2)))
        case "exec": return ExecMode.run(Array(arguments.dropFirst(2)))
        case "copy": return CopyMode.copy(Array(arguments.dropFirst(2)))
        case "sync": return CopyMode.sync(Array(arguments.dropFirst(2)))
        case "spare": return SpareMode.run(arguments)
        case "flush": return FlushMode.run(arguments)
        case "measure": return MeasureMode.run()
        case "--version":
            print(ProductVersion.current)
            return 0
        default:
            complain(
                "usage: envctl-supervisor run|exec|copy|sync|spare|flush (started by envctl, not by hand)"
            )
            return 1
        }
    }

    private static func run(_ arguments: [String]) -> Int32 {
        // Whoever became this program in place has no launcher.
        let answer = descriptor("--ready-fd", arguments).map { Descriptor($0) }
        do {
            // Before anything else: whatever comes is for the loop.
            let signals = try SignalDescriptor([
                SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SupervisorClient.remakeSignal,
            ])
            let start = try configuration(descriptor("--config-fd", arguments) ?? 3)
            watchForCrashes(start)
            let inherited = try inheritance(arguments, start)
            let lock =
                try inherited?.lock ?? FileLock.attempt(start.lock, note: "supervisor")
            guard let lock else { throw held(start) }
            try prepare(start)
            let kernel = try KernelInstance.current(
                environment: (try Host.current()).environment)
            let supervisor = try Supervisor(
                start, signals: signals, kernel: kernel, lock: lock,
                listener: inherited?.listener)
            if let answer {
                tell(["ok": true, "pid": JSON(Int(getpid()))], answer)
                try supervisor.watchLauncher(answer)
            }
            CrashWatch.provoke(
                try Host.current().environment["ENVCTL_TEST_CRASH"], in: "supervisor")
            try supervisor.run()
            withExtendedLifetime(lock) {}
            return 0
        } catch {
            if let answer { tell(["error": Failure(error).json], answer) }
            complain(Failure(error).json.compact)
            return 1
        }
    }

    private static func watchForCrashes(_ start: SupervisorStart) {
        var state = start.projectFolder  // `<state>/scopes/<scope>/projects/<project>`
        for _ in 0..<4 { state = Path.parent(state) }
        CrashWatch.begin(
            folder: CrashReport.folder(belowState: state), program: "envctl-supervisor",
            version: ProductVersion.current, command: "run")
    }

    private static func inheritance(
        _ arguments: [String], _ start: SupervisorStart
    ) throws -> Inheritance? {
        guard let lock = descriptor(Inheritance.lockFlag, arguments),
            let listener = descriptor(Inheritance.listenerFlag, arguments)
        else { return nil }
        return try Inheritance(lock: lock, listener: listener, start)
    }

    private static func configuration(_ raw: Int32) throws -> SupervisorStart {
        let pipe = Descriptor(raw)
        let bytes = try FileSystem.read(descriptor: pipe.raw, subject: "configuration")
        return try SupervisorStart(json: try JSON.parse(bytes))
    }

    /// Our own mark goes: it would be everyone's who has none.
    private static func prepare(_ start: SupervisorStart) throws {
        try Mark.clear()
        try Reaping.becomeSubreaper()
        try FileSystem.createDirectories(start.socketFolder, mode: 0o700)
        umask(0o077)
    }

    private static func held(_ start: SupervisorStart) -> Failure {
        Failure(
            "supervisor.running", "a supervisor of this project is already at work",
            at: start.lock, because: [FileLock.holder(of: start.lock)],
            hint: "see `envctl status`")
    }

    private static func descriptor(_ flag: String, _ arguments: [String]) -> Int32? {
        guard let index = arguments.firstIndex(of: flag), index + 1 < arguments.count else {
            return nil
        }
        return Int32(arguments[index + 1])
    }

    /// One line to whoever started us.
    private static func tell(_ answer: JSON, _ pipe: Descriptor) {
        // Whoever started us has gone: then nobody wants to know.
        try? FileSystem.write(Array((answer.compact + "\n").utf8), to: pipe.raw, subject: "answer")
    }

    private static func complain(_ text: String) {
        // Standard error is the last place there is.
        try? FileSystem.write(Array((text + "\n").utf8), to: 2, subject: "standard error")
    }
}
