import Glibc

/// Finds and ends everything that one incarnation started: by its cgroup where it has one, and
/// always by its mark, by the sessions of marked processes, and by what its first process was given
/// in its environment.
package struct ProcessSweep: Sendable {
    /// The marks to look for; one per incarnation.
    package var marks: Set<UInt64>
    /// Processes that are known to be ours, e.g. the first process of the incarnation.
    package var known: [ProcessIdentity]
    /// `NAME=value` pairs that all must be in a process's first environment; empty: not looked at.
    package var environment: [String]
    package var kernel: KernelInstance
    /// The cgroups of these incarnations, as far as they are there.
    package var groups: [ControlGroup]
    /// Whether each incarnation has its cgroup, so that empty groups are a proof.
    package var hasAllGroups: Bool { !groups.isEmpty && groups.count == marks.count }
    /// Clock ticks since boot: what started before is not looked at, since no descendant is older
    /// than its ancestor. That spares reading the limits of nearly every other process.
    package var since: UInt64 = 0

    package init(
        marks: Set<UInt64>, known: [ProcessIdentity] = [], environment: [String] = [],
        kernel: KernelInstance, groups: [ControlGroup] = []
    ) {
        self.marks = marks
        self.known = known
        self.environment = environment
        self.kernel = kernel
        self.groups = kernel.usesControlGroups ? groups : []
    }

    /// All living members, in one scan of the process table; zombies count as gone.
    ///
    /// A session counts only where one of its living members is ours for another reason, since the
    /// number of an empty session is reused. This process itself is never a member.
    package func members() -> [ProcessEntry] {
        members(among: suspects(), markOf: ProcessEntry.mark)
    }

    /// Whoever may be a member: all that matters of the process table, without reading all of it.
    private func suspects() -> [ProcessEntry] {
        // What only an environment tells is anywhere.
        guard environment.isEmpty else { return ProcessEntry.living(since: since) }
        let named = Set(known.map(\.pid) + groups.flatMap { $0.pids() })
        let first = ProcessEntry.living(marks: marks, besides: named, since: since)
        let own = getsid(0)
        let sessions = Set(first.map(\.session)).subtracting([own, 0])
        if sessions.isEmpty { return first }
        return ProcessEntry.living(marks: marks, sessions: sessions, besides: named, since: since)
    }

    /// The same among processes that were scanned before, for who asks about many incarnations.
    package func members(
        among scanned: [ProcessEntry], markOf mark: (Int32) -> UInt64?
    ) -> [ProcessEntry] {
        let own = getpid()
        let living = scanned.filter { $0.pid != own }
        let grouped = Set(groups.flatMap { $0.pids() })
        let certain = Set(
            living.filter { grouped.contains($0.pid) || isOurs($0, mark) }.map(\.pid))
        let ownSession = getsid(0)
        let sessions = Set(living.filter { certain.contains($0.pid) }.map(\.session)).subtracting([
            ownSession
        ])
        return living.filter { certain.contains($0.pid) || sessions.contains($0.session) }
    }

    private func isOurs(_ entry: ProcessEntry, _ mark: (Int32) -> UInt64?) -> Bool {
        if known.contains(where: {
            $0.pid == entry.pid && $0.startTime == entry.startTime && $0.bootID == kernel.bootID
                && $0.pidNamespace == kernel.pidNamespace
        }) {
            return true
        }
        if let mark = mark(entry.pid), marks.contains(mark) { return true }
        return !environment.isEmpty && ProcessEntry.hasEnvironment(entry.pid, environment)
    }

    /// One round: kills the cgroups, freezes what else there is, rescans until nothing new appears,
    /// kills; without waiting for their end, for an event loop.
    package func strike() throws(SystemError) -> Struck {
        var struck = Struck()
        for group in groups where !group.contains(getpid()) {
            struck.handles += try strike(group)
        }
        let frozen = try freeze(besides: struck.handles)
        for handle in frozen { try handle.send(SIGKILL) }
        struck.handles += frozen
        struck.hasStrays = frozen.contains { handle in
            !groups.contains { $0.contains(handle.pid) }
        }
        return struck
    }

    private func strike(_ group: ControlGroup) throws(SystemError) -> [ProcessHandle] {
        guard group.isPopulated == true else { return [] }
        var handles: [ProcessHandle] = []
        for pid in group.pids() {
            if let handle = try ProcessHandle.open(pid) { handles.append(handle) }
        }
        try group.kill()
        return handles
    }

    private func freeze(besides known: [ProcessHandle]) throws(SystemError) -> [ProcessHandle] {
        var seen = Set(known.map(\.pid))
        var frozen: [ProcessHandle] = []
        for _ in 0..<64 {
            let fresh = members().filter { !seen.contains($0.pid) }
            if fresh.isEmpty { break }
            for entry in fresh {
                guard let handle = try ProcessHandle.open(entry.pid),
                    ProcessEntry.read(entry.pid)?.startTime == entry.startTime
                else { continue }
                try handle.send(SIGSTOP)
                frozen.append(handle)
                seen.insert(entry.pid)
            }
        }
        return frozen
    }

    /// What one round found.
    package struct Struck: Sendable {
        /// Those that were sent SIGKILL.
        package var handles: [ProcessHandle] = []
        /// Some of them were in no cgroup of ours, so that an empty one proves nothing any more.
        package var hasStrays = false
    }

    /// How it is known that nothing is left.
    package enum Emptiness: Sendable, Equatable {
        /// Each cgroup says `populated 0`, and a scan found nothing that had left them.
        case groups
        /// Two scans in a row found nothing.
        case twoScans
    }

    /// Kills until it is known that nothing is left.
    ///
    /// - Returns: nil where something could not be ended in `rounds`.
    package func killUntilEmpty(rounds: Int = 50) throws(SystemError) -> Emptiness? {
        var quiet = 0
        var strayed = false
        for _ in 0..<rounds {
            let struck = try strike()
            for handle in struck.handles { _ = handle.waitForExit(milliseconds: 1000) }
            strayed = strayed || struck.hasStrays
            guard struck.handles.isEmpty else {
                quiet = 0
                continue
            }
            quiet += 1
            if !strayed, groupsAreEmpty { return .groups }
            if quiet >= 2, !groupsArePopulated { return .twoScans }
        }
        return nil
    }

    /// Whether each incarnation has a cgroup, and the kernel says that nothing lives in it.
    package var groupsAreEmpty: Bool {
        hasAllGroups && groups.allSatisfy { $0.isPopulated == false }
    }

    /// Whether something lives in one of them, besides ourselves.
    package var groupsArePopulated: Bool {
        groups.contains { $0.isPopulated == true && !$0.contains(getpid()) }
    }

    /// The pids of what could not be ended.
    package func survivors() -> [Int32] {
        let own = getpid()
        let grouped = groups.flatMap { $0.pids() }.filter { $0 != own }
        return Set(grouped + members().map(\.pid)).sorted()
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
