/// Flags of single commands.
extension Flag {
    package static let skip = Flag(
        "skip", value: Value(name: "NAME", kind: .string), repeatable: true,
        help: "leave the component NAME out; may be repeated")
    package static let detach = Flag("detach", help: "return after launch, before ready")
    package static let foreground = Flag(
        "foreground",
        help: "stay and follow the logs; Ctrl-C stops the environment, once more hastens it")
    package static let timeout = Flag(
        "timeout", value: Value(name: "DURATION", kind: .duration),
        help: "give up when not all is ready within DURATION, such as 90s or 2m")
    package static let dryRun = Flag(
        "dry-run", help: "show what would run, where and why; change nothing")
    package static let yes = Flag("yes", short: "y", help: "do it without asking")
    package static let gone = Flag(
        "gone", value: Value(name: "NAME", kind: .string), repeatable: true,
        help: "count the project NAME as gone, also where its disk may only be missing; may be "
            + "repeated")
    package static let cloneFrom = Flag(
        "clone-from", value: Value(name: "PROJECT", kind: .string),
        help: "where there is no data yet, begin with a copy of that of the project PROJECT")
    package static let from = Flag(
        "from", value: Value(name: "PROJECT", kind: .string),
        help: "take the data of the project PROJECT")
    package static let passwordStdin = Flag(
        "password-stdin", help: "read the password from standard input, one line")
    package static let role = Flag(
        "role", value: Value(name: "ROLE", kind: .string),
        help: "the role of the database that the user gets")
    package static let metadata = Flag(
        "metadata", value: Value(name: "JSON", kind: .string),
        help: "what is kept about the user, as a JSON object")
    package static let email = Flag(
        "email", value: Value(name: "EMAIL", kind: .string), help: "the new e-mail address")
    package static let data = Flag(
        "data", help: "only data: that of worktrees that are gone, and half-made copies")
    package static let keep = Flag(
        "keep", help: "leave the ready components of a failed start running")
    package static let supervisor = Flag(
        "supervisor",
        help: "replace the supervisor by this version of envctl's, and nothing else")
    package static let resumeFrom = Flag(
        "resume-from", value: Value(name: "STEP", kind: .string),
        help: "begin at the step STEP; all that it needs must be done")
    package static let replan = Flag(
        "replan", help: "go on although the plan of the steps has changed since")
    package static let installMissing = Flag(
        "install-missing", help: "install missing programs with this machine's package manager")
    package static let run = Flag(
        "run", value: Value(name: "RUN", kind: .string),
        help: "of the run RUN instead of the latest one")
    package static let output = Flag(
        "output", short: "o", value: Value(name: "FILE", kind: .path), help: "write to FILE")
    package static let withLogs = Flag(
        "with-logs", help: "with the end of each component's log, without secrets")
    package static let follow = Flag("follow", short: "f", help: "go on as new lines come")
    package static let since = Flag(
        "since", value: Value(name: "WHEN", kind: .moment),
        help: "lines since WHEN: 10m is ten minutes ago, or a time such as 2026-11-21T07:40:00Z")
    package static let until = Flag(
        "until", value: Value(name: "WHEN", kind: .moment), help: "lines until WHEN")
    package static let grep = Flag(
        "grep", value: Value(name: "REGEX", kind: .string),
        help: "lines that match the POSIX extended expression REGEX")
    package static let timestamps = Flag(
        "timestamps", help: "put the time before each line, to a tenth of a second")
    package static let timings = Flag(
        "timings",
        help: "where the time of the last start or restart went, and what was the longest way")
    package static let watch = Flag(
        "watch", help: "go on asking once a second, and show each change")
    package static let tail = Flag(
        "tail", short: "n", value: Value(name: "N", kind: .integer),
        help: "only the last N lines of each component; 200 where nothing says which lines")
    package static let withSecrets = Flag(
        "with-secrets",
        help: "passwords too, in addresses and on a terminal; to be used at once, not kept")
    package static let wait = Flag(
        "wait", value: Value(name: "STATE", kind: .choice(["ready", "stopped"])),
        help: "wait until all is ready or stopped; without --timeout a minute at most")
    package static let here = Flag(
        "here", help: "for the folder you stand in, as a project of its own")
    package static let agents = Flag(
        "agents", help: "write an AGENTS.md that tells coding agents how to use envctl here")
    package static let cursor = Flag(
        "since", value: Value(name: "WHEN", kind: .string),
        help: "only what came after WHEN: the number of an event, a time such as "
            + "2026-11-21T07:40:00Z, or a duration such as 10m")
    package static let shared = Flag(
        "shared", help: "envctl.yaml, which all checkouts have, instead of .envctl")
    package static let gate = Flag(
        "gate", value: Value(name: "GATE", kind: .choice(["release"])),
        help: "judge whether this may be released, and end with 1 where it may not")
    package static let only = Flag(
        "only", value: Value(name: "CHECK", kind: .string), repeatable: true,
        help: "only the check or the group CHECK; may be repeated")
    package static let fix = Flag(
        "fix", help: "repair what is safe: stale sockets, claims of runs that are over, modes")
    package static let reportFormat = Flag(
        "format", value: Value(name: "FORMAT", kind: .choice(["text", "json", "junit", "sarif"])),
        help: "how the report is written; text by default")
    package static let format = Flag(
        "format",
        value: Value(name: "FORMAT", kind: .choice(["sh", "dotenv", "json", "fish", "direnv"])),
        help: "how the variables are written; sh by default")
}
