import CPlatform
import Glibc

/// Copies what is in one folder into another, by descriptors: files are cloned where the file system
/// can, and what vanishes meanwhile is no error, so that a server's folder can be copied while it
/// runs.
package struct TreeCopy: Sendable, Equatable {
    /// Absolute path of a folder.
    package var source: String
    /// Absolute path of a folder that is there.
    package var target: String
    /// Paths from the source on that are left out.
    package var skipped: [String]
    /// Folders, as paths from the source on, that are made but stay empty.
    package var hollow: [String]
    /// What entries' names begin with that are left out.
    package var skippedPrefixes: [String]
    /// Names in the source itself; empty: all.
    package var only: [String]
    /// Nobody waits for the disk: its writing is not begun, so that no sync of another file waits
    /// for it either.
    package var isLater = false

    package init(
        from source: String, to target: String, skipping skipped: [String] = [],
        hollow: [String] = [], skippedPrefixes: [String] = [], only: [String] = []
    ) {
        self.source = source
        self.target = target
        self.skipped = skipped
        self.hollow = hollow
        self.skippedPrefixes = skippedPrefixes
        self.only = only
    }

    /// Copies, as whoever this process is.
    package func run() throws(SystemError) {
        let lists = [skipped, hollow, skippedPrefixes, only].map(CStrings.init)
        var failed = [CChar](repeating: 0, count: Int(cp_path_size))
        var rules = cp_copy_rules(
            skip: lists[0].start, hollow: lists[1].start, prefixes: lists[2].start,
            only: lists[3].start, later: isLater ? 1 : 0)
        let result = withExtendedLifetime(lists) { cp_copy_tree(source, target, &rules, &failed) }
        if result == 0 { return }
        let code = errno
        let name = failed.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let place = Path.join(source, String(decoding: name, as: UTF8.self))
        throw SystemError("copy", place, errno: code)
    }
}

extension TreeCopy {
    /// As words, for a process that copies under another account.
    package var words: [String] {
        let lists = [
            ("--skip", skipped), ("--hollow", hollow), ("--prefix", skippedPrefixes),
            ("--only", only),
        ]
        return [source, target] + lists.flatMap { flag, values in values.flatMap { [flag, $0] } }
            + (isLater ? ["--later"] : [])
    }

    /// Nil where the words are none of ours.
    package init?(words: ArraySlice<String>) {
        var rest = words
        guard let source = rest.popFirst(), let target = rest.popFirst() else { return nil }
        self.init(from: source, to: target)
        while let flag = rest.popFirst() {
            if flag == "--later" {
                isLater = true
                continue
            }
            guard let value = rest.popFirst() else { return nil }
            switch flag {
            case "--skip": skipped.append(value)
            case "--hollow": hollow.append(value)
            case "--prefix": skippedPrefixes.append(value)
            case "--only": only.append(value)
            default: return nil
            }
        }
    }
}

extension FileSystem {
    /// Flushes a tree, file by file or, where little else waits, with the whole file system.
    package static func sync(tree path: String) throws(SystemError) {
        try checked("fsync", path) { cp_sync_tree(path) }
    }

    /// Flushes each file and each folder of a tree, and nobody else's.
    package static func sync(eachOf path: String) throws(SystemError) {
        try checked("fsync", path) { cp_sync_each(path) }
    }

    /// Copies all that is left to read of one descriptor to another, in the kernel where it can.
    package static func copy(
        _ source: Int32, to target: Int32, subject: String
    ) throws(SystemError) {
        try checked("copy_file_range", subject) { cp_copy_file(source, target) }
    }

    /// Two files or folders change places at once (`renameat2`); `EINVAL` where the file system
    /// can't.
    package static func exchange(_ one: String, _ other: String) throws(SystemError) {
        try checked("renameat2", one) { cp_exchange(one, other) }
    }
}

/// A list of C strings that ends with NULL.
private final class CStrings {
    private let strings: [UnsafeMutablePointer<CChar>?]
    private let list: UnsafeMutablePointer<UnsafePointer<CChar>?>

    init(_ words: [String]) {
        strings = words.map { strdup($0) }
        list = .allocate(capacity: words.count + 1)
        list.initialize(repeating: nil, count: words.count + 1)
        for (index, string) in strings.enumerated() { list[index] = UnsafePointer(string) }
    }

    deinit {
        for string in strings { free(string) }
        list.deallocate()
    }

    var start: UnsafePointer<UnsafePointer<CChar>?> { UnsafePointer(list) }
}
