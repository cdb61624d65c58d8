import Testing
import Vocabulary

@testable import Steps

@Suite struct StepTests {
    private let command = CommandSpec(["true"], directory: "/", environment: [:])

    private func code(_ body: () throws -> Void) -> String? {
        do { try body() } catch { return Failure(error).code }
        return nil
    }

    @Test("US-001 step with commands") func withCommands() throws {
        let step = try Step("a", "does a", commands: [command])
        #expect(step.action.commands == [command])
        #expect(step.id == "a")
        #expect(step.description == "does a")
    }

    @Test("US-002 step with a function") func withFunction() throws {
        let step = try Step("a", "does a", function: { _ in nil })
        guard case .function = step.action else { return #expect(Bool(false), "no function") }
        #expect(step.action.commands.isEmpty)
    }

    @Test("US-003 name required", arguments: ["", " ", "a b"]) func name(_ id: String) {
        #expect(
            code { _ = try Step(StepID(unchecked: id), "d", commands: [command]) }
                == "step.no_name")
    }

    @Test("US-004 description required") func description() {
        #expect(code { _ = try Step("a", "", commands: [command]) } == "step.no_description")
    }

    @Test("US-005 both is an error") func both() {
        #expect(
            code { _ = try Step("a", "d", commands: [command], function: { _ in nil }) }
                == "step.two_actions")
    }

    @Test("US-006 neither is an error") func neither() {
        #expect(code { _ = try Step("a", "d") } == "step.no_action")
        #expect(code { _ = try Step("a", "d", commands: []) } == "step.no_action")
    }

    @Test("US-007 dependencies") func dependencies() throws {
        let step = try Step(
            "a", "d", commands: [command], dependsOn: ["b", "c"], rerunsWith: ["c", "d"])
        #expect(step.dependsOn == ["b", "c"])
        #expect(step.predecessors == ["b", "c", "d"])
    }

    @Test("US-008 mutexes") func mutexes() throws {
        let step = try Step("a", "d", commands: [command], mutexes: ["apt"])
        #expect(step.mutexes == ["apt"])
    }

    @Test("US-009 check") func check() throws {
        #expect(try Step("a", "d", commands: [command], check: { _ in true }).isProvable)
        #expect(try Step("a", "d", commands: [command], inputs: [.file("/x")]).isProvable)
        #expect(try !Step("a", "d", commands: [command]).isProvable)
    }

    @Test("US-010 defaults (idempotent is false)") func defaults() throws {
        let step = try Step("a", "d", commands: [command])
        #expect(!step.idempotent)
        #expect(!step.elevated)
        #expect(step.policy == .stop)
        #expect(step.timeout == nil)
        #expect(step.undo == nil)
        #expect(step.check == nil)
        #expect(step.dependsOn.isEmpty && step.mutexes.isEmpty && step.inputs.isEmpty)
    }

    @Test func childrenAreNamedAfterTheirParent() {
        #expect(StepID("api.prepare").child("2") == "api.prepare.2")
    }
}
