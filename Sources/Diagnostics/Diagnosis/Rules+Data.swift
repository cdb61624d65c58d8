import RunState
import Truth
import Vocabulary

/// Data of requirements, and servers that somebody else runs.
extension Rules {
    static let data: [Rule] = [
        Rule("data_gone") { facts in
            (facts.observed?.components ?? []).filter(\.isDataMissing).map {
                Cause(
                    "data_gone", "the data folder of '\($0.name)' is gone", component: $0.name,
                    evidence: [$0.reason, $0.record.data.map { "it was \($0)" }]
                        .compactMap(\.self),
                    next: "envctl start \($0.name)",
                    advice: "a start begins with new data; bring the folder or a snapshot back "
                        + "before, if there is one")
            }
        },
        Rule(
            "data_in_use",
            codes: ["requirement.data_in_use", "component.data_held", "data.in_use"],
            "another process lives on the data", next: "envctl status --everywhere",
            advice: "end the process that uses it, then type 'envctl start'"),
        Rule(
            "seed_missing", codes: ["requirement.seed_missing"], "the seed file is not there",
            next: "envctl show-config requirements"),
        Rule(
            "seed_failed", codes: ["requirement.seed_failed"],
            "the seed failed, and nothing of it was kept", next: "envctl start",
            advice: "correct the line that the server complains about first"),
        Rule(
            "external_password",
            codes: [
                "requirement.external_password", "postgres.password_wanted",
                "postgres.authentication", "postgres.false_signature",
            ], "the external server does not accept the password",
            next: "envctl show-config requirements",
            advice: "correct the user or the password of the address"),
        Rule(
            "external_unreachable",
            codes: ["requirement.external_unreachable", "requirement.unknown_host"],
            "the external server does not answer", next: "envctl show-config requirements",
            advice: "start that server, or correct the host and port of the address"),
        Rule(
            "external_other",
            codes: [
                "requirement.external_database", "requirement.external_version",
                "requirement.bad_url", "requirement.no_url",
            ], "the external server is not what the configuration says",
            next: "envctl show-config requirements"),
        Rule(
            "server_refused", { $0.code.hasPrefix("postgres.") && $0.code != "postgres.no_tls" },
            { _ in "the database server refused" }, next: { _ in "envctl logs postgres" }),
    ]
}
