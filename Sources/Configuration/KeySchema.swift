package import Vocabulary

/// One key of the configuration: all that validation, the JSON Schema and the reference need to know.
package struct KeySchema: Sendable, Equatable {
    package var name: String
    package var type: ValueType
    /// What holds where the key is unset; nil where that is nothing, or no fixed value.
    package var defaultValue: JSON?
    /// One or two sentences, Markdown.
    package var documentation: String
    package var isRequired: Bool
    /// Whether user and system files may hold it.
    package var isPreference: Bool
    /// Names that it had in earlier versions; they work and are reported.
    package var formerNames: [String]

    package init(
        _ name: String, _ type: ValueType, default defaultValue: JSON? = nil,
        isRequired: Bool = false, isPreference: Bool = false, formerNames: [String] = [],
        _ documentation: String
    ) {
        self.name = name
        self.type = type
        self.defaultValue = defaultValue
        self.isRequired = isRequired
        self.isPreference = isPreference
        self.formerNames = formerNames
        self.documentation = documentation
    }
}
