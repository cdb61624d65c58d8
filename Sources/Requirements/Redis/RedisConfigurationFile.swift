import Configuration
import Vocabulary

/// The server's own configuration file: it holds the password, which must not be in an argv.
struct RedisConfigurationFile {
    let instance: RequirementInstance
    let access: RedisAccess

    /// What envctl decides itself.
    static let reserved: Set<String> = [
        "port", "bind", "dir", "requirepass", "daemonize", "logfile", "protected-mode", "include",
        "supervised", "pidfile", "appendonly", "save", "unixsocket", "tls-port",
    ]

    /// - Throws: `requirement.setting`.
    func text() throws -> String {
        try text(bind: Loopback.addresses.joined(separator: " "), folder: instance.paths.data)
    }

    /// - Parameters:
    ///   - bind: the addresses to listen on.
    ///   - folder: where the data is, as the server sees it.
    func text(bind: String, folder: String) throws -> String {
        let own = [
            ("bind", bind), ("protected-mode", "yes"), ("dir", Self.quoted(folder)),
            ("daemonize", "no"), ("supervised", "no"), ("logfile", "\"\""),
            ("requirepass", Self.quoted(try instance.secret("password"))),
        ]
        let lines = own + persistence + (try settings())
        return lines.map { "\($0.0) \($0.1)\n" }.joined()
    }

    /// `aof` loses at most the last second, `snapshot` what came since the last one.
    private var persistence: [(String, String)] {
        switch instance.value("persistence")?.string {
        case "snapshot": [("appendonly", "no"), ("save", "3600 1 300 100 60 10000")]
        case "none": [("appendonly", "no"), ("save", "\"\"")]
        default: [("appendonly", "yes"), ("appendfsync", "everysec"), ("save", "\"\"")]
        }
    }

    private func settings() throws -> [(String, String)] {
        try (instance.value("settings")?.textMembers ?? []).map { name, value in
            let isWord = !name.isEmpty && !name.contains { $0.isWhitespace }
            guard !Self.reserved.contains(name.lowercased()), isWord,
                !value.utf8.contains(where: { $0 < 32 })
            else {
                throw Failure(
                    "requirement.setting", "the setting '\(name)' can't be set",
                    at: "requirements.\(instance.component).settings.\(name)",
                    because: [isWord ? "envctl sets it itself" : "it is no name of a setting"],
                    hint: "remove it from 'settings:'")
            }
            return (name, value)
        }
    }

    /// A string of the file's syntax; control characters don't come in paths and passwords of ours.
    static func quoted(_ text: String) -> String {
        var out = "\""
        for character in text {
            if character == "\"" || character == "\\" { out.append("\\") }
            out.append(character)
        }
        return out + "\""
    }
}
