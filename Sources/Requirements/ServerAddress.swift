import Vocabulary

/// The address of an external server: `scheme://user:password@host:port/path?query`.
struct ServerAddress: Sendable, Equatable {
    var scheme: String
    var user: String?
    var password: String?
    var host: String
    var port: Port
    /// Without the slash before it.
    var path: String
    var query: [String: String] = [:]

    /// - Throws: `requirement.bad_url` that says what is missing, never with the password.
    init(_ text: String, schemes: [String], defaultPort: Int) throws(Failure) {
        guard let colon = text.range(ofText: "://") else {
            throw Self.failure(text, "it has no scheme such as \(schemes[0])://")
        }
        scheme = String(text[..<colon.lowerBound])
        guard schemes.contains(scheme) else {
            throw Self.failure(text, "its scheme is '\(scheme)', not \(schemes[0])")
        }
        var rest = text[colon.upperBound...]
        if let hash = rest.firstIndex(of: "#") { rest = rest[..<hash] }
        if let mark = rest.firstIndex(of: "?") {
            query = Self.query(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        path = percentDecoded(rest[slash...].dropFirst())
        let authority = rest[..<slash]
        let at = authority.lastIndex(of: "@")
        (user, password) = Self.credentials(at.map { authority[..<$0] })
        let place = at.map { authority[authority.index(after: $0)...] } ?? authority
        guard let (host, port) = Self.place(place, defaultPort) else {
            throw Self.failure(text, "its host or port is not valid")
        }
        self.host = host
        self.port = port
    }

    private static func credentials(_ text: Substring?) -> (String?, String?) {
        guard let text else { return (nil, nil) }
        guard let colon = text.firstIndex(of: ":") else { return (percentDecoded(text), nil) }
        let user = percentDecoded(text[..<colon])
        return (user.isEmpty ? nil : user, percentDecoded(text[text.index(after: colon)...]))
    }

    private static func place(_ text: Substring, _ defaultPort: Int) -> (String, Port)? {
        var host = text
        var number = defaultPort
        if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
            guard let given = Int(text[text.index(after: colon)...]) else { return nil }
            number = given
            host = text[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, let port = Port(number) else { return nil }
        return (percentDecoded(host), port)
    }

    private static func query(_ text: Substring) -> [String: String] {
        let pairs = text.split(separator: "&").map { pair in
            let words = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (percentDecoded(words[0]), words.count > 1 ? percentDecoded(words[1]) : "")
        }
        return Dictionary(pairs) { $1 }
    }

    private static func failure(_ text: String, _ why: String) -> Failure {
        Failure(
            "requirement.bad_url", "the url of an external requirement is not valid",
            at: PublicAddress.of(text), because: [why])
    }
}

extension String {
    func range(ofText needle: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) {
                return start..<index(start, offsetBy: needle.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
