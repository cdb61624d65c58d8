extension Flag {
    /// As the help shows it: `-n, --tail N`, `--format sh|dotenv|json|fish`.
    var term: String {
        let head = short.map { "-\($0), " + spelling } ?? spelling
        guard let value else { return head }
        if case .choice(let words) = value.kind {
            return head + " " + words.joined(separator: "|")
        }
        return head + " " + value.name
    }
}
