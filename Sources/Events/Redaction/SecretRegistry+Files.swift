package import Vocabulary

extension SecretRegistry {
    /// What looks secret among `NAME=value` words.
    package convenience init(assignments words: [String]) {
        self.init()
        add(assignments: words)
    }

    /// Learns what looks secret in a file that people write: `.envctl`, `envctl.yaml`, an env file.
    /// Read as text, so that the message about a mistake in it is covered as well.
    package func learn(from bytes: [UInt8]) { add(SecretForm.passwords(bytes)) }

    /// Adds each text of a record that holds nothing but secrets.
    package func add(allOf json: JSON) {
        switch json {
        case .string(let text): add(text)
        case .array(let elements): elements.forEach(add(allOf:))
        case .object(let object): object.members.forEach { add(allOf: $0.value) }
        default: break
        }
    }

    /// Adds what looks secret among `NAME=value` words.
    package func add(assignments words: [String]) {
        add(
            variables: words.map { word in
                let name = word.prefix { $0 != "=" }
                return (key: String(name), value: String(word.dropFirst(name.count + 1)))
            })
    }
}
