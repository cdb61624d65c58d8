import Platform

/// The processes of the machine at the moment of the first question about them.
final class ProcessScan {
    /// Without zombies.
    private(set) lazy var living = ProcessEntry.living(since: 0)
    private var marks: [Int32: UInt64?] = [:]
    /// Who holds which socket: costly, only for telling who a stranger is.
    private lazy var holders: [UInt64: ProcessEntry] = {
        var result: [UInt64: ProcessEntry] = [:]
        for entry in living {
            for inode in Listeners.sockets(of: entry.pid) { result[inode] = entry }
        }
        return result
    }()

    func mark(of pid: Int32) -> UInt64? {
        if let known = marks[pid] { return known }
        let mark = ProcessEntry.mark(of: pid)
        marks[pid] = .some(mark)
        return mark
    }

    func holder(of inode: UInt64) -> ProcessEntry? { holders[inode] }
}
