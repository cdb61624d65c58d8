import Platform
import Supervision
import Vocabulary

/// Data whose files were copied while nobody waited for the disk. Where the machine ends before they
/// are on it, some may be empty or old, and nothing tells which.
extension DataRecord {
    /// Whether that has happened.
    func isLost(in kernel: KernelInstance) -> Bool {
        unflushedIn.map { $0 != kernel.bootID } ?? false
    }

    /// Whether it has, to data that no server was ever ready on and that came from a template:
    /// nothing is lost with it.
    func isBegunAnew(in kernel: KernelInstance) -> Bool {
        isLost(in: kernel) && isFresh && origin == nil
    }

    /// For a source that is to be copied.
    func checkFlushed(in kernel: KernelInstance, of source: DataSource) throws(Failure) {
        guard isLost(in: kernel) else { return }
        throw failure(at: source.folder, hint: "envctl start --project \(source.project)")
    }

    fileprivate func failure(at folder: String, hint: String) -> Failure {
        Failure(
            "data.unflushed", "the data was not yet on the disk when the machine stopped",
            at: folder,
            because: [
                "it is a copy of \(origin ?? "its template"), and some of its files may be empty"
            ], hint: hint)
    }
}

extension RequirementInstance {
    /// For its own data that is there; what begins anew is fine.
    ///
    /// - Throws: `data.unflushed`.
    func checkOwnFlushed() throws {
        guard FileSystem.exists(paths.data) else { return }
        let record = try existingRecord()
        guard record.isLost(in: kernel), !record.isBegunAnew(in: kernel) else { return }
        throw record.failure(at: paths.data, hint: wayOut(record.origin))
    }

    private func wayOut(_ origin: String?) -> String {
        let words = (origin ?? "").split(separator: " ", maxSplits: 1).map { String($0) }
        return switch words.first {
        case "project": "envctl data clone \(component) --from \(shellWord(words[1]))"
        case "snapshot": "envctl data restore \(shellWord(words[1])) \(component)"
        default: "envctl data reset \(component)"
        }
    }

    /// Removes data that was lost before its first server was ready; nothing lives on it.
    ///
    /// - Returns: whether there was such.
    func removeUnfinished(_ work: AccountWork) throws -> Bool {
        guard FileSystem.exists(paths.data), try existingRecord().isBegunAnew(in: kernel) else {
            return false
        }
        try removeData(work)
        return true
    }

    /// Has the copy flushed by a process that nobody waits for.
    func beginFlush(of record: DataRecord) {
        // Without it the next start flushes the data.
        try? FlushHelper.begin(
            FlushHelper.Work(
                data: paths.data, dataLock: paths.dataLock, record: paths.record,
                identity: record.identity),
            as: account, helper: helper)
    }
}
