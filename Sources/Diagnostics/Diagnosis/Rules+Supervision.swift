import RunState
import Truth
import Vocabulary

/// Supervisors, and what commands left half done.
extension Rules {
    static let supervision: [Rule] = [
        Rule(
            "supervisor_deaf", codes: ["supervisor.unresponsive"],
            "the supervisor lives and does not answer", next: "envctl stop && envctl start"),
        Rule("supervisor_lost") { facts in
            guard let seen = facts.observed, seen.supervisor == .lost else { return [] }
            let alive = seen.components.filter(\.isAlive)
            guard !alive.isEmpty else { return gone(facts) }
            return [
                Cause(
                    "supervisor_lost", "the supervisor is gone, and the components run on",
                    evidence: crash(facts)
                        + alive.map { "'\($0.name)' runs with nobody to look after it" },
                    next: "envctl resume", advice: report(facts))
            ]
        },
        Rule("start_interrupted") { facts in
            guard let seen = facts.observed, seen.interruptedStart || seen.undoneStart else {
                return []
            }
            return [
                Cause(
                    "start_interrupted", "the last start was cut short",
                    evidence: [
                        "run \(seen.record.run) began a transaction that was never finished"
                    ], next: "envctl start")
            ]
        },
        Rule("component_lost") { facts in
            guard let seen = facts.observed, seen.supervisor == .running else { return [] }
            return seen.components.filter { $0.status == .lost }.map {
                Cause(
                    "component_lost", "'\($0.name)' is gone", component: $0.name,
                    evidence: [$0.reason].compactMap(\.self), next: "envctl start \($0.name)")
            }
        },
        Rule("stale_socket") { facts in
            guard let socket = facts.staleSocket else { return [] }
            return [
                Cause(
                    "stale_socket", "a control socket is left that nobody answers at",
                    evidence: ["\(socket) is there, and no supervisor holds its lock"],
                    next: "envctl start", advice: "the next start replaces it")
            ]
        },
        Rule(
            "supervisor_failed",
            {
                $0.code.hasPrefix("supervisor.") && $0.code != "supervisor.unresponsive"
                    && $0.code != "supervisor.foreign"
            },
            { "the supervisor is the trouble: \($0.message)" }, next: { _ in "envctl status" },
            "see supervisor.log in the folder of the run"),
    ]

    private static func gone(_ facts: DiagnosisFacts) -> [Cause] {
        let lost = (facts.observed?.components ?? []).filter { $0.status == .lost }
        guard !lost.isEmpty else { return [] }
        return [
            Cause(
                "environment_lost", "the environment is gone, and nobody stopped it",
                evidence: crash(facts)
                    + lost.map { "'\($0.name)': \($0.reason ?? "nothing of it was found")" },
                next: "envctl resume",
                advice: report(facts)
                    ?? "the machine was started anew, or all was killed from outside")
        ]
    }

    private static func crash(_ facts: DiagnosisFacts) -> [String] {
        [facts.supervisorCrash].compactMap(\.self)
    }

    private static func report(_ facts: DiagnosisFacts) -> String? {
        facts.supervisorCrash.map { _ in "'envctl debug-pack' takes the crash report along" }
    }
}
