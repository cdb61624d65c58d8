import Vocabulary

/// A file of a snapshot as it has to be.
struct FileDigest: Sendable, Equatable {
    /// From the snapshot's folder on.
    var path: String
    /// Bytes.
    var size: Int64
    /// 64 hex digits.
    var sha256: String

    /// Of lines `<size> <path>`, an empty line, and lines of `sha256sum`, both in the same order.
    static func parse(_ text: String, of folder: String) throws -> [FileDigest] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let middle = lines.firstIndex(where: \.isEmpty) else { throw unreadable(folder) }
        var sizes: [String: Int64] = [:]
        for line in lines[..<middle] {
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let size = Int64(words[0]) else { throw unreadable(folder) }
            sizes[String(words[1])] = size
        }
        let digests = try lines[lines.index(after: middle)...].filter { !$0.isEmpty }.map { line in
            let path = String(line.dropFirst(66))
            guard line.utf8.count > 66, let size = sizes[path] else { throw unreadable(folder) }
            return FileDigest(path: path, size: size, sha256: String(line.prefix(64)))
        }
        guard digests.count == sizes.count else { throw unreadable(folder) }
        return digests
    }

    private static func unreadable(_ folder: String) -> Failure {
        Failure("data.unreadable", "the files of the data could not be read", at: folder)
    }

    var json: JSON { ["path": .string(path), "size": .int(size), "sha256": .string(sha256)] }

    init(path: String, size: Int64, sha256: String) {
        self.path = path
        self.size = size
        self.sha256 = sha256
    }

    init(json: JSON) throws {
        path = try json.requiredString("path")
        size = Int64(try json.requiredInt("size"))
        sha256 = try json.requiredString("sha256")
    }
}
