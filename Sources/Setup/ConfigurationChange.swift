package import Configuration
package import Vocabulary

/// What became of one change of the project's own `.envctl`.
package struct ConfigurationChange: Sendable {
    /// The `.envctl`, absolute.
    package let file: String
    package let key: ConfigurationKey
    /// What was asked for; nil where the key was to be unset.
    package let value: String?
    /// Whether the file had to be written.
    package let isChanged: Bool
    /// The main worktree's `.envctl`, where the own one was begun as its copy: what it sets holds
    /// here only while there is no own one.
    package let copiedFrom: String?
    /// What holds now; nil where the key has no value, or more than one below it.
    package let effective: SettingOrigin?

    /// Whether another layer wins over what was set.
    package var isOverruled: Bool {
        guard value != nil, let effective else { return false }
        return effective.origin.layer > .checkout
    }

    package var members: JSON.Object {
        [
            "file": .string(file), "changed": .bool(isChanged), "key": .string(key.path),
            "variable": .string(key.variable), "value": JSON(value),
            "copied_from": JSON(copiedFrom),
            "effective": effective.map { ["value": $0.value, "origin": $0.origin.json] } ?? .null,
        ]
    }
}
