import Vocabulary

/// The one name that a key has in `.envctl`, the environment and assignments.
enum VariableName {
    static let prefix = "ENVCTL_"

    /// Variables of envctl's own that are no configuration; a `*` stands for any ending.
    static let reserved = [
        "ENVCTL_STATE_DIR", "ENVCTL_RUNTIME_DIR", "ENVCTL_CACHE_DIR", "ENVCTL_SCOPE",
        "ENVCTL_PROJECT", "ENVCTL_PROJECTED", "ENVCTL_RUN", "ENVCTL_COMPONENT",
        "ENVCTL_DEBUG*", "ENVCTL_TEST_*",
    ]

    static func isReserved(_ name: String) -> Bool {
        reserved.contains { pattern in
            pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
        }
    }

    /// Whether shells take it in `export NAME=…`.
    static func isForShells(_ name: String) -> Bool {
        EnvironmentText.isName(name) && !name.contains { $0 == "." || $0 == "-" }
    }

    /// One level as it stands in a variable: capitals, `-` as `_`.
    static func level(_ key: String) -> String {
        String(key.map { $0 == "-" ? "_" : $0 }).uppercased()
    }

    /// `ENVCTL_SERVICES__API__PORT` for `services.api.port`.
    static func of(_ path: [String]) -> String { prefix + path.map(level).joined(separator: "__") }
}
