package import Vocabulary

/// YAML files of others, as plain values.
package enum YAMLText {
    /// The only document of a text; nil where it can't be read, or is larger than any honest file.
    package static func json(_ bytes: [UInt8]) -> JSON? {
        // Why it can't be read is the business of the program that owns the file.
        try? YAMLDocument.parse(bytes, source: YAMLSource(layer: .project, name: "")).root.json
    }
}
