/// What may stand at a key.
package indirect enum ValueType: Sendable, Equatable {
    /// Text; a plain number or boolean has to be quoted.
    case string
    /// Any scalar, taken as text.
    case text
    /// Any scalar, taken as text in which `${…}` is expanded.
    case template
    case boolean
    case integer(ClosedRange<Int>)
    /// 1 to 65535.
    case port
    /// `20000-29999`, or a list of the two.
    case portRange
    /// `500ms`, `30s`, `2m`, `1h`, or a number of seconds.
    case duration
    /// `512KiB`, `64MiB`, `1GiB`, or a number of bytes.
    case size
    /// `15`, `>=14`, `>=14,<17`.
    case version
    /// Text; a file or folder, relative to what the documentation of the key says.
    case path
    /// The name of a component or a step.
    case name
    /// One of these words.
    case choice([String])
    /// A string for the shell, or a list that is executed as it is; `${…}` is expanded in both.
    case command
    case list(of: ValueType)
    /// A list, or one element without the brackets.
    case oneOrMore(of: ValueType)
    /// Free keys; `keys` says which.
    case map(keys: KeyKind, of: ValueType)
    /// The keys of the record of this name in the schema.
    case record(String)
    /// The keys that all requirements share, and those of its definition.
    case requirement
    /// The first of these whose shape (scalar, list, map) is that of what was written.
    case either([ValueType])

    /// What a key of a map is.
    package enum KeyKind: Sendable, Equatable {
        /// A component or step name.
        case component
        /// The name of an environment variable.
        case variable
        /// Anything that is not empty.
        case any
    }
}
