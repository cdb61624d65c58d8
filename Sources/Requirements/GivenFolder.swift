import Glibc
import Platform
import Vocabulary

/// A folder that belongs to a component's account: made and emptied here, and read without
/// following links.
struct GivenFolder: Sendable {
    let path: String
    let account: Account?

    /// Makes it, empty, 0700 and the account's; fine where it is there already.
    func make() throws {
        if mkdir(path, 0o700) != 0 {
            guard errno == EEXIST else { throw SystemError("mkdir", path, errno: errno) }
        }
        try give()
    }

    /// Makes the folders on the way: passable where an account has to pass, without listing.
    static func makeWay(to path: String, account: Account?) throws {
        let parent = Path.parent(path)
        if FileSystem.exists(parent) { return }
        try makeWay(to: parent, account: account)
        let mode: FileMode = account == nil ? 0o700 : 0o711
        if mkdir(parent, mode) != 0 {
            guard errno == EEXIST else { throw SystemError("mkdir", parent, errno: errno) }
            return
        }
        try checked("chmod", parent) { chmod(parent, mode) }  // the umask may have taken bits
    }

    private func give() throws {
        let descriptor = try Descriptor.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        try checked("fchmod", path) { fchmod(descriptor.raw, 0o700) }
        guard let account else { return }
        try checked("fchown", path) { fchown(descriptor.raw, account.userID, account.groupID) }
    }

    /// A file's text (at most 64 KiB); nil where it is not there.
    ///
    /// Opened below the folder's descriptor and never through a link: the account may have put one.
    func read(_ name: String) throws(SystemError) -> String? {
        let folder = try Descriptor.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        let raw = openat(folder.raw, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        if raw < 0 {
            if errno == ENOENT { return nil }
            throw SystemError("openat", Path.join(path, name), errno: errno)
        }
        let file = Descriptor(raw)
        let bytes = try FileSystem.read(descriptor: file.raw, subject: path, limit: 65_536)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Copies one of its files, whoever wrote it, to a new file of ours.
    func copyOut(_ name: String, to file: String) throws(SystemError) {
        let folder = try Descriptor.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        let raw = try checked("openat", Path.join(path, name)) {
            openat(folder.raw, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        }
        let source = Descriptor(raw)
        let target = try Descriptor.open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
        try FileSystem.copy(source.raw, to: target.raw, subject: file)
    }

    /// Copies a file of ours to a new one in it, which is the account's.
    func copyIn(_ file: String, as name: String) throws(SystemError) {
        let folder = try Descriptor.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        let source = try Descriptor.open(file, O_RDONLY)
        let raw = try checked("openat", Path.join(path, name)) {
            openat(folder.raw, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        let target = Descriptor(raw)
        try FileSystem.copy(source.raw, to: target.raw, subject: file)
        guard let account else { return }
        try checked("fchown", path) { fchown(target.raw, account.userID, account.groupID) }
    }

    /// Removes it: its content under the account, itself by us, since its parent is ours.
    func remove(_ work: AccountWork) throws {
        guard FileSystem.exists(path) else { return }
        if account == nil { return try FileSystem.removeTree(path) }
        try work.run(
            "remove \(path)", try work.find("find"),
            [path, "-xdev", "-mindepth", "1", "-delete"])
        try checked("rmdir", path) { rmdir(path) }
    }

    /// Removes what earlier runs left of `path` under temporary names (`<name>.new-<run>`).
    static func removeLeftovers(of path: String, _ work: AccountWork) throws {
        let parent = Path.parent(path)
        for name in try FileSystem.list(parent) where name.hasPrefix(Path.name(path) + ".new-") {
            let leftover = GivenFolder(path: Path.join(parent, name), account: work.account)
            try leftover.remove(work)
        }
    }
}
