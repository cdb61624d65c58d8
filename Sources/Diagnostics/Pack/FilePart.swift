import Glibc
import Platform
import Vocabulary

/// The content of a file for a bundle: all of it, or its end where it is long. Read with
/// `O_NOFOLLOW`: a link in one of our folders leads to what is none of ours.
enum FilePart {
    /// Bytes of one file in a bundle, at most.
    static let limit = 2 << 20

    /// - Returns: nil where there is no such file.
    static func read(_ path: String, limit: Int = FilePart.limit) throws(SystemError) -> [UInt8]? {
        let raw = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        if raw < 0 {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw SystemError("open", path, errno: errno)
        }
        let descriptor = Descriptor(raw)
        let size = Int(try checked("lseek", path) { lseek(descriptor.raw, 0, SEEK_END) })
        try checked("lseek", path) { lseek(descriptor.raw, max(0, size - limit), SEEK_SET) }
        let bytes = try FileSystem.read(descriptor: descriptor.raw, subject: path, limit: limit)
        guard size > limit else { return bytes }
        // A half line at the beginning is of no use, and might be the half of a secret.
        let begin = bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.endIndex
        let note = "[envctl: the first \(size - bytes.count + begin) bytes are left out]\n"
        return Array(note.utf8) + bytes[begin...]
    }
}
