import Vocabulary

/// What a row of `readiness.json` names as its proof.
enum GateEvidence: Sendable, Hashable {
    /// A test that passed on this tree.
    case test(String)
    /// A check of doctor's that is no worse than a warning, and was not skipped.
    case check(String)
    /// A shell command that exits with 0 in the worktree.
    case command(String)

    init(json: JSON) throws {
        if let name = json["test"]?.string {
            self = .test(name)
        } else if let id = json["check"]?.string {
            self = .check(id)
        } else {
            self = .command(
                try json.required("command", "a test, a check or a command") { $0.string })
        }
    }
}
