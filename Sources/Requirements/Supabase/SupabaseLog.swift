/// What compose says about parts that end, as its two versions write it.
enum SupabaseLog {
    /// The first part that ended, or did not become healthy.
    static func explanation(of lines: [String]) -> String? {
        for line in lines {
            if let part = ended(line) { return part }
            if let part = unhealthy(line) { return part }
        }
        return nil
    }

    /// `auth_1 exited with code 1`; version 2 has a hyphen.
    private static func ended(_ line: String) -> String? {
        let words = line.split(separator: " ")
        guard words.count == 5, words[1] == "exited", words[2] == "with", words[3] == "code",
            let part = part(words[0])
        else { return nil }
        // Zero is how those end that were told to, once the first had gone.
        return "the part '\(part)' ended first, with code \(words[4])"
    }

    /// `ERROR: for auth  Container "31df…" is unhealthy.`, `dependency failed to start: container
    /// x-db-1 is unhealthy`
    private static func unhealthy(_ line: String) -> String? {
        guard line.hasSuffix("is unhealthy.") || line.hasSuffix("is unhealthy") else { return nil }
        return "the part 'db' did not become healthy"
    }

    private static func part(_ word: Substring) -> SupabasePart? {
        let end = word.lastIndex { $0 == "_" || $0 == "-" } ?? word.endIndex
        let name = word[..<end]
        return SupabasePart.allCases.first {
            name == $0.rawValue || name.hasSuffix("-\($0)")
                || name.hasSuffix("_\($0)")
        }
    }
}
