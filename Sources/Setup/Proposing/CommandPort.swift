/// The port in a command of other tools, and the same command for envctl.
struct CommandPort {
    /// The port that it named; nil where it named none.
    private(set) var port: Int?
    /// With `${port}` in its place, and with every `${` of the shell kept from envctl.
    private(set) var command: String
    /// Whether the program takes its port from `PORT`.
    private(set) var readsVariable: Bool

    init(_ text: String) {
        var words = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        command = ""
        readsVariable = text.contains("$PORT") || text.contains("${PORT")
        // The variable is set anyway, by envctl.
        if let first = words.first, first.hasPrefix("PORT="),
            let number = Self.port(first.dropFirst(5))
        {
            port = number
            readsVariable = true
            words.removeFirst()
        }
        var result: [String] = []
        for word in words {
            result.append(replaced(word, after: result.last))
        }
        command = result.joined(separator: " ")
    }

    private mutating func replaced(_ word: String, after previous: String?) -> String {
        if let previous, ["-p", "--port", "-port"].contains(previous), let number = Self.port(word)
        {
            return found(number, "")
        }
        for flag in ["--port=", "-p="] where word.hasPrefix(flag) {
            if let number = Self.port(word.dropFirst(flag.count)) { return found(number, flag) }
        }
        if let colon = word.lastIndex(of: ":"),
            let number = Self.port(word[word.index(after: colon)...]),
            Self.isAddress(word[..<colon])
        {
            return found(number, String(word[...colon]))
        }
        return variable(word)
    }

    private mutating func found(_ number: Int, _ head: String) -> String {
        // Later ones are of other things, as a proxy's target.
        guard port == nil || port == number else { return head + String(number) }
        port = number
        return head + "${port}"
    }

    /// `${PORT:-3000}` names a port and is the variable; every other `${` is the shell's.
    private mutating func variable(_ word: String) -> String {
        guard let start = word.firstRange(of: "${PORT:-"),
            let end = word[start.upperBound...].firstIndex(of: "}"),
            let number = Self.port(word[start.upperBound..<end])
        else { return Self.escaped(word) }
        port = port ?? number
        return Self.escaped(String(word[..<start.lowerBound])) + "${port}"
            + Self.escaped(String(word[word.index(after: end)...]))
    }

    /// As envctl has to read it, to hand the same to the shell.
    static func escaped(_ text: String) -> String {
        text.split(separator: "${", omittingEmptySubsequences: false).joined(separator: "$${")
    }

    private static func isAddress(_ text: Substring) -> Bool {
        let hosts = ["", "localhost", "127.0.0.1", "0.0.0.0", "[::]", "[::1]", "*"]
        return hosts.contains(String(text))
            || hosts.contains { text.hasSuffix("//" + $0) && $0 != "" }
            || hosts.contains { text.hasSuffix("=" + $0) }
    }

    private static func port(_ text: some StringProtocol) -> Int? {
        guard let number = Int(text), (1...65_535).contains(number) else { return nil }
        return number
    }
}
