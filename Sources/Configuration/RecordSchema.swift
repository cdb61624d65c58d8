/// A mapping with known keys: a row group of the configuration's table.
package struct RecordSchema: Sendable, Equatable {
    /// The word that `ValueType.record` uses.
    package var id: String
    /// Heading and one sentence for the reference.
    package var title: String
    package var documentation: String
    package var keys: [KeySchema]
    /// Keys of which exactly one must be there; empty where there is no such rule.
    package var exactlyOne: [String]

    package init(
        _ id: String, title: String, _ documentation: String, exactlyOne: [String] = [],
        keys: [KeySchema]
    ) {
        self.id = id
        self.title = title
        self.documentation = documentation
        self.exactlyOne = exactlyOne
        self.keys = keys
    }

    func key(_ name: String) -> KeySchema? { keys.first { $0.name == name } }
}
