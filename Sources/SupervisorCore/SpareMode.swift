import Glibc
import Platform
import Supervision

/// The helper mode `spare`: copies a template at the lowest priority, flushes the copy, and gives it
/// its name when it is whole. Nobody reads what it says; the next start does without the spare.
struct SpareMode {
    private let helper: String
    private let account: Account?
    private let template: String
    private let spare: String

    /// - Parameter arguments: with `argv[0]`, the helper's own path. See `SpareHelper` for the rest.
    static func run(_ arguments: [String]) -> Int32 {
        do {
            umask(0o077)
            try Priority.lowest()
            try SpareMode(arguments).fill()
            return 0
        } catch { return 1 }
    }

    private init(_ arguments: [String]) throws(SystemError) {
        var words = arguments.dropFirst(2)
        account = try CopyHelper.account(&words)
        guard let helper = arguments.first, let template = words.popFirst(),
            let spare = words.popFirst(), words.isEmpty
        else { throw SystemError("arguments", "envctl-supervisor", errno: EINVAL) }
        self.helper = helper
        self.template = template
        self.spare = spare
    }

    private var new: String { spare + SpareHelper.unfinished }

    private func fill() throws {
        guard let lock = try FileLock.attempt(SpareHelper.lock(of: spare), note: "spare") else {
            return  // another one makes it
        }
        try withExtendedLifetime(lock) {
            guard try FileSystem.entry(spare) == nil, FileSystem.hasRoom(for: spare) else { return }
            try removeLeftover()
            do {
                try makeFolder()
                try help(CopyHelper.arguments(TreeCopy(from: template, to: new), as: account))
                try help(CopyHelper.arguments(syncing: new, as: account, gently: true))
                try FileSystem.move(new, to: spare)
                try FileSystem.sync(folder: Path.parent(spare))
            } catch {
                // What can't be removed now the next one, or `prune`, removes.
                try? removeLeftover()
                throw error
            }
        }
    }

    private func makeFolder() throws(SystemError) {
        try checked("mkdir", new) { mkdir(new, 0o700) }
        guard let account else { return }
        let folder = try Descriptor.open(new, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        try checked("fchown", new) { fchown(folder.raw, account.userID, account.groupID) }
    }

    /// Its content under the account, itself by us, since its parent is ours.
    private func removeLeftover() throws {
        guard let entry = try FileSystem.entry(new) else { return }
        guard let account, entry.userID == account.userID else {
            return try FileSystem.removeTree(new)
        }
        let find = Program.find("find", path: "/usr/local/bin:/usr/bin:/bin", directory: "/")
        guard let find else { throw SystemError("exec", "find", errno: ENOENT) }
        try help(
            ExecHelper.arguments(
                for: account, program: find,
                arguments: ["find", new, "-xdev", "-mindepth", "1", "-delete"]))
        try FileSystem.removeEmptyFolder(new)
    }

    /// Runs a mode of this program that becomes the account.
    private func help(_ arguments: [String]) throws {
        let result = try Subprocess(helper, arguments, environment: [:], directory: "/").run()
        guard result.isSuccess else { throw SystemError("spare", spare, errno: EIO) }
    }
}

extension FileSystem {
    fileprivate static func hasRoom(for path: String) -> Bool {
        freeBytes(Path.parent(path)) >= SpareHelper.roomNeeded
    }
}
