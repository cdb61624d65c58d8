/// A string that means something: checked once at the edge, then carried as what it is.
package protocol Identifier: Hashable, Sendable, Comparable, CustomStringConvertible {
    var rawValue: String { get }
    /// Takes a string that was checked before (a record, a literal).
    init(unchecked rawValue: String)
}

extension Identifier {
    package var description: String { rawValue }
    package var json: JSON { .string(rawValue) }
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// `<repository name>-<12 hex digits of SHA-256 of the canonical git common directory>`.
package struct ScopeID: Identifier {
    package let rawValue: String
    package init(unchecked rawValue: String) { self.rawValue = rawValue }

    /// The digest part: 12 hex digits.
    package var digest: String { String(rawValue.suffix(12)) }
}

/// The name of one worktree as envctl manages it, safe as a file name: `main`, `feature-login`.
package struct ProjectName: Identifier {
    package let rawValue: String
    package init(unchecked rawValue: String) { self.rawValue = rawValue }
    package static let main = ProjectName(unchecked: "main")
}

/// The name of a requirement or a service, as in `envctl.yaml`.
package struct ComponentID: Identifier {
    package let rawValue: String
    package init(unchecked rawValue: String) { self.rawValue = rawValue }

    /// Letters, digits, `-` and `_`, beginning with a letter, at most 40 characters.
    package init?(_ text: String) {
        guard let first = text.unicodeScalars.first, first.isASCIILetter, text.utf8.count <= 40,
            text.unicodeScalars.allSatisfy({
                $0.isASCIILetter || $0.isASCIIDigit || $0 == "-" || $0 == "_"
            })
        else { return nil }
        self.rawValue = text
    }
}

/// The id of a run: `<yyyyMMddTHHmmss.SSSZ>-<6 hex>`; sorts by time as text.
package struct RunID: Identifier {
    package let rawValue: String
    package init(unchecked rawValue: String) { self.rawValue = rawValue }

    /// A new id that sorts after `previous`, whatever the wall clock does.
    package init(at time: Timestamp, after previous: RunID?, random: UInt32) {
        var instant = time
        if let last = previous?.time, last >= instant { instant = last.adding(milliseconds: 1) }
        let tail = String(random & 0xFF_FFFF, radix: 16)
        rawValue = instant.compact + "-" + String(repeating: "0", count: 6 - tail.count) + tail
    }

    /// The time in the id, or nil where it was made by other hands.
    package var time: Timestamp? { Timestamp(compact: String(rawValue.prefix { $0 != "-" })) }
}

/// A TCP port, 1 to 65535.
package struct Port: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let number: UInt16

    package init?(_ number: Int) {
        guard (1...65535).contains(number) else { return nil }
        self.number = UInt16(number)
    }

    package var description: String { String(number) }
    package var json: JSON { .int(Int64(number)) }
    package static func < (left: Port, right: Port) -> Bool { left.number < right.number }
}

extension Unicode.Scalar {
    package var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
    package var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
