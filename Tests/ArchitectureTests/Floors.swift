/// The floors of the house: a target imports from lower floors only, but for the arrows below.
enum Floors {
    /// C modules lie below the ground floor.
    static let number: [String: Int] = [
        "CPlatform": -1, "CLibgit2": -1, "CLibyaml": -1, "CCrypto": -1,
        "CZlib": -1,
        "Vocabulary": 0, "Platform": 0, "Digests": 0,
        "Terminal": 1, "Routing": 1, "Configuration": 1, "Worktrees": 1, "Events": 1,
        "RunState": 1, "Steps": 1, "Supervision": 1,
        "Requirements": 2, "Planning": 2, "Truth": 2, "SupervisorCore": 2,
        "Startup": 3, "Lifecycle": 3, "Inspection": 3, "StateActions": 3, "Setup": 3,
        "DataActions": 3, "Diagnostics": 3,
        "Engine": 4, "envctl": 5, "envctl-supervisor": 5,
    ]

    /// Arrows within one floor. Each is a decision: a new one belongs into the architecture document.
    static let sameFloor: Set<Arrow> = [
        Arrow("Platform", "Vocabulary"), Arrow("Digests", "Platform"),
        Arrow("Digests", "Vocabulary"),
        Arrow("RunState", "Events"), Arrow("Steps", "Events"), Arrow("Supervision", "Events"),
        Arrow("Planning", "Requirements"),
    ]

    /// Targets that may see nothing but these, however low the others lie: the supervisor has to
    /// stay small enough to trust, and an executable is a way in, not a floor.
    static let only: [String: Set<String>] = [
        "SupervisorCore": ["Supervision", "RunState", "Events", "Platform", "Vocabulary"],
        "envctl": ["Engine"],
        "envctl-supervisor": ["SupervisorCore"],
    ]

    /// Targets that nobody but these may see.
    static let reservedFor: [String: Set<String>] = [
        "SupervisorCore": ["envctl-supervisor"],
        "CPlatform": ["Platform"], "CLibgit2": ["Worktrees"], "CLibyaml": ["Configuration"],
        "CCrypto": ["Digests"], "CZlib": ["Diagnostics"],
    ]

    /// Modules of the toolchain that any target may import.
    static let toolchain: Set<String> = [
        "Swift", "Glibc", "Synchronization", "FoundationEssentials",
    ]

    struct Arrow: Hashable {
        let from: String
        let to: String

        init(_ from: String, _ to: String) {
            self.from = from
            self.to = to
        }
    }
}
