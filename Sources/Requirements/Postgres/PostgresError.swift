import Vocabulary

/// What the server said instead of doing it.
struct PostgresError: FailureConvertible, Equatable {
    /// SQLSTATE: five characters, stable.
    var state: String
    var severity: String
    var message: String
    var detail: String?
    /// The character of the query, from 1, at which it was noticed.
    var position: Int?
    /// `host:port` or the socket's path.
    var subject: String

    init(_ message: PostgresMessage, subject: String) {
        let fields = message.fields
        state = fields["C"] ?? "XX000"
        severity = fields["V"] ?? fields["S"] ?? "ERROR"
        self.message = fields["M"] ?? "no message"
        detail = fields["D"]
        position = fields["P"].flatMap { Int($0) }
        self.subject = subject
    }

    var failure: Failure {
        Failure(
            "postgres.error", "the database server refused", at: subject,
            because: ["\(severity): \(message) (\(state))"] + [detail].compactMap { $0 },
            details: ["sqlstate": .string(state)])
    }

    static let invalidPassword = "28P01"
    static let invalidAuthorization = "28000"
    static let unknownDatabase = "3D000"
}
