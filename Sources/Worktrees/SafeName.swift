import Vocabulary

/// Text of people (a branch, a folder) as a name for a file.
enum SafeName {
    /// ASCII letters, digits, `_`, `.` and single dashes, with neither dot nor dash at its ends, at
    /// most `limit` bytes; `otherwise` where nothing is left.
    static func make(_ text: String, limit: Int, otherwise: String) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            if isKept(scalar) {
                name.unicodeScalars.append(scalar)
            } else if !name.hasSuffix("-") {
                name += "-"
            }
        }
        let bounded = trimmed(String(trimmed(name).prefix(limit)))
        return bounded.isEmpty ? otherwise : bounded
    }

    private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCIILetter || scalar.isASCIIDigit || scalar == "_" || scalar == "."
    }

    private static func trimmed(_ name: String) -> String {
        let isEdge: (Character) -> Bool = { $0 == "." || $0 == "-" }
        let start = name.drop(while: isEdge)
        guard let end = start.lastIndex(where: { !isEdge($0) }) else { return "" }
        return String(start[...end])
    }
}
