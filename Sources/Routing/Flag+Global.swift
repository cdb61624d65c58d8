/// Flags that every command takes.
extension Flag {
    package static let json = Flag("json", help: "answer as JSON on stdout, errors too")
    package static let headless = Flag(
        "headless", help: "never prompt and never draw, also on a terminal")
    package static let quiet = Flag(
        "quiet", short: "q", help: "print the answer and errors, and no progress")
    package static let noColor = Flag("no-color", help: "print without colour")
    package static let repo = Flag(
        "repo", value: Value(name: "PATH", kind: .path),
        help: "work on the repository or folder at PATH instead of the current one")
    package static let help = Flag("help", short: "h", help: "show the help of this command")
    package static let version = Flag("version", help: "show the version of envctl")

    /// In the order of the help.
    package static let global: [Flag] = [
        .json, .headless, .quiet, .noColor, .repo, .help, .version,
    ]
}

/// Flags that choose which projects a command works on; the parser turns them into
/// `TargetSelection`.
extension Flag {
    package static let project = Flag(
        "project", value: Value(name: "NAME", kind: .string), repeatable: true,
        help: "the project NAME; may be repeated")
    package static let main = Flag("main", help: "the main worktree; also the word 'main'")
    package static let trees = Flag("trees", help: "all linked worktrees; also the word 'trees'")
    package static let all = Flag("all", help: "every project of this repository")
    package static let everywhere = Flag(
        "everywhere", help: "every repository of this user")

    /// In the order of the help.
    package static let target: [Flag] = [.project, .main, .trees, .all, .everywhere]
}
