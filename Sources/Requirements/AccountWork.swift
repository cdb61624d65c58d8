import Platform
import Steps
import Supervision
import Vocabulary

/// Programs that work below a folder which was given to an account: they run as that account,
/// through the supervisor's exec mode, so that root never follows a path that another controls.
struct AccountWork: Sendable {
    /// Nil runs them as we are.
    var account: Account?
    /// Absolute path of `envctl-supervisor`.
    var helper: String
    /// `PATH` of the caller.
    var path: String?
    /// All descendants bear it; random where nil.
    var mark: UInt64?
    var cancellation: Cancellation?
    /// What it copies is flushed by a process that nobody waits for.
    var flushesLater = false

    init(_ instance: RequirementInstance, _ context: StepContext) {
        account = instance.account
        helper = instance.helper
        path = instance.host.environment["PATH"]
        mark = context.mark
        cancellation = context.cancellation
    }

    init(account: Account?, helper: String, path: String?) {
        self.account = account
        self.helper = helper
        self.path = path
    }

    /// Runs `program` (absolute path) to its end, blocking.
    ///
    /// - Parameter what: the work in words, for the error: `copy the template`.
    /// - Throws: `Failure` `requirement.work_failed` with the last lines of its output.
    @discardableResult
    func run(
        _ what: String, _ program: String, _ arguments: [String], input: String? = nil,
        outputLimit: Int? = nil
    ) throws -> String {
        var process = subprocess(program, arguments)
        process.input = input.map { Array($0.utf8) }
        process.mark = mark
        if let outputLimit { process.outputLimit = outputLimit }
        let result = try process.run(cancellation: cancellation)
        if result.isSuccess { return result.text }
        throw Failure(
            "requirement.work_failed", "could not \(what)", at: program,
            because: [
                result.cancelled ? "it was cancelled" : "\(Path.name(program)): \(result.exit)",
                lastLines(of: result.text),
            ].filter { !$0.isEmpty })
    }

    private func subprocess(_ program: String, _ arguments: [String]) -> Subprocess {
        // English messages; a folder that every account may be in.
        let environment = ["PATH": path ?? "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"]
        guard let account else {
            return Subprocess(program, arguments, environment: environment, directory: "/")
        }
        let words = ExecHelper.arguments(
            for: account, program: program, arguments: [program] + arguments)
        return Subprocess(helper, words, environment: environment, directory: "/")
    }

    /// A program of the system, e.g. `cp`.
    func find(_ name: String) throws -> String {
        if let found = Program.find(name, path: path, directory: "/") { return found }
        throw Failure("requirement.program_missing", "'\(name)' is not installed")
    }
}

/// The last lines of a program's output, for a message.
func lastLines(of text: String, count: Int = 5) -> String {
    text.split(separator: "\n").suffix(count).joined(separator: "\n")
}
