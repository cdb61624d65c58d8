import Glibc
import Platform
import Vocabulary

/// One run of a command for a step, on a thread that may block.
struct CommandRun {
    private let command: CommandSpec
    private let context: StepContext

    init(_ command: CommandSpec, in context: StepContext) {
        self.command = command
        self.context = context
    }

    /// - Throws: `StepFailure`, or `StepInterruption` where it was cut short; then all it started is
    ///   gone.
    func run() throws -> CommandResult {
        if context.cancellation.isCancelled { throw interruption() }
        let process = try subprocess()
        let (result, watch) = try start(process)
        if result.timedOut || result.cancelled {
            try sweep()
            throw interruption()
        }
        endLeftovers()
        try judge(result.exit, watch)
        return CommandResult(exit: result.exit, output: result.text, duration: result.duration)
    }

    private func subprocess() throws -> Subprocess {
        let argv = try elevatedWords()
        let program = argv.first ?? ""
        let path = command.environment["PATH"]
        guard let found = Program.find(program, path: path, directory: command.directory) else {
            throw StepFailure(
                .missingProgram,
                failure(
                    "step.missing_program", "'\(program)' is not there or can't be executed",
                    because: [
                        "looked in "
                            + (program.contains("/")
                                ? command.directory : path ?? "the default PATH")
                    ],
                    hint: "install it, or correct the command"))
        }
        var process = Subprocess(
            found, Array(argv.dropFirst()), environment: command.environment,
            directory: command.directory)
        process.timeout = command.timeout
        process.mark = context.mark
        process.outputLimit = StepOutput.limit
        return process
    }

    private func start(
        _ process: Subprocess
    ) throws -> (Subprocess.Result, PatternWatch) {
        var watch = PatternWatch(command)
        let log = command.logPath ?? context.logPath
        do {
            let result = try process.run(cancellation: context.cancellation) { piece in
                watch.see(piece)
                context.output.append(Array(piece), log)
            }
            watch.end()
            return (result, watch)
        } catch let error as SystemError {
            throw StepFailure(
                .spawn,
                failure(
                    "step.spawn", "'\(command.title)' could not be started",
                    because: ["\(error.operation) \(error.subject): \(error.reason)"]))
        }
    }

    private func elevatedWords() throws(StepFailure) -> [String] {
        guard command.elevated || context.isElevated else { return command.argv }
        switch context.elevation {
        case .root: return command.argv
        case .prefix(let words): return words + command.argv
        case .impossible:
            throw StepFailure(
                .elevation,
                failure(
                    "step.elevation", "'\(command.title)' needs root",
                    because: ["this user is not root, and sudo can't be used without a question"],
                    hint: "type: sudo " + command.argv.map(shellWord).joined(separator: " ")))
        }
    }

    /// A command is over when its program is: what that left in the background belongs to nobody,
    /// and would outlive the environment.
    private func endLeftovers() {
        // What can't be looked at or ended now is no reason to fail what has succeeded.
        guard let kernel = try? KernelInstance.current(environment: [:]) else { return }
        var sweep = ProcessSweep(marks: [context.mark], kernel: kernel)
        sweep.since = kernel.identity(of: getpid())?.startTime ?? 0
        let count = sweep.members().count
        guard count > 0 else { return }
        _ = try? sweep.killUntilEmpty()  // as above
        context.output("envctl: ended \(count) processes that this step left running")
    }

    /// What left the session of the command still bears the step's mark.
    private func sweep() throws {
        let kernel = try KernelInstance.current(environment: [:])
        _ = try ProcessSweep(marks: [context.mark], kernel: kernel).killUntilEmpty()
    }

    private func interruption() -> StepInterruption {
        switch context.cancellation.reason {
        case nil: .timedOut(milliseconds: command.timeout)
        case .timeout: .timedOut(milliseconds: nil)
        case .signal, .requested: .cancelled
        }
    }

    private func judge(_ exit: Exit, _ watch: PatternWatch) throws(StepFailure) {
        if let line = watch.errorLine {
            throw StepFailure(
                .errorOutput,
                failure(
                    "step.error_output", "'\(command.title)' reported an error", because: [line]))
        }
        if exit.isSuccess { return }
        if exit.signal == nil, let code = exit.code,
            command.ignoredExitCodes.contains(code) || watch.sawSuccess
        {
            return
        }
        var failure = failure(
            "step.exit", "'\(command.title)' ended with \(exit)",
            because: watch.lastLines)
        failure.details["exit_code"] = JSON(exit.code.map(Int.init))
        failure.details["exit"] = exit.json
        failure.details["log"] = JSON(watch.lastLines)
        throw StepFailure(.exit, failure)
    }

    private func failure(
        _ code: String, _ message: String, because causes: [String] = [], hint: String? = nil
    ) -> Failure {
        Failure(
            code, message, at: context.id.rawValue, because: causes, hint: hint,
            details: context.component.map { ["component": $0.json] } ?? [:])
    }
}
