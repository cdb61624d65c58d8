/// What is often behind a line that the YAML parser can't read on from, since its own words are about
/// its tokens.
struct YAMLAdvice {
    /// The line where it stopped.
    var line: String
    /// Where in that line, 1-based.
    var column: Int

    /// Nil where nothing is known.
    var words: String? {
        let indentation = line.prefix { $0 == " " || $0 == "\t" }
        if indentation.contains("\t"), column <= indentation.count + 1 {
            return "YAML takes no tabs for indentation: write spaces"
        }
        if holds(sign: ">") { return Self.quotes(">") }
        return nil
    }

    static func quotes(_ sign: String) -> String {
        "a text that begins with '\(sign)' stands in quotes"
    }

    /// A value on that line begins with the sign, and something follows it.
    private func holds(sign: Character) -> Bool {
        let words = line.split(separator: " ")
        return zip(words, words.dropFirst()).contains { key, value in
            key.hasSuffix(":") && value.first == sign && value.count > 1
        }
    }
}
