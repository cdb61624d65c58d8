import Vocabulary

extension JSON {
    /// The word `key` as a case of `Word`; throws where it is missing or no known one.
    func word<Word: RawRepresentable<String>>(_ key: String) throws -> Word {
        try required(key, "a known word") { $0.string.flatMap(Word.init(rawValue:)) }
    }

    /// Like `word`, but nil where the member is missing or null.
    func optionalWord<Word: RawRepresentable<String>>(_ key: String) throws -> Word? {
        try optional(key, "a known word") { $0.string.flatMap(Word.init(rawValue:)) }
    }

    func identifier<Name: Identifier>(_ key: String) throws -> Name {
        Name(unchecked: try requiredString(key))
    }

    func optionalIdentifier<Name: Identifier>(_ key: String) throws -> Name? {
        try optionalString(key).map(Name.init(unchecked:))
    }

    func port(_ key: String) throws -> Port {
        try required(key, "a port") { $0.int.flatMap { Port($0) } }
    }

    func optionalPort(_ key: String) throws -> Port? {
        try optional(key, "a port") { $0.int.flatMap { Port($0) } }
    }

    func timestamp(_ key: String) throws -> Timestamp {
        try required(key, "a time") { $0.string.flatMap { Timestamp($0) } }
    }

    func optionalTimestamp(_ key: String) throws -> Timestamp? {
        try optional(key, "a time") { $0.string.flatMap { Timestamp($0) } }
    }

    /// The object `key`, empty where it is missing or null.
    func members(_ key: String) throws -> Object {
        try optional(key, "an object") { $0.object } ?? [:]
    }
}
