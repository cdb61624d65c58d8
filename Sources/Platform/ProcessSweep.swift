import Glibc

/// Finds and ends everything that one incarnation started: by its mark, by the sessions of marked
/// processes, and by what its first process was given in its environment.
package struct ProcessSweep: Sendable {
    /// The marks to look for; one per incarnation.
    package var marks: Set<UInt64>
    /// Processes that are known to be ours, e.g. the first process of the incarnation.
    package var known: [ProcessIdentity]
    /// `NAME=value` pairs that all must be in a process's first environment; empty: not looked at.
    package var environment: [String]
    package var kernel: KernelInstance
    /// Clock ticks since boot: what started before is not looked at, since no descendant is older
    /// than its ancestor. That spares reading the limits of nearly every other process.
    package var since: UInt64 = 0

    package init(
        marks: Set<UInt64>, known: [ProcessIdentity] = [], environment: [String] = [],
        kernel: KernelInstance
    ) {
        self.marks = marks
        self.known = known
        self.environment = environment
        self.kernel = kernel
    }

    /// All living members, in one scan of the process table; zombies count as gone.
    ///
    /// A session counts only where one of its living members is ours for another reason, since the
    /// number of an empty session is reused. This process itself is never a member.
    package func members() -> [ProcessEntry] {
        let own = getpid()
        let living = ProcessEntry.living(since: since).filter { $0.pid != own }
        let certain = Set(living.filter(isOurs).map(\.pid))
        let ownSession = getsid(0)
        let sessions = Set(living.filter { certain.contains($0.pid) }.map(\.session)).subtracting([
            ownSession
        ])
        return living.filter { certain.contains($0.pid) || sessions.contains($0.session) }
    }

    private func isOurs(_ entry: ProcessEntry) -> Bool {
        if known.contains(where: {
            $0.pid == entry.pid && $0.startTime == entry.startTime && $0.bootID == kernel.bootID
                && $0.pidNamespace == kernel.pidNamespace
        }) {
            return true
        }
        if let mark = ProcessEntry.mark(of: entry.pid), marks.contains(mark) { return true }
        return !environment.isEmpty && ProcessEntry.hasEnvironment(entry.pid, environment)
    }

    /// Freezes, rescans until nothing new appears, then kills: one round.
    ///
    /// - Returns: how many processes were killed; 0 means that this scan found none.
    package func killRound() throws(SystemError) -> Int {
        let struck = try strike()
        for handle in struck { _ = handle.waitForExit(milliseconds: 1000) }
        return struck.count
    }

    /// The same without waiting for their end, for an event loop.
    ///
    /// - Returns: those that were sent SIGKILL.
    package func strike() throws(SystemError) -> [ProcessHandle] {
        var frozen: [Int32: ProcessHandle] = [:]
        for _ in 0..<64 {
            let fresh = members().filter { frozen[$0.pid] == nil }
            if fresh.isEmpty { break }
            for entry in fresh {
                guard let handle = try ProcessHandle.open(entry.pid),
                    ProcessEntry.read(entry.pid)?.startTime == entry.startTime
                else { continue }
                try handle.send(SIGSTOP)
                frozen[entry.pid] = handle
            }
        }
        for handle in frozen.values { try handle.send(SIGKILL) }
        return Array(frozen.values)
    }

    /// Kills until two scans in a row find nothing.
    ///
    /// - Returns: whether it is empty; false where something could not be ended in `rounds`.
    package func killUntilEmpty(rounds: Int = 50) throws(SystemError) -> Bool {
        var quiet = 0
        for _ in 0..<rounds {
            quiet = try killRound() == 0 ? quiet + 1 : 0
            if quiet == 2 { return true }
        }
        return false
    }

    /// Sends `signal` to every member.
    package func signalAll(_ signal: Int32) throws(SystemError) {
        for entry in members() {
            guard let handle = try ProcessHandle.open(entry.pid),
                ProcessEntry.read(entry.pid)?.startTime == entry.startTime
            else { continue }
            try handle.send(signal)
        }
    }
}
