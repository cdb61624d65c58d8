/// A record that does not have the shape it should: `path` leads to the place.
package struct DecodingFailure: FailureConvertible, Equatable {
    package var path: String
    package var expected: String
    package var found: String

    package init(path: String, expected: String, found: String) {
        self.path = path
        self.expected = expected
        self.found = found
    }

    package var failure: Failure {
        Failure(
            "state.malformed", "a record is not as it should be", at: path,
            because: ["expected \(expected), found \(found)"])
    }
}

extension JSON {
    /// One word for what this value is, for error messages.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .int, .double: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// Decodes the member `key` with `transform`; throws where it is missing or of another kind.
    package func required<Value>(
        _ key: String, _ expected: String, _ transform: (JSON) throws -> Value?
    ) throws -> Value {
        guard let member = self[key] else {
            throw DecodingFailure(path: key, expected: expected, found: "nothing")
        }
        do {
            if let value = try transform(member) { return value }
        } catch let inner as DecodingFailure {
            throw DecodingFailure(
                path: key + "." + inner.path, expected: inner.expected, found: inner.found)
        }
        throw DecodingFailure(path: key, expected: expected, found: member.kind)
    }

    /// Like `required`, but nil where the member is missing or null.
    package func optional<Value>(
        _ key: String, _ expected: String, _ transform: (JSON) throws -> Value?
    ) throws -> Value? {
        guard let member = self[key], !member.isNull else { return nil }
        return try required(key, expected, transform)
    }

    package func requiredString(_ key: String) throws -> String {
        try required(key, "a string") { $0.string }
    }
    package func requiredInt(_ key: String) throws -> Int {
        try required(key, "a whole number") { $0.int }
    }
    package func requiredBool(_ key: String) throws -> Bool {
        try required(key, "a boolean") { $0.bool }
    }
    package func optionalString(_ key: String) throws -> String? {
        try optional(key, "a string") { $0.string }
    }
    package func optionalInt(_ key: String) throws -> Int? {
        try optional(key, "a whole number") { $0.int }
    }
    package func optionalBool(_ key: String) throws -> Bool? {
        try optional(key, "a boolean") { $0.bool }
    }

    /// The elements of the array `key`, empty where it is missing or null.
    package func list<Value>(_ key: String, _ transform: (JSON) throws -> Value) throws -> [Value] {
        try optional(key, "an array") { try $0.array?.map(transform) } ?? []
    }

    /// The strings of the array `key`, empty where it is missing or null.
    package func strings(_ key: String) throws -> [String] {
        try list(key) { element in
            guard let string = element.string else {
                throw DecodingFailure(path: key, expected: "a string", found: element.kind)
            }
            return string
        }
    }

    /// The string members of the object `key`, in order, empty where it is missing or null.
    package func stringMap(_ key: String) throws -> [(String, String)] {
        guard let object = try optional(key, "an object", { $0.object }) else { return [] }
        return try object.members.map { member in
            guard let value = member.value.string else {
                throw DecodingFailure(
                    path: key + "." + member.key, expected: "a string", found: member.value.kind)
            }
            return (member.key, value)
        }
    }
}
