/// Messages of the frontend/backend protocol, version 3.0 (PostgreSQL documentation, chapter
/// "Message Formats").
struct PostgresMessage: Equatable {
    /// The byte that says which.
    var type: UInt8
    var body: [UInt8]

    static func startup(user: String, database: String) -> [UInt8] {
        let parameters = ["user", user, "database", database, "application_name", "envctl"]
        let body = number(196_608) + parameters.flatMap { Array($0.utf8) + [0] } + [0]
        return number(UInt32(body.count + 4)) + body
    }

    /// Asks for TLS; the answer is one byte, `S` or `N`.
    static let tlsRequest: [UInt8] = number(8) + number(80_877_103)

    static func query(_ sql: String) -> [UInt8] {
        PostgresMessage(type: UInt8(ascii: "Q"), body: Array(sql.utf8) + [0]).bytes
    }

    /// A password, or a part of a SASL conversation.
    static func answer(_ body: [UInt8]) -> [UInt8] {
        PostgresMessage(type: UInt8(ascii: "p"), body: body).bytes
    }

    static let terminate = PostgresMessage(type: UInt8(ascii: "X"), body: []).bytes

    var bytes: [UInt8] { [type] + Self.number(UInt32(body.count + 4)) + body }

    /// Big-endian.
    static func number(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// The number at `offset`; 0 where the body is shorter.
    func number(at offset: Int) -> Int {
        guard body.count >= offset + 4 else { return 0 }
        return body[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }

    /// The error or notice fields: a letter and a text each.
    var fields: [Character: String] {
        var fields: [Character: String] = [:]
        for part in body.split(separator: 0) {
            guard let letter = part.first else { continue }
            fields[Character(Unicode.Scalar(letter))] = String(
                decoding: part.dropFirst(), as: UTF8.self)
        }
        return fields
    }
}
