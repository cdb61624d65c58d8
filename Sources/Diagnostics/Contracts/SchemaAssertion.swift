import Vocabulary

/// A keyword that looks at one value by itself.
enum SchemaAssertion {
    case type([String])
    case const(JSON)
    case oneOf([JSON])
    case required([String])
    case pattern(String)
    case range(ClosedRange<Double>)
    case length(ClosedRange<Int>)
    case count(ClosedRange<Int>)
    case unique

    /// Nil for a keyword that is none of these.
    init?(_ keyword: String, _ rule: JSON) {
        let number = rule.int ?? 0
        switch keyword {
        case "type": self = .type(rule.array?.compactMap(\.string) ?? [rule.string ?? ""])
        case "const": self = .const(rule)
        case "enum": self = .oneOf(rule.array ?? [])
        case "required": self = .required(rule.array?.compactMap(\.string) ?? [])
        case "pattern": self = .pattern(rule.string ?? "")
        case "minimum": self = .range((rule.double ?? 0)...(.infinity))
        case "maximum": self = .range(-.infinity...(rule.double ?? 0))
        case "minLength": self = .length(number...Int.max)
        case "maxLength": self = .length(0...number)
        case "minItems", "minProperties": self = .count(number...Int.max)
        case "maxItems", "maxProperties": self = .count(0...number)
        case "uniqueItems": self = .unique
        default: return nil
        }
    }

    /// What is wrong with the value; nil where nothing is, or the keyword is not about its kind.
    func complaint(about value: JSON) -> String? {
        switch self {
        case .type(let types):
            return types.contains { Self.isOf($0, value) }
                ? nil : "is \(value.kind), not \(types.joined(separator: " or "))"
        case .const(let wanted):
            return value == wanted ? nil : "is \(value.compact), not \(wanted.compact)"
        case .oneOf(let values):
            return values.contains(value)
                ? nil : "is \(value.compact), none of \(JSON.array(values).compact)"
        case .required(let keys):
            let missing = value.object == nil ? [] : keys.filter { value[$0] == nil }
            return missing.isEmpty ? nil : "lacks \(missing.joined(separator: ", "))"
        case .pattern(let pattern):
            guard let text = value.string else { return nil }
            return TextPattern.matches(text, pattern) ? nil : "'\(text)' does not match \(pattern)"
        case .range(let range):
            guard let number = value.double else { return nil }
            return range.contains(number) ? nil : "\(value.compact) is out of range"
        case .length(let range):
            guard let text = value.string else { return nil }
            return range.contains(text.unicodeScalars.count) ? nil : "has a length out of range"
        case .count(let range): return Self.crowd(value, range)
        case .unique:
            let items = value.array ?? []
            let isUnique = items.indices.allSatisfy { index in
                !items[..<index].contains(items[index])
            }
            return isUnique ? nil : "has an item twice"
        }
    }

    private static func crowd(_ value: JSON, _ range: ClosedRange<Int>) -> String? {
        guard let count = value.array?.count ?? value.object?.members.count else { return nil }
        return range.contains(count) ? nil : "has \(count) entries, out of range"
    }

    private static func isOf(_ type: String, _ value: JSON) -> Bool {
        switch type {
        case "null": value.isNull
        case "boolean": value.bool != nil
        case "string": value.string != nil
        case "array": value.array != nil
        case "object": value.object != nil
        case "integer": value.int != nil
        case "number": value.double != nil
        default: false
        }
    }
}
