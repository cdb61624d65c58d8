import Vocabulary

extension Failure {
    /// A usage error: the hint has the nearest word, where there is one, and the usage line.
    static func usage(
        _ code: UsageCode, _ message: String, row: CommandRow, suggestion: String? = nil,
        known: [String] = []
    ) -> Failure {
        var hint = suggestion.map { "did you mean '\($0)'? " } ?? ""
        if suggestion == nil, !known.isEmpty { hint += "known: \(known.joined(separator: ", ")); " }
        hint += "usage: \(row.usage)"
        var details: JSON.Object = ["usage": .string(row.usage), "suggestion": JSON(suggestion)]
        if !known.isEmpty { details["known"] = JSON(known) }
        return Failure(code.rawValue, message, hint: hint, details: details)
    }
}
