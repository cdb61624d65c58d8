import Platform
import Vocabulary

/// A conversation with a server: one command, one answer (RESP 2).
final class RedisConnection {
    private let connection: Connection
    private var buffer: [UInt8] = []

    init(_ host: String, _ port: Port, password: String?) throws {
        connection = try Connection.tcp(host, port, milliseconds: 120_000)
        guard let password else { return }
        let answer = try ask(["AUTH", password])
        guard answer == "+OK" else {
            throw Failure(
                "requirement.external_password", "the server does not accept our password",
                at: connection.subject, because: [String(answer.dropFirst())])
        }
    }

    /// A status or error line with its first letter; of a bulk string its text, of an array its
    /// elements' texts, one a line.
    func ask(_ words: [String]) throws -> String {
        try connection.send(RedisProtocol.command(words))
        return try answer()
    }

    /// A value of `INFO persistence`; nil where the server does not tell it.
    func info(_ name: String) throws -> String? {
        let lines = try ask(["INFO", "persistence"]).split { $0.isNewline }
        return lines.first { $0.hasPrefix(name + ":") }.map {
            String($0.dropFirst(name.utf8.count + 1))
        }
    }

    /// A value of `CONFIG GET`.
    func setting(_ name: String) throws -> String? {
        let lines = try ask(["CONFIG", "GET", name]).split(separator: "\n")
        return lines.count == 2 ? String(lines[1]) : nil
    }

    private func answer() throws -> String {
        let line = try self.line()
        let count = Int(line.dropFirst()) ?? -1
        switch line.first {
        case "$": return count < 0 ? "" : try bulk(count)
        case "*":
            return try (0..<max(0, count)).map { _ in try answer() }.joined(separator: "\n")
        default: return line
        }
    }

    private func line() throws -> String {
        while true {
            if let end = buffer.firstIndex(of: 10), end > 0 {
                let text = String(decoding: buffer[..<(end - 1)], as: UTF8.self)
                buffer.removeFirst(end + 1)
                return text
            }
            try fill()
        }
    }

    private func bulk(_ count: Int) throws -> String {
        while buffer.count < count + 2 { try fill() }
        let text = String(decoding: buffer[..<count], as: UTF8.self)
        buffer.removeFirst(count + 2)
        return text
    }

    private func fill() throws {
        let bytes = try connection.receive()
        guard !bytes.isEmpty else {
            throw Failure(
                "requirement.not_running", "the server closed the connection",
                at: connection.subject)
        }
        buffer += bytes
    }
}
