import Vocabulary

/// One kind of thing that can be wrong: looks at the facts and says what of it is there.
struct Rule: Sendable {
    let id: String
    let explain: @Sendable (DiagnosisFacts) -> [Cause]

    init(_ id: String, _ explain: @escaping @Sendable (DiagnosisFacts) -> [Cause]) {
        self.id = id
        self.explain = explain
    }

    /// A rule that knows what it explains by the failure's code alone.
    init(
        _ id: String, codes: Set<String>, _ title: String, next: String, advice: String? = nil
    ) {
        self.init(id, { codes.contains($0.code) }, { _ in title }, next: { _ in next }, advice)
    }

    /// A rule over what complains.
    init(
        _ id: String, _ matches: @escaping @Sendable (Complaint) -> Bool,
        _ title: @escaping @Sendable (Complaint) -> String,
        next: @escaping @Sendable (Complaint) -> String, _ advice: String? = nil
    ) {
        self.init(id, matches, title, next: next, advice: { _ in advice })
    }

    /// A rule over what complains, with advice that depends on it.
    init(
        _ id: String, _ matches: @escaping @Sendable (Complaint) -> Bool,
        _ title: @escaping @Sendable (Complaint) -> String,
        next: @escaping @Sendable (Complaint) -> String,
        advice: @escaping @Sendable (Complaint) -> String?
    ) {
        self.init(id) { facts in
            facts.complaints.filter(matches).map { complaint in
                Cause(
                    id, title(complaint), component: complaint.component,
                    evidence: complaint.evidence, next: next(complaint),
                    advice: advice(complaint))
            }
        }
    }
}

/// The rules in the order of what comes first: what makes other things fail stands before them.
enum Rules {
    static let all: [Rule] =
        places + machine + records + configuration + programs + docker + data + ports + memory
        + steps + processes + supervision + rest
}
