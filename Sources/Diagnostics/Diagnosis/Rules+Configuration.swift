import Vocabulary

/// The configuration.
extension Rules {
    static let configuration: [Rule] = [
        Rule("yaml_broken") { findings($0, "syntax", "yaml_broken", "is no valid YAML") },
        Rule("dependency_cycle") {
            findings($0, "cycle", "dependency_cycle", "has components that wait for each other")
        },
        Rule(
            "dependency_cycle", codes: ["steps.cycle"], "steps wait for each other",
            next: "envctl config check"),
        Rule("key_unknown") {
            findings($0, "unknown_key", "key_unknown", "has a key that envctl does not know")
        },
        Rule("configuration_invalid") {
            findings($0, "other", "configuration_invalid", "has a value that can't be used")
        },
        Rule(
            "variable_missing", codes: ["config.missing_variable"],
            "a variable that the configuration names is not set", next: "envctl start",
            advice: "set the variable where you type 'envctl start': no env_file is read for it"),
        Rule(
            "env_file", codes: ["config.env_file"], "an env_file is missing or can't be read",
            next: "envctl show-config"),
        Rule(
            "configuration_unusable",
            {
                $0.code.hasPrefix("config.") && !$0.code.hasPrefix("config.missing")
                    && $0.findings.isEmpty && $0.code != "config.env_file"
            },
            { $0.message }, next: { _ in "envctl config check" }),
        Rule("not_configured") { facts in
            guard !facts.isConfigured, facts.configuration == nil, facts.place == nil else {
                return []
            }
            return [
                Cause(
                    "not_configured", "nothing is configured here",
                    evidence: ["there is no envctl.yaml, and no .envctl names a component"],
                    next: "envctl init")
            ]
        },
    ]

    private static func findings(
        _ facts: DiagnosisFacts, _ kind: String, _ id: String, _ words: String
    ) -> [Cause] {
        let found = facts.complaints.flatMap(\.findings).filter {
            ($0["kind"]?.string ?? "other") == kind
        }
        guard let first = found.first else { return [] }
        return [
            Cause(
                id, "\(first["file"]?.string ?? "the configuration") \(words)",
                evidence: Array(Set(found.map(place))).sorted(), next: "envctl config check")
        ]
    }

    /// `envctl.yaml:14:5: unknown key 'comand'; did you mean 'command'?`
    private static func place(_ finding: JSON) -> String {
        let parts = [
            finding["file"]?.string, finding["line"]?.int.map { "\($0)" },
            finding["column"]?.int.map { "\($0)" },
        ]
        let words = finding["message"]?.string ?? ""
        let near = finding["suggestion"]?.string.map { "; did you mean '\($0)'?" } ?? ""
        return parts.compactMap(\.self).joined(separator: ":") + ": " + words + near
    }
}
