import StateActions

/// Goes on with a reading as new lines come, until its reader or the user has had enough.
struct LogFollowing {
    private let reading: LogReading
    private let wait: LogWait
    private let lookers: LogLookers

    init(_ reading: LogReading, _ wait: LogWait, _ lookers: LogLookers) {
        self.reading = reading
        self.wait = wait
        self.lookers = lookers
    }

    func run(_ printer: inout LogPrinter, sources: () -> [LogSource]) throws {
        while true {
            lookers.look()
            // Before the look, so that nothing that comes after it is missed.
            let isArmed = wait.arm(sources().map(\.path))
            guard try look(sources(), &printer) else { return }
            let isQuiet = !printer.hasPrinted
            // A look each second is for supervisors that are not told of writes.
            let longest: Int32 = lookers.isEmpty ? -1 : 1000
            let goesOn = isQuiet && isArmed ? wait.awaitNews(milliseconds: longest) : wait.pause()
            if !goesOn { return }
        }
    }

    private func look(_ sources: [LogSource], _ printer: inout LogPrinter) throws -> Bool {
        printer.hasPrinted = false
        let goesOn = try reading.look(sources) { try printer.take($0) }
        try printer.flush()
        return goesOn && !printer.isUnread
    }
}
