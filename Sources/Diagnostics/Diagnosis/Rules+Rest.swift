import RunState
import Truth
import Vocabulary

/// What explains itself, and what nothing else explains.
extension Rules {
    static let rest: [Rule] = [
        strangers,
        Rule("busy") { facts in
            guard let holder = facts.lockHolder else { return [] }
            return [
                Cause(
                    "busy", "another command is at work here",
                    evidence: ["the project's lock says: \(holder)"], next: "envctl status")
            ]
        },
        Rule("degraded") { facts in
            (facts.observed?.components ?? []).filter { $0.status == .degraded }.map {
                Cause(
                    "degraded", "'\($0.name)' runs, and something of it is missing",
                    component: $0.name, evidence: [$0.reason].compactMap(\.self),
                    next: "envctl health \($0.name)")
            }
        },
    ]

    /// For complaints that no other rule has anything to say about.
    static let unexplained = Rule(
        "unexplained", { !$0.code.hasPrefix("config.") }, { $0.message },
        next: { $0.component.map { "envctl logs \($0)" } ?? "envctl status" })
}
