/// As much of RESP as a greeting needs.
enum RedisProtocol {
    /// `AUTH` where there is a password, then `PING`, as arrays of bulk strings.
    static func greeting(_ user: String?, _ password: String?) -> [UInt8] {
        let login = password.map { command(["AUTH"] + [user].compactMap { $0 } + [$0]) } ?? []
        return login + command(["PING"])
    }

    /// The answer to a greeting with a password.
    static let welcome = Array("+OK\r\n+PONG\r\n".utf8)

    static func command(_ words: [String]) -> [UInt8] {
        let parts = words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }
        return Array("*\(words.count)\r\n\(parts.joined())".utf8)
    }
}
