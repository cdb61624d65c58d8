import Platform
import Supervision
import Vocabulary

extension HTTPProbe {
    /// As people configured it: `http GET 127.0.0.1:8000/healthz`.
    var title: String { "http \(method) \(address):\(port)\(path)" }

    var request: [UInt8] {
        var lines = ["\(method) \(path) HTTP/1.1"]
        let names = Set(requestHeaders.map { $0.name.lowercased() })
        if !names.contains("host") { lines.append("Host: \(address):\(port)") }
        lines += requestHeaders.map { "\($0.name): \($0.value)" }
        lines += ["Connection: close", "", ""]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    /// What is wrong with an answer; nil where its status is one that was wanted.
    func complaint(about answer: [UInt8]) -> String? {
        let line = answer.prefix { $0 != 0x0A }
        let words = String(decoding: line, as: UTF8.self).split { $0.isWhitespace }
        if answer.isEmpty { return "the connection was closed" }
        guard words.count >= 2, words[0].hasPrefix("HTTP/"), let code = Int(words[1]) else {
            return "the answer is no HTTP"
        }
        return status.contains(code) ? nil : "status \(code)"
    }
}

extension ExchangeProbe {
    var title: String { "exchange " + (socket.map(Path.name) ?? port.map(\.description) ?? "") }

    func complaint(about answer: [UInt8]) -> String? {
        if answer.starts(with: expect) { return nil }
        if answer.isEmpty { return "the connection was closed" }
        let readable = answer.prefix(32).map { (0x20..<0x7F).contains($0) ? $0 : 0x2E }
        return "the answer began with '\(String(decoding: readable, as: UTF8.self))'"
    }
}
