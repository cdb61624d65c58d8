import Vocabulary

/// A JSON value as YAML that people can read: maps and lists in lines of their own, every text in
/// double quotes, which YAML reads as JSON does.
struct YAMLText {
    private(set) var lines: [String] = []

    static func of(_ value: JSON) -> String {
        var text = YAMLText()
        text.add(value, indent: 0)
        return text.lines.joined(separator: "\n") + "\n"
    }

    private mutating func add(_ value: JSON, indent: Int) {
        let space = String(repeating: " ", count: indent)
        switch value {
        case .object(let object):
            for member in object.members {
                add(space + key(member.key) + ":", member.value, indent)
            }
        case .array(let elements):
            for element in elements { lines.append(space + "- " + flow(element)) }
        default: lines.append(space + value.compact)
        }
    }

    private mutating func add(_ label: String, _ value: JSON, _ indent: Int) {
        guard isNested(value) else { return lines.append(label + " " + flow(value)) }
        lines.append(label)
        add(value, indent: indent + 2)
    }

    private func isNested(_ value: JSON) -> Bool {
        switch value {
        case .object(let object): !object.members.isEmpty
        case .array(let elements): !elements.isEmpty
        default: false
        }
    }

    /// In one line: JSON is YAML.
    private func flow(_ value: JSON) -> String { value.compact }

    private func key(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || $0 == 0x5F || $0 == 0x2D
        }
        return isPlain && name.first?.isLetter == true ? name : JSON.string(name).compact
    }
}
