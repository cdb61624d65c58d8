import Platform

/// What the environment asks of the debug recorder.
package struct DebugWish: Sendable, Equatable {
    package enum Level: String, Sendable {
        case plain = "1"
        /// Also the ends of what subprocesses print, scrubbed.
        case deep
    }

    package var level: Level
    /// Absolute path of the file for Perfetto and `chrome://tracing`; nil where none is wanted.
    package var trace: String?

    package static let variable = "ENVCTL_DEBUG"
    package static let traceVariable = "ENVCTL_DEBUG_TRACE"

    /// Nil where nothing is to be recorded. A trace that is wanted switches the recorder on, too.
    package init?(_ environment: [String: String], directory: String) {
        let word = environment[Self.variable] ?? ""
        let file = environment[Self.traceVariable] ?? ""
        let isOff = ["", "0", "off", "no", "false"].contains(word)
        if isOff && file.isEmpty { return nil }
        level = Level(rawValue: word) ?? .plain
        trace = file.isEmpty ? nil : Path.absolute(file, in: directory)
    }
}
