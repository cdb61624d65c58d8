import Glibc
import Platform
import Testing
import Vocabulary

@testable import Steps

/// Real programs.
@Suite struct StepProcessTests {
    private func run(_ command: CommandSpec) async throws -> StepResult {
        let report = try await Bench().run(try Step("a", "runs it", commands: [command]))
        return try #require(report["a"])
    }

    private func shell(_ script: String) throws -> CommandSpec { try Bench().shell(script) }

    @Test("SINT-001 real commands") func commands() async throws {
        let folder = try TemporaryFolder()
        let bench = try Bench()
        var command = bench.shell(#"echo "$WHO in $(pwd)" > made"#)
        command.directory = folder.path
        command.environment["WHO"] = "me"
        let missing = try await run(bench.shell("exit 0"))
        let report = try await bench.run(
            try Step("a", "makes", commands: [command, bench.shell("cat \(folder.file("made"))")]))
        #expect(missing.isSuccess)
        #expect(report["a"]?.output == "me in \(folder.path)\n")
    }

    @Test("SINT-001 a failing command ends its step") func failing() async throws {
        let bench = try Bench()
        let report = try await bench.run(
            try Step(
                "a", "fails",
                commands: [bench.shell("echo why; echo; exit 3"), bench.shell("echo never")]))
        let result = try #require(report["a"])
        #expect(result.outcome == .failed(.exit))
        #expect(result.error?.code == "step.exit")
        #expect(result.error?.causes == ["why"])
        #expect(result.error?.details["exit_code"] == 3)
        #expect(result.output == "why\n\n")
    }

    @Test func aFailureHasTheLastLinesOfWhatWasSaid() async throws {
        let bench = try Bench()
        let report = try await bench.run(
            try Step("a", "fails", commands: [bench.shell("seq 1 20; echo; exit 3")]))
        let error = try #require(report["a"]?.error)
        #expect(error.causes == (13...20).map(String.init))
        #expect(error.details["log"] == JSON(error.causes))
        #expect(error.details["exit"]?["code"] == 3)
    }

    @Test func whatAStepLeavesInTheBackgroundEndsWithIt() async throws {
        let folder = try TemporaryFolder()
        let file = folder.file("pid")
        let result = try await run(
            shell(
                "setsid sh -c 'echo $$ > \(file); exec sleep 1000' & "
                    + "while ! test -s \(file); do :; done"))
        #expect(result.isSuccess)
        #expect(result.output.contains("left running"))
        let text = try FileSystem.readText(file).filter { !$0.isNewline }
        let pid = try #require(Int32(text))
        #expect(ProcessEntry.read(pid)?.isZombie ?? true)
    }

    @Test func aMissingProgramIsNamed() async throws {
        let result = try await run(
            CommandSpec(["no-such-program-x"], directory: "/", environment: ["PATH": "/bin"]))
        #expect(result.outcome == .failed(.missingProgram))
        #expect(result.error?.message.contains("'no-such-program-x'") == true)
    }

    @Test func aMissingFolderIsNamed() async throws {
        let result = try await run(
            CommandSpec(["/bin/true"], directory: "/no/such/folder", environment: [:]))
        #expect(result.outcome == .failed(.spawn))
        #expect(result.error?.causes.first?.contains("/no/such/folder") == true)
    }

    @Test func aProgramThatAnEarlierCommandMakesIsFound() async throws {
        let folder = try TemporaryFolder()
        var make = try shell(
            "mkdir bin && printf '#!/bin/sh\necho made\n' > bin/tool && chmod +x bin/tool")
        make.directory = folder.path
        let use = CommandSpec(["bin/tool"], directory: folder.path, environment: [:])
        let report = try await Bench().run(try Step("a", "d", commands: [make, use]))
        #expect(report["a"]?.output == "made\n")
    }

    struct Judged: Sendable {
        var script: String
        var ignored: Set<Int32> = []
        var errors: [String] = []
        var successes: [String] = []
        var outcome: StepOutcome
    }

    @Test(arguments: [
        Judged(script: "echo ok; exit 4", ignored: [4], outcome: .succeeded),
        Judged(script: "echo ok; exit 5", ignored: [4], outcome: .failed(.exit)),
        Judged(
            script: "echo 'FATAL: x'; exit 0", errors: ["FATAL:"], outcome: .failed(.errorOutput)),
        Judged(script: "printf 'FATAL: x'", errors: ["FATAL:"], outcome: .failed(.errorOutput)),
        Judged(
            script: "echo 'already exists'; exit 1", successes: ["already exists"],
            outcome: .succeeded),
        Judged(
            script: "echo 'FATAL: already'", errors: ["FATAL:"], successes: ["already"],
            outcome: .failed(.errorOutput)),
        Judged(
            script: "echo 'already exists'; kill -9 $$", successes: ["already exists"],
            outcome: .failed(.exit)),
    ])
    func patternsAndCodes(_ judged: Judged) async throws {
        var command = try shell(judged.script)
        command.ignoredExitCodes = judged.ignored
        command.errorPatterns = judged.errors
        command.successPatterns = judged.successes
        #expect(try await run(command).outcome == judged.outcome)
    }

    @Test("SINT-002 elevated") func elevated() async throws {
        var bench = try Bench()
        let command = bench.shell("echo $WRAPPED")
        bench.options.elevation = .prefix(["/usr/bin/env", "WRAPPED=yes"])
        let report = try await bench.run(
            try Step("a", "root", commands: [command], elevated: true),
            try Step("b", "plain", commands: [command]))
        #expect(report["a"]?.output == "yes\n")
        #expect(report["b"]?.output == "\n")
    }

    @Test("SINT-002 elevated without a way to root") func notElevated() async throws {
        var command = CommandSpec(
            ["apt-get", "install", "it's"], directory: "/", environment: [:])
        command.elevated = true
        let result = try await run(command)
        #expect(result.outcome == .failed(.elevation))
        #expect(result.error?.hint == #"type: sudo apt-get install 'it'\''s'"#)
    }

    @Test("SINT-002 who is root needs nothing") func root() throws {
        #expect(Elevation.of(Host(environment: [:], directory: "/", userID: 0)) == .root)
        let folder = try TemporaryFolder()
        let user = Host(environment: ["PATH": folder.path], directory: "/", userID: 1000)
        #expect(Elevation.of(user) == .impossible)
        try folder.write("", "sudo")
        chmod(folder.file("sudo"), 0o755)
        #expect(Elevation.of(user) == .prefix([folder.file("sudo"), "-n", "--"]))
    }
}
