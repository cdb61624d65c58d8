/// Which names of values look as if the value were secret: `DB_PASSWORD`, `api-key`, `clientSecret`.
package enum SecretKey {
    /// How sure the name makes it.
    enum Strength {
        /// Whatever stands there is secret, also a word (`password: postgres`).
        case strong
        /// Words and short numbers beside such a name may be ordinary text (`unexpected token: end`).
        case weak
    }

    /// Whether a value of this name is to be hidden and known as a secret.
    package static func looksSecret(_ name: String) -> Bool {
        strength(Array(name.utf8)[...]) != nil
    }

    static func strength(_ name: ArraySlice<UInt8>) -> Strength? {
        guard name.count >= 3, name.count <= 128, mayBe(name) else { return nil }
        if name.elementsEqual("PWD".utf8) || name.elementsEqual("OLDPWD".utf8) { return nil }
        let words = words(of: name)
        guard let last = words.last, !descriptions.contains(last) else { return nil }
        if words.contains(where: isStrong) { return .strong }
        return isWeak(words, last) ? .weak : nil
    }

    /// A quick no for nearly every name.
    private static func mayBe(_ name: ArraySlice<UInt8>) -> Bool {
        let stems: [[UInt8]] = Self.stems
        for index in name.indices.dropLast(2) {
            let first = name[index].lowercased
            for stem in stems where stem[0] == first {
                if name[index + 1].lowercased == stem[1], name[index + 2].lowercased == stem[2] {
                    return true
                }
            }
        }
        return false
    }

    private static let stems = [
        "pas", "pwd", "sec", "tok", "key", "cre", "dsn", "aut", "coo", "jwt", "sal", "con", "web",
    ].map { Array($0.utf8) }

    private static func isStrong(_ word: String) -> Bool {
        for stem in ["password", "passwd", "passphrase", "secret", "passcode"]
        where word.contains(stem) && !word.hasSuffix("less") { return true }
        return word == "pwd" || word == "authorization"
    }

    private static func isWeak(_ words: [String], _ last: String) -> Bool {
        if weak.contains(last) { return true }
        if last.hasSuffix("token") || last.hasSuffix("apikey") || last.hasSuffix("dsn") {
            return true
        }
        let before = words.dropLast().last ?? ""
        switch last {
        case "key": return !before.isEmpty && !ordinaryKeys.contains(before)
        case "keys": return ["api", "access", "secret", "private", "signing"].contains(before)
        case "string": return before == "connection"
        case "url", "uri": return before == "webhook"
        default: return false
        }
    }

    private static let weak: Set<String> = [
        "pass", "token", "tokens", "credential", "credentials", "dsn", "auth", "cookie", "jwt",
        "salt", "apikey", "accesskey", "privatekey", "connectionstring", "passkey",
    ]

    /// `public_key`, `primary_key`…: what is no secret of anybody.
    private static let ordinaryKeys: Set<String> = [
        "public", "publishable", "primary", "foreign", "sort", "partition", "cache", "unique",
        "composite", "row", "object", "routing", "hot", "map", "lookup", "candidate", "index",
        "idempotency", "shard", "json", "yaml", "unknown", "duplicate", "missing", "config",
        "configuration", "the", "any", "which", "project", "template", "group", "registry",
    ]

    /// `password_file`, `token_type`, `SECRET_NAME`…: they tell about a secret, not the secret.
    private static let descriptions: Set<String> = [
        "file", "path", "dir", "directory", "folder", "name", "names", "id", "type", "length",
        "count", "size", "ttl", "expiry", "expires", "host", "port", "user", "username",
        "algorithm", "header", "version", "hint", "policy", "field", "age", "format", "status",
        "prefix", "label", "ref", "store", "manager", "service", "method", "mode", "enabled",
        "required", "provider", "rotation", "limit", "set", "changed", "encryption", "timeout",
        "authentication", "digest", "hash", "kind", "failed", "error",
    ]

    /// Lower-case words of a name: at what is no letter or digit, and where a capital begins one.
    private static func words(of name: ArraySlice<UInt8>) -> [String] {
        var words: [[UInt8]] = [[]]
        var before: UInt8 = 0
        for byte in name {
            if !byte.isAlphanumeric {
                words.append([])
            } else {
                if byte.isUpper && (before.isLower || before.isDigit) { words.append([]) }
                words[words.count - 1].append(byte.lowercased)
            }
            before = byte
        }
        return words.filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
    }
}
