import Platform
import Vocabulary

/// Has a running server write a dump of one moment.
struct RedisDump {
    private let source: DataSource
    private let folder: String
    private let connection: RedisConnection

    /// - Parameters:
    ///   - host: where it listens.
    ///   - folder: of its data, as the server sees it.
    init(_ source: DataSource, at host: String, folder: String) throws {
        self.source = source
        self.folder = folder
        guard let port = source.ports["main"] else {
            throw Failure(
                "requirement.not_running", "it is not known on which port it listens",
                at: source.folder, hint: "envctl status")
        }
        let password = source.secrets.value("password", of: source.component)
        connection = try RedisConnection(host, port, password: password)
    }

    /// Of a native server.
    init(_ source: DataSource) throws {
        try self.init(source, at: "127.0.0.1", folder: source.folder)
    }

    /// Milliseconds.
    private static let patience = 300_000

    /// - Returns: the dump's name in the data folder.
    func save() throws -> String {
        // Told first: another server on that port has another folder.
        guard try connection.setting("dir") == folder else {
            throw Failure(
                "requirement.not_running", "who answers on its port has another data folder",
                at: source.folder, hint: "envctl status")
        }
        let name = try connection.setting("dbfilename") ?? RedisAdapter.dump
        let start = Clock.system.monotonic()
        // Refused while another dump, or a new append-only file, is being written.
        while true {
            let answer = try connection.ask(["BGSAVE"])
            if answer.hasPrefix("+") { break }
            try wait(since: start, answer)
        }
        while try connection.info("rdb_bgsave_in_progress") != "0" {
            try wait(since: start, "it is being written")
        }
        let outcome = try connection.info("rdb_last_bgsave_status") ?? "unknown"
        if outcome == "ok" { return name }
        throw Failure(
            "data.copy_failed", "the server could not write its dump", at: source.folder,
            because: ["rdb_last_bgsave_status is \(outcome)"], hint: "envctl logs redis")
    }

    private func wait(since start: UInt64, _ why: String) throws {
        if Int((Clock.system.monotonic() - start) / 1_000_000) < Self.patience {
            return pause(milliseconds: 20)
        }
        throw Failure(
            "data.copy_failed", "the server did not write its dump in time", at: source.folder,
            because: [why])
    }
}
