/// Settings that are a matter of the machine or the person, too: user and system files may hold them.
package struct Preferences: Sendable, Equatable {
    /// The targets of a command outside any worktree.
    package enum Mode: String, Sendable, CaseIterable {
        case main, trees
    }

    /// What becomes of a component whose port a stranger holds.
    package enum PortConflict: String, Sendable, CaseIterable {
        case move, fail
    }

    package var defaultMode: Mode
    /// Where new ports are looked for; nil is 20000 up to the kernel's ephemeral ports.
    package var portRange: ClosedRange<Int>?
    package var portConflict: PortConflict
    /// Runs kept for each project.
    package var history: Int
    /// Bytes of each log that are kept.
    package var logLimit: Int64 = 64 << 20
    /// Steps at once; nil is the number of processors.
    package var jobs: Int?
    /// Bound of a whole start; nil is none.
    package var startTimeoutMilliseconds: Int?
    /// A copy of each template is kept ready.
    package var keepsSpares: Bool

    package init(
        defaultMode: Mode = .main, portRange: ClosedRange<Int>? = nil,
        portConflict: PortConflict = .move, history: Int = 50, jobs: Int? = nil,
        startTimeoutMilliseconds: Int? = nil, keepsSpares: Bool = true
    ) {
        self.defaultMode = defaultMode
        self.portRange = portRange
        self.portConflict = portConflict
        self.history = history
        self.jobs = jobs
        self.startTimeoutMilliseconds = startTimeoutMilliseconds
        self.keepsSpares = keepsSpares
    }
}
