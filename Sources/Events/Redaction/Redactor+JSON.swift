package import Vocabulary

extension Redactor {
    /// The same value with each text in it redacted: its form stays, so that it can be read by
    /// programs, and a member whose key looks secret loses its value.
    package func json(_ json: JSON) -> JSON {
        switch json {
        case .string(let text): .string(self.text(text))
        case .array(let elements): .array(strings(elements) ?? elements.map(self.json))
        case .object(let object):
            .object(JSON.Object(object.members.map { (text($0.key), member($0.key, $0.value)) }))
        default: json
        }
    }

    private func member(_ key: String, _ value: JSON) -> JSON {
        guard case .string(let text) = value, SecretKey.looksSecret(key) else { return json(value) }
        // As a key and its value stand in a text; what that leaves is what the value becomes.
        let prefix = "\"\(key)\": \""
        let redacted = self.text(prefix + Self.escaped(text) + "\"")
        return redacted.hasPrefix(prefix) && redacted.contains("[redacted:keyed_value]")
            ? .string("[redacted:keyed_value]") : .string(self.text(text))
    }

    private static func escaped(_ text: String) -> String {
        String(JSON.string(text).compact.dropFirst().dropLast())
    }

    /// Lists of lines or words as one text: a secret may go over several of them.
    private func strings(_ elements: [JSON]) -> [JSON]? {
        guard elements.count > 1 else { return nil }
        var texts: [String] = []
        for element in elements {
            guard let text = element.string, !text.contains("\n") else { return nil }
            texts.append(text)
        }
        return lines(texts).map(JSON.string)
    }
}
