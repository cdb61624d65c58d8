package import Vocabulary

/// A checked value of a requirement's own key; its type is the one that its `KeySchema` declares.
package struct ConfigurationValue: Sendable, Equatable {
    /// Text, numbers, booleans, lists and maps as they were written.
    package var json: JSON
    package var origin: Origin

    package init(_ json: JSON, origin: Origin = .builtIn) {
        self.json = json
        self.origin = origin
    }

    package var string: String? { json.string }
    package var int: Int? { json.int }
    package var bool: Bool? { json.bool }

    /// The strings of a list; one string is a list of one.
    package var strings: [String]? {
        if let one = json.string { return [one] }
        return json.array?.compactMap(\.string)
    }

    /// The members of a map of scalars as text, in order.
    package var textMembers: [(key: String, value: String)]? {
        json.object?.members.map { ($0.key, $0.value.string ?? $0.value.compact) }
    }

    /// A value of type `duration`.
    package var milliseconds: Int? {
        switch json {
        case .string(let text): parseDuration(text)
        default: json.int.map { $0 * 1000 }
        }
    }
}
