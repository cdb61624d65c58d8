/// The settings of section `core` that discovery reads from git's files by itself.
enum GitSettings {
    /// `core.<key>` in the text of a `config`; the last one wins, nil where it isn't set. A key
    /// without `=` has the value `true`.
    static func core(_ key: String, in text: String) -> String? {
        var section = ""
        var value: String?
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.drop(while: \.isWhitespace)
            if line.hasPrefix("[") {
                section = line.dropFirst().prefix { $0 != "]" }.lowercased()
            } else if section == "core" {
                value = self.value(of: key, in: line) ?? value
            }
        }
        return value
    }

    static func isTrue(_ value: String) -> Bool {
        ["true", "yes", "on", "1"].contains(value.lowercased())
    }

    private static func value(of key: String, in line: Substring) -> String? {
        let name = line.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
        guard name.lowercased() == key else { return nil }
        let rest = line.dropFirst(name.count).drop(while: \.isWhitespace)
        return rest.hasPrefix("=") ? unquoted(rest.dropFirst()) : "true"
    }

    /// Without quotes, escapes, the comment behind it and the space around it.
    private static func unquoted(_ text: Substring) -> String {
        var value = ""
        var isQuoted = false
        var isEscaped = false
        var kept = 0
        for character in text.drop(while: \.isWhitespace) {
            if isEscaped {
                value.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if !isQuoted, character == "#" || character == ";" {
                break
            } else {
                value.append(character)
            }
            if isQuoted || !character.isWhitespace { kept = value.count }
        }
        return String(value.prefix(kept))
    }
}
