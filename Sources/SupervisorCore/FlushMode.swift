import Glibc
import Platform
import Supervision

/// The helper mode `flush`: see `FlushHelper`. Nobody reads what it says; where it fails, the next
/// start flushes the data.
enum FlushMode {
    /// - Parameter arguments: with `argv[0]`, the helper's own path.
    static func run(_ arguments: [String]) -> Int32 {
        var words = arguments.dropFirst(2)
        do {
            umask(0o077)
            try Priority.lowest()
            let account = try CopyHelper.account(&words)
            guard let helper = arguments.first, let work = FlushHelper.Work(words: words) else {
                throw SystemError("arguments", "envctl-supervisor", errno: EINVAL)
            }
            return try flush(work, as: account, helper: helper) ? 0 : 1
        } catch { return 1 }
    }

    /// - Returns: whether all of it is on the disk, and that is told.
    private static func flush(
        _ work: FlushHelper.Work, as account: Account?, helper: String
    ) throws -> Bool {
        let arguments = CopyHelper.arguments(syncing: work.data, as: account, gently: true)
        let result = try Subprocess(helper, arguments, environment: [:], directory: "/").run()
        // A server gives files other names while they are looked for; what was removed meanwhile has
        // no record, and must get no mark beside it.
        guard result.isSuccess, try !DataLock.isHeld(work.dataLock),
            FileSystem.exists(work.record)
        else { return false }
        try FileSystem.writeAtomically(
            Array(work.identity.utf8), to: FlushHelper.mark(beside: work.record), synced: true)
        return true
    }
}
