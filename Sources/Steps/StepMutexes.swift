import Digests
import Platform
import Vocabulary

/// Takes all of a step's mutexes or none, in sorted order.
struct StepMutexes {
    /// Who has what the step wants.
    struct Holder: Equatable {
        var mutex: String
        /// A step of this graph, or the words in the lock file: pid, step, since.
        var name: String
        /// Another graph or process: nobody wakes us when it is done.
        var isForeign: Bool
    }

    private let folder: String?
    private var holders: [String: StepID] = [:]
    private var locks: [StepID: [FileLock]] = [:]

    init(folder: String?) { self.folder = folder }

    /// Nil where the step has them all now.
    mutating func take(for step: Step) throws -> Holder? {
        let names = Set(step.mutexes).sorted()
        for name in names {
            if let id = holders[name] {
                return Holder(mutex: name, name: id.rawValue, isForeign: false)
            }
        }
        var taken: [FileLock] = []
        for name in names {
            guard let path = try path(of: name) else { break }
            guard let lock = try FileLock.attempt(path, note: step.id.rawValue) else {
                // Those taken so far end here, with their last reference.
                return Holder(mutex: name, name: FileLock.holder(of: path), isForeign: true)
            }
            taken.append(lock)
        }
        for name in names { holders[name] = step.id }
        locks[step.id] = taken
        return nil
    }

    mutating func release(_ id: StepID) {
        holders = holders.filter { $0.value != id }
        locks[id] = nil
    }

    /// The lock file of a mutex; a name that is no good file name goes by its digest.
    private func path(of name: String) throws(SystemError) -> String? {
        guard let folder else { return nil }
        try FileSystem.createDirectories(folder)
        let isPlain =
            name.utf8.count <= 64
            && name.unicodeScalars.allSatisfy {
                $0.isASCIILetter || $0.isASCIIDigit || $0 == "-" || $0 == "_"
            }
        return Path.join(folder, (isPlain ? name : "x." + SHA256.hex(of: name)) + ".lock")
    }
}
