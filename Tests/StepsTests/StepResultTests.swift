import Events
import Testing
import Vocabulary

@testable import Steps

@Suite struct StepResultTests {
    @Test("SR-001 success") func success() {
        let result = StepResult("a", .succeeded)
        #expect(result.isSuccess && !result.isFailed && !result.isSkipped)
        #expect(result.outcome.isDone)
    }

    @Test("SR-002 skipped") func skipped() {
        let result = StepResult("a", .skipped(.alreadyDone))
        #expect(result.isSkipped && !result.isSuccess && !result.isFailed)
        #expect(result.outcome.isDone)
        #expect(!StepOutcome.skipped(.dependencyFailed("b")).isDone)
    }

    @Test("SR-003 failed") func failed() {
        let result = StepResult("a", .failed(.exit), error: Failure("step.exit", "it broke"))
        #expect(result.isFailed && !result.isSuccess && !result.isSkipped)
        #expect(!result.outcome.isDone)
        #expect(StepOutcome.timedOut.isFailure)
        #expect(!StepOutcome.cancelled.isFailure)
    }

    @Test(arguments: [
        StepOutcome.succeeded, .timedOut, .cancelled, .undone, .failed(.missingProgram),
        .skipped(.alreadyDone), .skipped(.inputsUnchanged), .skipped(.dependencyFailed("b.1")),
        .skipped(.stopped(after: "c")), .skipped(.cancelled), .skipped(.other("not needed")),
    ])
    func survivesTheRecord(_ outcome: StepOutcome) throws {
        var result = StepResult("a", outcome)
        result.output = "line\n"
        result.duration = 12
        result.counters = ["bytes": 7]
        result.inputsDigest = "abc"
        result.error = Failure(
            "step.exit", "m", at: "a", because: ["c"], hint: "h", details: ["exit_code": 3])
        #expect(try StepResult("a", json: JSON.parse(result.json.compact)) == result)
    }

    @Test(arguments: [
        #"{"outcome":"fine","duration":0}"#, #"{"outcome":"failed","duration":0}"#,
        #"{"outcome":"failed","reason":"luck","duration":0}"#, #"{"outcome":"skipped"}"#, "[]",
    ])
    func refusesWhatIsNoResult(_ text: String) {
        #expect(throws: (any Error).self) { try StepResult("a", json: JSON.parse(text)) }
    }

    @Test("SE-001 start event") func startEvent() throws {
        let step = try Bench().step("a")
        let event = Event.stepStart(step, number: 2, total: 3)
        #expect(event.name == "step.start")
        #expect(
            event.data == [
                "id": "a", "number": 2, "total": 3, "description": "step a",
            ])
    }

    @Test("SE-002 end success") func endSuccess() throws {
        var result = StepResult("a", .succeeded)
        result.duration = 5
        let event = Event.stepEnd(try Bench().step("a"), result)
        #expect(event.name == "step.end")
        #expect(
            event.data == [
                "id": "a", "outcome": "succeeded", "reason": nil, "error": nil, "duration": 5,
            ])
    }

    @Test("SE-003 end skipped") func endSkipped() throws {
        let result = StepResult("a", .skipped(.dependencyFailed("b")))
        let event = Event.stepEnd(try Bench().step("a"), result)
        #expect(event.data["outcome"] == "skipped")
        #expect(event.data["reason"] == "dependency failed (b)")
    }

    @Test("SE-004 end failure") func endFailure() throws {
        let result = StepResult("a", .failed(.exit), error: Failure("step.exit", "it broke"))
        let event = Event.stepEnd(try Bench().step("a"), result)
        #expect(event.data["outcome"] == "failed")
        #expect(event.data["reason"] == "exit")
        #expect(event.data["error"]?["code"] == "step.exit")
    }
}
