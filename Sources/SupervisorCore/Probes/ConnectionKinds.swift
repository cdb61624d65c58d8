import Glibc
import Platform
import Supervision
import Vocabulary

/// Asks an HTTP server until its status line (and header) is as wanted.
final class HTTPAttempts: ConnectionProbe {
    private let probe: HTTPProbe

    init(_ probe: HTTPProbe, _ context: ProbeContext, _ passed: @escaping (String) -> Void) {
        self.probe = probe
        super.init(Self.name(probe), context, passed)
    }

    static func name(_ probe: HTTPProbe) -> String {
        let address = "http \(probe.method) \(probe.address):\(probe.port)\(probe.path)"
        return probe.title.map { "\($0) (\(address))" } ?? address
    }

    override var pause: Int { 50 }

    override func connect() throws(SystemError) -> Descriptor {
        try TCPSocket.connect(try address(), probe.port)
    }

    /// The other loopback address where nothing listens but there: `localhost` of some servers.
    private func address() throws(SystemError) -> String {
        guard probe.address == "127.0.0.1" else { return probe.address }
        let listeners = try Listeners.all().filter { $0.port == probe.port }
        let onlySix = !listeners.isEmpty && listeners.allSatisfy { $0.address == "::1" }
        return onlySix ? "::1" : probe.address
    }

    override var request: [UInt8] {
        var lines = ["\(probe.method) \(probe.path) HTTP/1.1"]
        let names = Set(probe.requestHeaders.map { $0.name.lowercased() })
        if !names.contains("host") { lines.append("Host: \(probe.address):\(probe.port)") }
        lines += probe.requestHeaders.map { "\($0.name): \($0.value)" }
        lines += ["Connection: close", "", ""]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    override func judge(_ answer: [UInt8], ended: Bool) -> Verdict {
        guard let line = answer.split(separator: 0x0A, maxSplits: 1).first,
            answer.contains(0x0A)
        else { return .needsMore }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/"), let status = Int(words[1]) else {
            return .refused("the answer is no HTTP")
        }
        if probe.status.contains(status) { return .passed }
        context.onStatus(status)
        return .refused("status \(status)")
    }
}

/// Sends bytes and compares what comes back.
final class ExchangeAttempts: ConnectionProbe {
    private let probe: ExchangeProbe

    init(_ probe: ExchangeProbe, _ context: ProbeContext, _ passed: @escaping (String) -> Void) {
        self.probe = probe
        let place = probe.socket.map(Path.name) ?? probe.port.map(\.description) ?? ""
        let address = "exchange \(place)"
        super.init(probe.title.map { "\($0) (\(address))" } ?? address, context, passed)
    }

    override var pause: Int { probe.pauseAfterRefusal }
    override var request: [UInt8] { probe.send }

    override func connect() throws(SystemError) -> Descriptor {
        if let socket = probe.socket { return try UnixSocket.connectNow(socket) }
        guard let port = probe.port else { throw SystemError("connect", "", errno: EINVAL) }
        return try TCPSocket.connect(probe.address, port)
    }

    override func judge(_ answer: [UInt8], ended: Bool) -> Verdict {
        if answer.starts(with: probe.expect) { return .passed }
        if probe.expect.starts(with: answer), !ended { return .needsMore }
        return .refused("the answer began with \(Self.readable(answer.prefix(32)))")
    }

    /// Bytes as people can read them: what is no ASCII becomes a dot.
    private static func readable(_ bytes: ArraySlice<UInt8>) -> String {
        "'"
            + String(
                decoding: bytes.map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: ".") },
                as: UTF8.self) + "'"
    }
}
