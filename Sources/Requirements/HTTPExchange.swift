import Platform
import Vocabulary

/// One request to an HTTP server and its whole answer, blocking; for the few that a start needs.
struct HTTPExchange {
    var host: String
    var port: Port
    /// Milliseconds for each single wait.
    var timeout = 10_000

    /// What a server says at most, in bytes.
    private static let limit = 8_388_608

    struct Answer: Sendable, Equatable {
        var status: Int
        var body: [UInt8]

        var isSuccess: Bool { (200...299).contains(status) }
        /// Nil where it is none.
        var json: JSON? { try? JSON.parse(body) }  // only told apart, never needed
    }

    /// - Throws: `SystemError` of the connection, `requirement.no_http` for another protocol.
    func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: JSON? = nil
    ) throws -> Answer {
        let connection = try Connection.tcp(host, port, milliseconds: timeout)
        let content = body.map { Array($0.compact.utf8) } ?? []
        var lines = [
            "\(method) \(path) HTTP/1.1", "Host: \(host):\(port)", "Accept: application/json",
            "Connection: close",
        ]
        lines += headers.map { "\($0.0): \($0.1)" }
        if body != nil {
            lines += ["Content-Type: application/json", "Content-Length: \(content.count)"]
        }
        try connection.send(Array((lines + ["", ""]).joined(separator: "\r\n").utf8) + content)
        return try Self.answer(try receive(connection), from: connection.subject)
    }

    /// Everything until the server closes, which it was asked to do, or the answer is complete.
    private func receive(_ connection: Connection) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < Self.limit {
            let more = try connection.receive(upTo: 65_536)
            if more.isEmpty { break }
            bytes += more
            if Self.isComplete(bytes) { break }
        }
        return bytes
    }

    /// By its length; one without a length ends with the connection.
    private static func isComplete(_ bytes: [UInt8]) -> Bool {
        guard let (head, body) = split(bytes), let length = header("content-length", in: head),
            let count = Int(length)
        else { return false }
        return body.count >= count
    }

    static func answer(_ bytes: [UInt8], from subject: String) throws -> Answer {
        guard let (head, body) = split(bytes), let first = head.first else {
            throw noHTTP(subject)
        }
        let words = first.split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/"), let status = Int(words[1]) else {
            throw noHTTP(subject)
        }
        let isChunked = header("transfer-encoding", in: head)?.lowercased() == "chunked"
        return Answer(status: status, body: isChunked ? joined(body) : Array(body))
    }

    private static func noHTTP(_ subject: String) -> Failure {
        Failure("requirement.no_http", "what answers there does not speak HTTP", at: subject)
    }

    /// The lines of the head, and what follows the empty one; nil where that is not there yet.
    private static func split(_ bytes: [UInt8]) -> (head: [String], body: ArraySlice<UInt8>)? {
        let mark: [UInt8] = [13, 10, 13, 10]
        guard bytes.count >= 4,
            let end = (0...bytes.count - 4).first(where: {
                bytes[$0] == 13 && bytes[$0..<$0 + 4].elementsEqual(mark)
            })
        else { return nil }
        let text = String(decoding: bytes[..<end], as: UTF8.self)
        return (text.split { $0.isNewline }.map { String($0) }, bytes[(end + 4)...])
    }

    private static func header(_ name: String, in head: [String]) -> String? {
        for line in head.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == name else { continue }
            return String(parts[1].drop { $0 == " " })
        }
        return nil
    }

    /// The content of a chunked body (RFC 9112, section 7.1); what is cut off is left out.
    private static func joined(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        var rest = body
        while let end = rest.firstIndex(of: 10) {
            let line = String(decoding: rest[..<end], as: UTF8.self)
            guard let size = Int(line.prefix { $0.isHexDigit }, radix: 16), size > 0 else { break }
            let chunk = rest[(end + 1)...].prefix(size)
            out += chunk
            rest = rest[chunk.endIndex...].dropFirst(2)
        }
        return out
    }
}
