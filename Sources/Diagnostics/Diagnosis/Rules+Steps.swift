import Vocabulary

/// Steps of the project.
extension Rules {
    static let steps: [Rule] = [
        Rule(
            "step_timed_out", codes: ["step.timed_out"], "a step did not end in its time",
            next: "envctl logs",
            advice:
                "give it a longer 'timeout' (the whole start: --timeout or 'start.timeout'), or find"
                + " what it waits for"),
        Rule(
            "prepare_failed", { isFailed($0) && isPreparation($0.step) },
            { "a prepare step of '\(name($0.step))' failed" },
            next: { "envctl logs \(name($0.step))" },
            "correct what the step complains about, then type 'envctl start'"),
        Rule(
            "step_failed", { isFailed($0) && $0.step?.hasPrefix("steps.") == true },
            { "the step '\(name($0.step, from: 1))' failed" }, next: { _ in "envctl logs" },
            "correct what it complains about; 'envctl start' runs it again"),
        Rule(
            "step_failed", { isFailed($0) && $0.code.hasPrefix("step.") },
            { "the step '\($0.step ?? $0.location ?? "")' failed" }, next: { _ in "envctl logs" }),
        Rule(
            "steps_unfinished",
            codes: [
                "steps.not_repeatable", "steps.plan_changed", "steps.unfinished_prerequisite",
                "steps.busy", "step.mutex_held",
            ], "the steps of an earlier start can't be gone on with as they are",
            next: "envctl start"),
        Rule(
            "work_failed", codes: ["requirement.work_failed", "requirement.owner_failed"],
            "a program that prepares a requirement failed", next: "envctl logs"),
    ]

    private static func isFailed(_ complaint: Complaint) -> Bool {
        complaint.code.hasPrefix("step.") && complaint.code != "step.timed_out"
            && complaint.code != "step.missing_program"
    }

    /// `api.prepare`, `api.prepare.1`: the parts of the ids that `ProjectSteps` gives.
    private static func isPreparation(_ step: String?) -> Bool {
        let parts = step?.split(separator: ".") ?? []
        return parts.count > 1 && parts[1].hasPrefix("prepare")
    }

    private static func name(_ step: String?, from index: Int = 0) -> String {
        let parts = step?.split(separator: ".").map(String.init) ?? []
        return parts.count > index ? parts[index] : step ?? ""
    }
}
