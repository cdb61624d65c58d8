extension Flag.Kind {
    /// What is expected instead, where `text` is no value of this kind; nil where it is one.
    func complaint(about text: String) -> String? {
        switch self {
        case .string: text.isEmpty ? "a value that is not empty" : nil
        case .path: text.isEmpty ? "a path" : nil
        case .integer: Self.isWhole(text) ? nil : "a whole number, 0 or more"
        case .duration:
            FlagDuration(text: text) == nil ? "a duration such as 500ms, 30s or 1m30s" : nil
        case .moment:
            FlagMoment(text: text) == nil
                ? "a duration such as 10m (that long ago) or a time such as 2026-11-21T07:40:00Z"
                : nil
        case .choice(let words):
            words.contains(text) ? nil : "one of " + words.joined(separator: ", ")
        }
    }

    /// One word for programs, as in `contracts/commands.json`.
    var name: String {
        switch self {
        case .string: "string"
        case .integer: "integer"
        case .duration: "duration"
        case .moment: "moment"
        case .path: "path"
        case .choice: "choice"
        }
    }

    private static func isWhole(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } && Int(text) != nil
    }
}
