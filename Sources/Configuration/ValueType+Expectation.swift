extension ValueType {
    /// What a value of this type is, for messages: `a port (1 to 65535)`.
    var expectation: String {
        switch self {
        case .string: "text"
        case .text, .template: "text or a number"
        case .boolean: "true or false"
        case .integer(let range):
            range.count == 1
                ? "\(range.lowerBound)"
                : "a whole number (\(range.lowerBound) to \(range.upperBound))"
        case .port: "a port (1 to 65535)"
        case .portRange: "a range of ports such as 20000-29999"
        case .duration: "a time such as 500ms, 30s or 2m"
        case .size: "a size such as 512KiB, 64MiB or 1GiB, and 64KiB at least"
        case .version: "a version such as \"15\", \">=14\" or \">=14,<17\""
        case .path: "a path"
        case .name: "a name"
        case .choice(let words): Self.alternatives(words.map { $0 })
        case .command: "a command, or a list of words"
        case .list: "a list"
        case .oneOrMore(let element): element.expectation + ", or a list"
        case .map, .record, .requirement: "a map"
        case .either(let types): Self.alternatives(types.map(\.expectation))
        }
    }

    /// `a, b or c`.
    private static func alternatives(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }

    /// The form that YAML has for a value of this type.
    enum Shape { case scalar, sequence, mapping }

    func fits(_ shape: Shape) -> Bool {
        switch self {
        case .list: shape == .sequence
        case .oneOrMore(let element): shape == .sequence || element.fits(shape)
        case .command, .portRange: shape == .scalar || shape == .sequence
        case .map, .record, .requirement: shape == .mapping
        case .either(let types): types.contains { $0.fits(shape) }
        default: shape == .scalar
        }
    }

    var takesBoolean: Bool {
        if case .either(let types) = self { types.contains(.boolean) } else { self == .boolean }
    }

    /// The one alternative that a value of this shape is meant to be; self where there is no choice.
    func alternative(for node: Node) -> [ValueType] {
        guard case .either(let types) = self else { return [self] }
        return types.filter { $0.fits(node.shape) }
    }
}

extension Node {
    var shape: ValueType.Shape {
        switch value {
        case .scalar: .scalar
        case .sequence: .sequence
        case .mapping: .mapping
        }
    }
}
