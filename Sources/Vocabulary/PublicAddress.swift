/// Addresses as they may be shown: without the password that they are used with.
package enum PublicAddress {
    /// `postgres://app:secret@host/shop` → `postgres://app@host/shop`; other texts as they are.
    package static func of(_ url: String) -> String {
        guard let start = url.range(of: "://") else { return url }
        let authority = url[start.upperBound...].prefix { !"/?#".contains($0) }
        guard let at = authority.lastIndex(of: "@") else { return url }
        let user = authority[..<at].prefix { $0 != ":" }
        let host = authority[authority.index(after: at)...]
        let rest = url[authority.endIndex...]
        return url[..<start.upperBound] + (user.isEmpty ? "" : user + "@") + host + rest
    }

    /// The host that an address names; nil for a text without one.
    package static func host(of url: String) -> String? {
        guard let start = url.range(of: "://") else { return nil }
        var rest = url[start.upperBound...].prefix { !"/?#".contains($0) }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        if rest.hasPrefix("[") { return String(rest.dropFirst().prefix { $0 != "]" }) }
        let host = rest.prefix { $0 != ":" }
        return host.isEmpty ? nil : String(host)
    }

    /// Whether a host is reached over this machine's loopback.
    package static func isLoopback(_ host: String) -> Bool {
        host.hasPrefix("127.") || host == "::1" || host == "localhost"
    }

    /// The same record with every member called `url` made fit to be shown.
    package static func inside(_ json: JSON) -> JSON {
        switch json {
        case .array(let elements): return .array(elements.map(inside))
        case .object(let object):
            let members = object.members.map { member -> (String, JSON) in
                if member.key == "url", let url = member.value.string {
                    return (member.key, .string(of(url)))
                }
                return (member.key, inside(member.value))
            }
            return .object(JSON.Object(members))
        default: return json
        }
    }
}

extension String {
    /// The first place of `text`, by bytes.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) {
                return start..<index(start, offsetBy: text.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
