import Glibc

/// The patterns of the schemas, as POSIX extended expressions: the two classes that those don't
/// know are spelled out.
enum TextPattern {
    /// A pattern that does not compile matches nothing.
    static func matches(_ text: String, _ pattern: String) -> Bool {
        var compiled = regex_t()
        let posix = pattern.replacing("\\d", with: "[0-9]")
            .replacing("\\S", with: "[^[:space:]]")
        guard regcomp(&compiled, posix, REG_EXTENDED | REG_NOSUB) == 0 else { return false }
        defer { regfree(&compiled) }
        return regexec(&compiled, text, 0, nil, 0) == 0
    }
}
