import Testing

/// The layout of a well-known kind of project, rebuilt small: just the files that a detector reads.
struct Layout: Sendable, CustomTestStringConvertible {
    let name: String
    let files: [String: String]
    let requirements: [String]
    /// `name port command` of each service, in order; `-` for none.
    let services: [String]
    var steps: [String] = []
    /// A part of each note that has to be there.
    var notes: [String] = []

    var testDescription: String { name }
}
