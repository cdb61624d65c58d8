/// A JSON value whose objects keep the order of their keys, so that what we write is stable.
///
/// Written by hand since Foundation's coder costs more at start-up than a whole `status`.
package enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([JSON])
    case object(Object)

    /// An ordered list of members; look-up is linear, since ours have few keys.
    package struct Object: Sendable, Equatable, ExpressibleByDictionaryLiteral {
        package private(set) var members: [(key: String, value: JSON)]

        package init() { members = [] }

        package init(dictionaryLiteral elements: (String, JSON)...) {
            members = []
            for (key, value) in elements { self[key] = value }
        }

        /// Members in the given order; a later key of the same name replaces the earlier one.
        package init(_ elements: some Sequence<(String, JSON)>) {
            members = []
            for (key, value) in elements { self[key] = value }
        }

        /// The parser's own way in: keys are appended unseen.
        init(unchecked members: [(key: String, value: JSON)]) { self.members = members }

        package subscript(key: String) -> JSON? {
            get { members.last { $0.key == key }?.value }
            set {
                let index = members.lastIndex { $0.key == key }
                switch (index, newValue) {
                case (let index?, let value?): members[index].value = value
                case (let index?, nil): members.remove(at: index)
                case (nil, let value?): members.append((key, value))
                case (nil, nil): break
                }
            }
        }

        package static func == (left: Object, right: Object) -> Bool {
            left.members.count == right.members.count
                && zip(left.members, right.members).allSatisfy {
                    $0.key == $1.key && $0.value == $1.value
                }
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral,
    ExpressibleByStringInterpolation
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) { self = .object(Object(elements)) }
    package init(nilLiteral: ()) { self = .null }
}

extension JSON {
    /// A string or null.
    package init(_ value: String?) { self = value.map(JSON.string) ?? .null }
    /// A whole number or null.
    package init(_ value: Int?) { self = value.map { .int(Int64($0)) } ?? .null }
    /// A list of strings.
    package init(_ values: [String]) { self = .array(values.map(JSON.string)) }

    package var object: Object? { if case .object(let value) = self { value } else { nil } }
    package var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var isNull: Bool { self == .null }

    /// A whole number that fits an `Int`.
    package var int: Int? {
        switch self {
        case .int(let value): Int(exactly: value)
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }

    package var double: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    /// The member of an object, or nil where this is no object or has no such member.
    package subscript(key: String) -> JSON? { object?[key] }
}
