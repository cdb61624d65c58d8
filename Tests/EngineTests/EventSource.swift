/// One place of the sources that makes events: the names that it may have, and the keys that it
/// gives to `data`.
struct EventSource: Equatable {
    var names: [String]
    var keys: Set<String>

    /// Every call that makes an event or hands on a name and data for one.
    static func all(in text: String) -> [EventSource] {
        // Simple: by the default, a dot between two letters is no boundary.
        let openings = /\b(?:Event|publish|endAll)\(/.wordBoundaryKind(.simple)
        return text.matches(of: openings).compactMap { opening in
            let arguments = balanced(text[opening.range.upperBound...])
            let first = arguments.prefix { $0 != "," }
            let names = first.matches(of: /"([a-z_]+(?:\.[a-z_]+)+)"/).map { String($0.1) }
            if names.isEmpty { return nil }
            let keys = arguments.matches(of: /"([a-z_]+)":/).map { String($0.1) }
            return EventSource(
                names: names,
                keys: Set(keys + (arguments.contains("stop.json.object") ? ["*stop"] : [])))
        }
    }

    /// Up to the parenthesis that closes the call.
    private static func balanced(_ text: Substring) -> Substring {
        var depth = 1
        let end = text.indices.first { index in
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" { depth -= 1 }
            return depth == 0
        }
        return text[..<(end ?? text.endIndex)]
    }
}
