/// What one probe saw.
struct ProbeAnswer: Sendable, Equatable {
    /// What was asked: `tcp 5432`.
    var name: String
    /// What was wrong; nil where it passed.
    var complaint: String?

    var passed: Bool { complaint == nil }
}
