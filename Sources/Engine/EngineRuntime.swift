import Events
import Glibc
package import Platform
package import Requirements
import Routing
import RunState
import Terminal
import Vocabulary

/// The composition root: builds every part once and hands it to whom it serves.
package struct EngineRuntime: Sendable {
    private let host: Host
    private let clock: Clock
    private let registry: RequirementRegistry
    /// What is never to be told or recorded; filled by whoever reads a secret.
    private let secrets: SecretRegistry

    package init(
        host: Host, clock: Clock = .system, registry: RequirementRegistry = .builtIn
    ) {
        self.host = host
        self.clock = clock
        self.registry = registry
        secrets = SecretRegistry(
            person: Person(user: host.environment["USER"], home: host.environment["HOME"]))
        secrets.add(variables: host.environment)
    }

    /// The whole program: arguments in (without the program's name), exit code out.
    package static func main(_ arguments: [String]) -> Int32 {
        StandardStreams.hold()
        signal(SIGPIPE, SIG_IGN)
        do {
            return EngineRuntime(host: try Host.current()).run(arguments)
        } catch {
            FileHandleOfLastResort.write("envctl: \(Failure(error).message)\n")
            return 1
        }
    }

    /// Runs one command line and prints its answer.
    package func run(_ arguments: [String]) -> Int32 {
        let recording = CommandRecording(
            host: host, arguments: arguments, secrets: secrets, clock: clock)
        // Whoever has no place for a state has none for a session.
        defer { recording?.end((try? StateRoots(host: host)).map(StateLayout.init)) }
        return Recording.span(
            .command, ["command_line": .string(arguments.joined(separator: "\u{0}"))],
            outcome: { ["exit": JSON(Int($0))] }
        ) { run(arguments, recording) }
    }

    private func run(_ arguments: [String], _ recording: CommandRecording?) -> Int32 {
        let json = Parser.asksForJSON(arguments)
        do {
            let route = try Recording.span(
                .routing, outcome: { ["command": JSON($0.row.words)] }
            ) { try Parser.parse(arguments) }
            secrets.add(variables: route.assignments.map { ($0.key, $0.value) })
            let console = Console(
                host: host, noColor: route.has(.noColor), headless: route.has(.headless),
                quiet: route.has(.quiet), scrub: scrub)
            return run(route, console, recording)
        } catch {
            let console = Console(
                host: host, noColor: Parser.asksForNoColor(arguments), scrub: scrub)
            return report(Failure(error), schema: "envctl.error/1", json: json, console)
        }
    }

    private func run(
        _ route: Route, _ console: Console, _ recording: CommandRecording?
    ) -> Int32 {
        do {
            let context = try context(route, console, recording)
            let answer = try Dispatch(context).answer()
            return try print(
                TellsSecrets.isAsked(by: route) ? answer : answer.redacted(by: secrets.redactor),
                json: context.wantsJSON, console)
        } catch {
            let schema = route.row.answerSchema ?? "envctl.error/1"
            return report(Failure(error), schema: schema, json: route.has(.json), console)
        }
    }

    private func context(
        _ route: Route, _ console: Console, _ recording: CommandRecording?
    ) throws -> CommandContext {
        let layout = StateLayout(try roots(route))
        CrashWatch.begin(
            folder: CrashReport.folder(belowState: layout.roots.state), program: "envctl",
            version: BuildFacts.version, command: route.row.words.joined(separator: " "))
        CrashWatch.provoke(host.environment["ENVCTL_TEST_CRASH"], in: "command")
        return CommandContext(
            route: route, host: host, console: console, clock: clock,
            kernel: try KernelInstance.current(environment: host.environment),
            layout: layout, registry: registry,
            cancellation: try Cancellation(canInsist: true), secrets: secrets, recording: recording)
    }

    /// Who looks into what is broken gets an answer also where no place is known.
    private func roots(_ route: Route) throws -> StateRoots {
        do { return try StateRoots(host: host) } catch {
            guard [.debugPack, .debugReport, .debugLast].contains(route.command)
            else { throw error }
            return .nowhere(isRoot: host.isRoot)
        }
    }

    private var scrub: @Sendable (String) -> String {
        let secrets = secrets
        return { secrets.redactor.text($0) }
    }

    private func print(_ answer: Answer, json: Bool, _ console: Console) throws -> Int32 {
        try Recording.span(.answer) { try tell(answer, json: json, console) }
    }

    private func tell(_ answer: Answer, json: Bool, _ console: Console) throws -> Int32 {
        for failure in json ? [] : answer.failures {
            console.error(FailureRendering.text(failure, style: console.progressStyle))
        }
        let text = json ? (answer.json.isNull ? "" : answer.json.compact) : answer.text
        if !text.isEmpty { try console.answer(text) }
        return answer.exitCode
    }

    private func report(
        _ failure: Failure, schema: String, json: Bool, _ console: Console
    ) -> Int32 {
        if json {
            let told = secrets.redactor.failure(failure)
            // Nobody is left to tell where even the answer can't be written.
            try? console.answer(FailureRendering.json(told, schema: schema).compact)
        } else {
            console.error(FailureRendering.text(failure, style: console.progressStyle))
        }
        return FailureRendering.exitCode(failure)
    }
}

/// Where there is no console yet.
private enum FileHandleOfLastResort {
    static func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
    }
}
