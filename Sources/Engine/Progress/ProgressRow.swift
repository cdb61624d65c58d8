/// One component, or one of the project's own steps, as far as it has come.
struct ProgressRow: Sendable, Equatable {
    /// What it is at, in the word that is shown.
    enum Phase: String, Sendable {
        case waits, prepares, launches, launched, starts, finishes, stops
        case ready, runs, done, failed, skipped

        /// Something is being done for it, and time passes.
        var isActive: Bool {
            switch self {
            case .prepares, .launches, .starts, .finishes, .stops: true
            case .waits, .launched, .ready, .runs, .done, .failed, .skipped: false
            }
        }

        /// Whoever needs it need not wait any longer.
        var isUp: Bool { self == .ready || self == .runs || self == .done }

        var isOver: Bool { isUp || self == .launched || self == .failed || self == .skipped }
    }

    /// As it is shown.
    let name: String
    /// The rows that it waits for, by their names.
    var needs: [String] = []
    private(set) var phase = Phase.waits
    /// Since when it is in this phase; nanoseconds of the monotonic clock.
    private(set) var since: UInt64 = 0
    /// How long it took to get ready.
    var milliseconds: Int?
    /// What a step or its log said last, or why it failed.
    var detail: String?
    /// The steps of it that run.
    var steps: [String] = []
    /// It has answered; steps may follow.
    var isReady = false
    /// It ran before, and is left alone.
    var isKept = false
    /// It has no process of ours: with its steps it is up.
    var isServedElsewhere = false

    init(_ name: String) { self.name = name }

    mutating func enter(_ phase: Phase, at now: UInt64) {
        guard phase != self.phase else { return }
        self.phase = phase
        since = now
        detail = nil
    }

    func elapsed(at now: UInt64) -> Int? {
        if let milliseconds, phase == .ready { return milliseconds }
        guard phase.isActive, now >= since else { return nil }
        return Int((now - since) / 1_000_000)
    }
}
