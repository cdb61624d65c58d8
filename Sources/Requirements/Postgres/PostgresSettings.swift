import Configuration
import Vocabulary

/// The server's settings: envctl's own, small defaults, and the user's above them.
struct PostgresSettings {
    /// In the order of the command line.
    private(set) var pairs: [(name: String, value: String)] = []

    /// What envctl decides itself; a user's value would break what it promises.
    static let reserved: Set<String> = [
        "port", "listen_addresses", "unix_socket_directories", "data_directory", "archive_mode",
        "hba_file", "ident_file", "config_file", "external_pid_file", "logging_collector",
    ]

    /// Small enough for many clusters on one machine. `replica` and two senders stay, since
    /// without them no running cluster can be cloned.
    static let small = [
        ("shared_buffers", "16MB"), ("max_connections", "60"), ("max_worker_processes", "4"),
        ("max_parallel_workers", "2"), ("autovacuum_max_workers", "1"), ("max_wal_size", "256MB"),
        ("huge_pages", "off"), ("wal_level", "replica"), ("max_wal_senders", "2"),
        ("max_replication_slots", "2"),
    ]

    static let fast = [
        ("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off"),
    ]

    /// - Throws: `requirement.setting` for a setting that is not the user's to choose.
    init(_ instance: RequirementInstance, isFast: Bool) throws(Failure) {
        for (name, value) in Self.small + (isFast ? Self.fast : []) { set(name, value) }
        for (name, value) in instance.value("settings")?.textMembers ?? [] {
            try Self.check(name, value, instance.component)
            set(name.lowercased(), value)
        }
    }

    mutating func set(_ name: String, _ value: String) {
        pairs.removeAll { $0.name == name }
        pairs.append((name, value))
    }

    private static func check(
        _ name: String, _ value: String, _ component: ComponentID
    ) throws(Failure) {
        func refuse(_ why: String, _ hint: String) -> Failure {
            Failure(
                "requirement.setting", "the setting '\(name)' can't be '\(value)'",
                at: "requirements.\(component).settings.\(name)", because: [why], hint: hint)
        }
        let word = name.lowercased()
        if reserved.contains(word) {
            throw refuse("envctl sets it itself", "remove it from 'settings:'")
        }
        if word == "wal_level", value == "minimal" {
            throw refuse("a running cluster could not be cloned", "use replica or logical")
        }
        if word == "max_wal_senders", (Int(value) ?? 2) < 2 {
            throw refuse("a running cluster could not be cloned", "use at least 2")
        }
    }

    var arguments: [String] { pairs.flatMap { ["-c", "\($0.name)=\($0.value)"] } }
}
