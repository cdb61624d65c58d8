/// One flag of the command line: the same name means the same thing in every command that has it.
package struct Flag: Sendable, Hashable {
    /// Without the dashes: `dry-run`.
    package let name: String
    /// The one-letter form, without its dash.
    package let short: Character?
    /// What follows the flag; nil for a switch.
    package let value: Value?
    /// May be given several times, each adding one value; else the last one wins.
    package let repeatable: Bool
    /// One sentence for the help, without a full stop.
    package let help: String

    init(
        _ name: String, short: Character? = nil, value: Value? = nil, repeatable: Bool = false,
        help: String
    ) {
        self.name = name
        self.short = short
        self.value = value
        self.repeatable = repeatable
        self.help = help
    }

    /// As it is typed: `--dry-run`.
    package var spelling: String { "--" + name }
}

extension Flag {
    /// The value of a flag: its name in the help, and what it may be.
    package struct Value: Sendable, Hashable {
        /// In capitals: `NAME`.
        package let name: String
        package let kind: Kind
    }

    /// What a value may be; the parser checks it, so that a route holds valid values only.
    package enum Kind: Sendable, Hashable {
        case string
        /// A whole number, 0 or more.
        case integer
        /// `500ms`, `30s`, `2m`, `1m30s`; a bare number is seconds.
        case duration
        /// A duration before now, or a time as in RFC 3339.
        case moment
        case path
        case choice([String])
    }
}
