import Events
import Platform
import Vocabulary

/// What one step does between its start and its end, in a task of its own.
struct StepWork: Sendable {
    /// What an earlier success is worth now.
    struct Proof: Sendable {
        /// The digest of the inputs that it last succeeded on.
        var digest: String?
        /// A step that makes this one run has run since.
        var isStale = false
        /// The user named it: recorded success does not count, its check does.
        var isNamed = false
        /// The run begins at a later step, so this one has to be done already.
        var mustBeDone = false
    }

    struct End: Sendable {
        var result: StepResult
        /// Its action began, so that there may be something to undo.
        var acted: Bool
    }

    let step: Step
    let context: StepContext
    let proof: Proof
    let history: StepHistory?
    /// Steps that have to run after this one ran.
    let followers: [StepID]
    let clock: Clock
    let secrets: SecretRegistry

    func perform() async -> End {
        let began = clock.monotonic()
        var end = End(result: StepResult(step.id, .succeeded), acted: false)
        do { try await perform(&end) } catch { explain(error, &end.result) }
        context.output.flush()
        let redactor = secrets.redactor
        end.result.output = redactor.text(context.output.text)
        end.result.error = end.result.error.map(redactor.failure)
        end.result.duration = Int((clock.monotonic() - began) / 1_000_000)
        return end
    }

    private func perform(_ end: inout End) async throws {
        if step.isSettled {
            end.result.outcome = .skipped(.alreadyDone)
            return
        }
        end.result.inputsDigest = try await digest()
        if let reason = try await skipReason(end.result.inputsDigest) {
            end.result.outcome = .skipped(reason)
            return try await remember(end.result.inputsDigest, synced: false)
        }
        if proof.mustBeDone, step.isProvable { throw unfinished() }
        try await forget()
        end.acted = true
        let note = try await act()
        end.result.counters = note?.counters ?? [:]
        if let words = note?.skipped {
            end.result.outcome = .skipped(.other(words))
            end.acted = false
        }
        try await remember(end.result.inputsDigest, synced: step.check == nil)
    }

    private func digest() async throws -> String? {
        if step.inputs.isEmpty { return nil }
        let step = step
        do { return try await Blocking.run { try InputDigest.of(step) } } catch {
            throw checkFailure("the inputs of step '\(step.id)' can't be read", error)
        }
    }

    /// Nil where the step has to run: skipped is only what is proven.
    private func skipReason(_ digest: String?) async throws -> SkipReason? {
        if proof.isStale { return nil }
        guard let check = step.check else {
            let isSame = digest != nil && digest == proof.digest
            return isSame && !proof.isNamed ? .inputsUnchanged : nil
        }
        guard try await ask(check) else { return nil }
        // It is there, but was made from other inputs.
        if let known = proof.digest, known != digest { return nil }
        return .alreadyDone
    }

    private func ask(_ check: StepCheck) async throws -> Bool {
        do { return try await check(context) } catch let error as StepInterruption {
            throw error
        } catch {
            throw checkFailure("the check of step '\(step.id)' could not be made", error)
        }
    }

    private func act() async throws -> StepOutcomeNote? {
        switch step.action {
        case .function(let function): return try await function(context)
        case .commands(let commands):
            for (index, command) in commands.enumerated() {
                if commands.count > 1 || command.number != nil {
                    context.progress(
                        command.title, number: command.number ?? index + 1,
                        of: command.total ?? commands.count)
                }
                _ = try await context.run(command)
            }
            return nil
        }
    }

    /// Before the action: a crash in its middle must leave no record of an older success.
    private func forget() async throws {
        guard let history, step.isProvable || !followers.isEmpty else { return }
        try await Blocking.run { try history.begin(step.id, followers: followers) }
    }

    private func remember(_ digest: String?, synced: Bool) async throws {
        guard let history, step.isProvable || !step.rerunsWith.isEmpty else { return }
        try await Blocking.run { try history.succeed(step.id, digest: digest, synced: synced) }
    }
}
