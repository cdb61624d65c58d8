/// An error as a person reads it: what happened, where, why, and what to type next.
///
/// Every error that leaves a floor is one of these or a `SystemError`; `code` is stable, listed in
/// `contracts/failures.json`, and the only thing that programs may branch on.
package struct Failure: Error, Sendable, Equatable {
    /// Stable, dotted, lower case: `config.unknown_key`, `port.held`.
    package var code: String
    /// What failed, in one sentence without a full stop.
    package var message: String
    /// `file:line:column`, a component, a path.
    package var location: String?
    /// Why, outermost first.
    package var causes: [String]
    /// What to type or do next.
    package var hint: String?
    /// Further facts for programs; goes into the `--json` form as it is.
    package var details: JSON.Object

    package init(
        _ code: String, _ message: String, at location: String? = nil,
        because causes: [String] = [],
        hint: String? = nil, details: JSON.Object = [:]
    ) {
        self.code = code
        self.message = message
        self.location = location
        self.causes = causes
        self.hint = hint
        self.details = details
    }

    /// Any error as a `Failure`: a `Failure` as it is, whatever knows how to explain itself, else an
    /// internal error.
    package init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let explained as any FailureConvertible: self = explained.failure
        default: self.init("internal.unexpected", "unexpected error: \(error)")
        }
    }

    /// The same failure with one more reason, outermost last.
    package func because(_ cause: String) -> Failure {
        var copy = self
        copy.causes.append(cause)
        return copy
    }

    /// The `error` object of a `--json` answer.
    package var json: JSON {
        var object: JSON.Object = ["code": .string(code), "message": .string(message)]
        object["where"] = location.map(JSON.string) ?? .null
        object["causes"] = .array(causes.map(JSON.string))
        object["hint"] = hint.map(JSON.string) ?? .null
        for (key, value) in details.members { object[key] = value }
        return .object(object)
    }
}

/// An error of a lower floor that can say what a person needs to know.
package protocol FailureConvertible: Error {
    var failure: Failure { get }
}
