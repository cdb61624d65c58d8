import Vocabulary

/// How a scalar is read as a value of a type; each answers nil where it is none.
extension Node {
    /// Text that was meant as text: not a plain number, boolean or null.
    var string: String? {
        guard let scalar, scalar.kind == .string else { return nil }
        return scalar.text
    }

    /// The text of any scalar but null.
    var anyText: String? {
        guard let scalar, !scalar.isNull else { return nil }
        return scalar.text
    }

    var boolean: Bool? {
        guard let scalar else { return nil }
        if case .boolean(let flag) = scalar.kind { return flag }
        guard scalar.style == .untyped else { return nil }
        return ["true": true, "false": false][scalar.text]
    }

    var integer: Int? {
        guard let scalar else { return nil }
        if case .integer(let number) = scalar.kind { return Int(exactly: number) }
        return scalar.style == .untyped ? Int(scalar.text) : nil
    }

    /// Milliseconds.
    var duration: Int? { anyText.flatMap(parseDuration) }

    /// Bytes.
    var size: Int64? { anyText.flatMap(parseSize) }

    var versionConstraint: VersionConstraint? { anyText.flatMap { VersionConstraint($0) } }

    var componentName: ComponentID? { anyText.flatMap { ComponentID($0) } }

    /// `20000-29999` or `[20000, 29999]`.
    var portRange: ClosedRange<Int>? {
        let ends: [Int?]
        if let sequence {
            ends = sequence.map(\.integer)
        } else {
            let pieces = (anyText ?? "").split(separator: "-", omittingEmptySubsequences: false)
            ends = pieces.map { Int($0.filter { $0 != " " }) }
        }
        guard ends.count == 2, let low = ends[0], let high = ends[1], low <= high,
            Port(low) != nil, Port(high) != nil
        else { return nil }
        return low...high
    }
}
