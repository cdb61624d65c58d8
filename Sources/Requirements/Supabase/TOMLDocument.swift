import Vocabulary

/// A TOML file as a flat list: each value with the whole path of its key and its place.
///
/// Read are tables, arrays of tables, dotted and quoted keys, strings of all four kinds, whole
/// numbers, booleans, arrays and inline tables. Numbers with a point and dates are kept as they are
/// written.
struct TOMLDocument: Sendable, Equatable {
    indirect enum Value: Sendable, Equatable {
        case string(String)
        case int(Int)
        case bool(Bool)
        case array([Value])
        case other(String)
    }

    struct Entry: Sendable, Equatable {
        /// `auth.email.enable_signup`, with a number for each table of an array.
        var path: String
        var value: Value
        /// From 1.
        var line: Int
    }

    private(set) var entries: [Entry] = []

    /// - Parameter name: of the file, for messages.
    /// - Throws: `toml.syntax` with line and column.
    init(_ text: String, named name: String) throws(Failure) {
        var reader = TOMLReader(text, named: name)
        entries = try reader.document()
    }

    subscript(path: String) -> Entry? { entries.first { $0.path == path } }
}
