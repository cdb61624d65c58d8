/// A command given as a string, as `/bin/sh -c` gets it.
package enum ShellCommand {
    /// The script with `exec` in front where that changes nothing but the number of processes: one
    /// simple command, without assignment, redirection of the shell itself, list or keyword.
    package static func script(_ text: String) -> String {
        let trimmed = text.drop { $0 == " " || $0 == "\t" }
        return isSimple(trimmed) ? "exec " + trimmed : text
    }

    private static let special: Set<Character> = [
        "|", "&", ";", "<", ">", "(", ")", "`", "\n", "{", "}", "!", "#",
    ]
    private static let keywords: Set<String> = [
        "exec", "cd", "export", "set", "unset", "eval", "if", "for", "while", "until", "case",
        "time", ".",
        "source", "exit", "return", "trap", "wait", "test", "[", "echo", "printf", "read", "ulimit",
        "umask",
        "alias", "command", "shift", "true", "false", ":", "kill", "pwd", "type", "hash", "local",
        "times",
    ]

    /// Special characters inside quotes count too: then the plain form is taken, which is never wrong.
    private static func isSimple(_ text: Substring) -> Bool {
        guard !text.isEmpty, !text.contains(where: special.contains), !text.contains("$(") else {
            return false
        }
        let first = text.prefix { $0 != " " && $0 != "\t" }
        return !first.contains("=") && !keywords.contains(String(first))
    }
}
