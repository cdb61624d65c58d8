import Vocabulary

extension StepResult {
    /// One value of `results` in `steps.json`, which is written twice a step: the whole tail of the
    /// output is kept where something went wrong, else its last 4 KiB.
    var json: JSON {
        var object: JSON.Object = ["outcome": .string(outcome.code)]
        object["reason"] = JSON(outcome.reasonCode)
        object["detail"] = JSON(outcome.reasonDetail)
        object["duration"] = JSON(duration)
        object["began"] = JSON(began)
        object["error"] = error?.json ?? .null
        object["inputs_digest"] = JSON(inputsDigest)
        object["counters"] = .object(
            JSON.Object(counters.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) }))
        object["output"] = .string(
            isSuccess ? String(decoding: output.utf8.suffix(4096), as: UTF8.self) : output)
        return .object(object)
    }

    init(_ id: StepID, json: JSON) throws {
        let reason = try json.optionalString("reason")
        let detail = try json.optionalString("detail")
        outcome = try json.required("outcome", "an outcome with its reason") {
            $0.string.flatMap { StepOutcome(code: $0, reason: reason, detail: detail) }
        }
        self.id = id
        duration = try json.requiredInt("duration")
        began = try json.optionalInt("began")
        error = try json.optional("error", "an error", Failure.init(recorded:))
        inputsDigest = try json.optionalString("inputs_digest")
        counters =
            try json.optional("counters", "an object") { $0.object }?.members
            .reduce(into: [:]) { $0[$1.key] = $1.value.int } ?? [:]
        output = try json.optionalString("output") ?? ""
    }
}

extension StepOutcome {
    /// The skip reason's or failure class's stable word.
    var reasonCode: String? {
        switch self {
        case .skipped(let reason): reason.code
        case .failed(let kind): kind.rawValue
        case .succeeded, .timedOut, .cancelled, .undone: nil
        }
    }

    var reasonDetail: String? { if case .skipped(let reason) = self { reason.detail } else { nil } }

    /// For people: why it was skipped or how it failed.
    package var reasonText: String? {
        if case .skipped(let reason) = self { reason.text } else { reasonCode }
    }

    init?(code: String, reason: String?, detail: String?) {
        switch (code, reason) {
        case ("succeeded", _): self = .succeeded
        case ("timed_out", _): self = .timedOut
        case ("cancelled", _): self = .cancelled
        case ("undone", _): self = .undone
        case ("skipped", let reason?):
            guard let known = SkipReason(code: reason, detail: detail) else { return nil }
            self = .skipped(known)
        case ("failed", let reason?):
            guard let known = StepFailureClass(rawValue: reason) else { return nil }
            self = .failed(known)
        default: return nil
        }
    }
}

extension Failure {
    /// The failure that `json` was written from; unknown members are its details.
    fileprivate init(recorded json: JSON) throws {
        self.init(
            try json.requiredString("code"), try json.requiredString("message"),
            at: try json.optionalString("where"), because: try json.strings("causes"),
            hint: try json.optionalString("hint"))
        let known = ["code", "message", "where", "causes", "hint"]
        for (key, value) in json.object?.members ?? [] where !known.contains(key) {
            details[key] = value
        }
    }
}
