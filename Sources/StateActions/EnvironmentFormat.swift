package import Vocabulary

/// How variables are written for the program that reads them.
package enum EnvironmentFormat: String, Sendable, CaseIterable {
    case sh, dotenv, json, fish, direnv

    /// One text that sets `variables`; in the formats of shells it removes `stale` names, too.
    ///
    /// - Parameter stale: what an earlier project left in the reader's environment.
    package func text(_ variables: [(name: String, value: String)], stale: [String] = []) -> String
    {
        if self == .json { return Self.object(variables).pretty }
        let removals = stale.compactMap(removal)
        return (removals + variables.map(assignment)).joined(separator: "\n")
    }

    /// The variables as one object.
    package static func object(_ variables: [(name: String, value: String)]) -> JSON {
        .object(JSON.Object(variables.map { ($0.name, JSON.string($0.value)) }))
    }

    private func assignment(_ name: String, _ value: String) -> String {
        switch self {
        case .sh, .direnv: "export \(name)=\(Self.shell(value))"
        case .fish: "set -gx \(name) \(Self.fish(value))"
        case .dotenv, .json: "\(name)=\(Self.dotenv(value))"
        }
    }

    private func removal(_ name: String) -> String? {
        switch self {
        case .sh, .direnv: "unset \(name)"
        case .fish: "set -e \(name)"
        case .dotenv, .json: nil
        }
    }

    /// Nothing is special between single quotes, in no shell: no `$`, no `!`, no line feed.
    static func shell(_ value: String) -> String {
        "'" + value.replacing("'", by: "'\\''") + "'"
    }

    static func fish(_ value: String) -> String {
        "'" + value.replacing("\\", by: "\\\\").replacing("'", by: "\\'") + "'"
    }

    /// Plain where every dialect reads it the same, between single quotes (taken as it is by all)
    /// where that is possible, else between double quotes with escapes.
    static func dotenv(_ value: String) -> String {
        if !value.isEmpty, value.utf8.allSatisfy(isPlain) { return value }
        if !value.contains(where: { $0 == "'" || $0 == "\\" || $0.isNewline }) {
            return "'" + value + "'"
        }
        let escapes: [(Unicode.Scalar, String)] = [
            ("\\", "\\\\"), ("\"", "\\\""), ("$", "\\$"), ("\r", "\\r"), ("\n", "\\n"),
        ]
        return "\"" + escapes.reduce(value) { $0.replacing($1.0, by: $1.1) } + "\""
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_./:@%+,=-?&".utf8.contains(byte)
        }
    }
}

extension String {
    /// Each scalar that is `text` (one scalar) replaced; graphemes such as CR LF are looked into.
    fileprivate func replacing(_ text: Unicode.Scalar, by replacement: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar == text {
                result.append(contentsOf: replacement.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
