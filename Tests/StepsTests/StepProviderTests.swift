import Testing

@testable import Steps

@Suite struct StepProviderTests {
    private struct Plain: StepProvider {
        let stepID: StepID = "plain"
        let stepDescription = "does it all"
        let journal: Journal
        func run(_ context: StepContext) async throws -> StepOutcomeNote? {
            journal.add("run \(context.id)")
            return nil
        }
    }

    private struct Commanding: StepProvider {
        let stepID: StepID = "cmd"
        let stepDescription = "runs programs"
        func commands() throws -> [CommandSpec] {
            [
                CommandSpec(
                    ["true"], directory: "/", environment: [:], description: "first",
                    elevated: true),
                CommandSpec(["true"], directory: "/", environment: [:]),
            ]
        }
    }

    private struct Full: StepProvider {
        let stepID: StepID = "full"
        let stepDescription = "has steps"
        let bench: Bench
        func steps() throws -> [Step] { try [bench.step("full.1"), bench.step("full.2")] }
        func commands() throws -> [CommandSpec] { try Commanding().commands() }
    }

    @Test("GUS-001 a provider's steps are empty by default") func empty() throws {
        #expect(try Plain(journal: Journal()).steps().isEmpty)
        #expect(try Plain(journal: Journal()).commands().isEmpty)
    }

    @Test("GUS-002 override") func override() throws {
        #expect(try Full(bench: Bench()).steps().map(\.id) == ["full.1", "full.2"])
    }

    @Test("INT-001 a provider's steps are used when there are some") func steps() async throws {
        let bench = try Bench()
        let graph = try StepGraph(id: "test", providers: [Full(bench: bench)])
        _ = try await bench.runner.run(graph, cancellation: bench.cancellation)
        #expect(bench.journal.all == ["full.1", "full.2"])
    }

    @Test("INT-002 else its commands") func commands() throws {
        let steps = try StepGraph(id: "test", providers: [Commanding()]).order
        #expect(steps.map(\.id) == ["cmd.1", "cmd.2"])
        #expect(steps.map(\.description) == ["first", "runs programs"])
        #expect(steps[1].dependsOn == ["cmd.1"])
        #expect(steps.map(\.elevated) == [true, false])
    }

    @Test("INT-003 else its single function") func function() async throws {
        let bench = try Bench()
        let graph = try StepGraph(id: "test", providers: [Plain(journal: bench.journal)])
        let report = try await bench.runner.run(graph, cancellation: bench.cancellation)
        #expect(report.isSuccess)
        #expect(bench.journal.all == ["run plain"])
    }
}
