import Digests
import Platform
import Vocabulary

/// A small client: start-up, simple query, error fields. It is there because `psql` takes 30 ms
/// where this takes a few, and because a verifier must not pass through an argv.
final class PostgresClient {
    private let connection: Connection
    private var buffer: [UInt8] = []

    /// Starts a session on a connection.
    ///
    /// - Throws: `PostgresError` where the server refuses; `Failure` `postgres.authentication` for
    ///   a method that this client does not know.
    init(_ connection: Connection, user: String, database: String, password: String?) throws {
        self.connection = connection
        try connection.send(PostgresMessage.startup(user: user, database: database))
        var scram: ScramClient?
        while true {
            let message = try receive()
            switch message.type {
            case UInt8(ascii: "R"): try authenticate(message, password, &scram)
            case UInt8(ascii: "E"): throw error(message)
            case UInt8(ascii: "Z"): return
            default: continue  // parameters, key data, notices
            }
        }
    }

    deinit {
        try? connection.send(PostgresMessage.terminate)  // closing says the same, less politely
    }

    /// Runs statements without parameters; the rows of the last one that has some.
    @discardableResult
    func query(_ sql: String) throws -> [[String?]] {
        try connection.send(PostgresMessage.query(sql))
        var rows: [[String?]] = []
        var failure: PostgresError?
        while true {
            let message = try receive()
            switch message.type {
            case UInt8(ascii: "T"): rows = []
            case UInt8(ascii: "D"): rows.append(Self.row(message))
            case UInt8(ascii: "E"): failure = failure ?? error(message)
            case UInt8(ascii: "Z"):
                if let failure { throw failure }
                return rows
            default: continue
            }
        }
    }

    private func error(_ message: PostgresMessage) -> PostgresError {
        PostgresError(message, subject: connection.subject)
    }

    private func authenticate(
        _ message: PostgresMessage, _ password: String?, _ scram: inout ScramClient?
    ) throws {
        switch message.number(at: 0) {
        case 0: return
        case 3: try send(Array((try known(password)).utf8) + [0])
        case 10:
            let client = ScramClient(password: try known(password))
            scram = client
            let first = Array(client.first.utf8)
            try send(
                Array("SCRAM-SHA-256".utf8) + [0] + PostgresMessage.number(UInt32(first.count))
                    + first)
        case 11:
            let answer = try scram?.final(after: text(message)) ?? ""
            try send(Array(answer.utf8))
        case 12:
            // A server that can't prove that it knows the verifier is another one.
            guard scram?.isProof(text(message)) == true else {
                throw Failure(
                    "postgres.false_signature", "the server does not know the password",
                    at: connection.subject)
            }
        case let method: throw unknown("method \(method)")
        }
    }

    private func text(_ message: PostgresMessage) -> String {
        String(decoding: message.body.dropFirst(4), as: UTF8.self)
    }

    private func send(_ answer: [UInt8]) throws {
        try connection.send(PostgresMessage.answer(answer))
    }

    private func known(_ password: String?) throws -> String {
        if let password { return password }
        throw Failure(
            "postgres.password_wanted", "the server wants a password", at: connection.subject)
    }

    static let unknownMethod = "postgres.authentication"

    private func unknown(_ what: String) -> Failure {
        Failure(
            Self.unknownMethod, "the server's way of authentication is not known here",
            at: connection.subject, because: [what])
    }

    private func receive() throws -> PostgresMessage {
        while true {
            if let message = Self.take(&buffer) { return message }
            let bytes = try connection.receive()
            guard !bytes.isEmpty else {
                throw Failure(
                    "postgres.closed", "the server closed the connection", at: connection.subject)
            }
            buffer += bytes
        }
    }

    /// Takes a whole message off the front.
    static func take(_ buffer: inout [UInt8]) -> PostgresMessage? {
        guard buffer.count >= 5 else { return nil }
        let length = buffer[1..<5].reduce(0) { $0 << 8 | Int($1) }
        guard length >= 4, buffer.count > length else { return nil }
        let message = PostgresMessage(type: buffer[0], body: Array(buffer[5...length]))
        buffer.removeFirst(length + 1)
        return message
    }

    private static func row(_ message: PostgresMessage) -> [String?] {
        var columns: [String?] = []
        var offset = 2
        while offset + 4 <= message.body.count {
            let length = message.number(at: offset)
            offset += 4
            guard length != 0xFFFF_FFFF, offset + length <= message.body.count else {
                columns.append(nil)
                continue
            }
            columns.append(String(decoding: message.body[offset..<offset + length], as: UTF8.self))
            offset += length
        }
        return columns
    }
}
