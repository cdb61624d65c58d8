import Digests
import Glibc
import Platform
import Vocabulary

/// A `.tar.gz` in the making, 0600 and under another name until it is finished and checked.
final class BundleArchive {
    /// Where it is while it is made.
    let temporary: String
    private let path: String
    private let descriptor: Descriptor
    private let gzip: GzipWriter
    private var isPlaced = false

    /// Every name in the archive begins so, that unpacking makes one folder.
    static let folder = "envctl-debug"

    /// - Parameter path: where it will be.
    init(_ path: String) throws {
        self.path = path
        temporary = TemporaryName.beside(path)
        descriptor = try Descriptor.open(
            temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
        gzip = try GzipWriter(descriptor.raw, path: temporary)
    }

    deinit { if !isPlaced { unlink(temporary) } }

    /// Adds a file; names come in ascending order.
    ///
    /// - Returns: SHA-256 of the content, as hex digits.
    @discardableResult
    func add(_ name: String, _ content: [UInt8]) throws -> String {
        try gzip.write(TarHeader(name: "\(Self.folder)/\(name)", size: content.count).bytes)
        try gzip.write(content)
        try gzip.write(TarHeader.padding(after: content.count))
        return SHA256.hex(of: content)
    }

    /// Ends the archive; it is still under its temporary name.
    func finish() throws {
        try gzip.write(TarHeader.end)
        try gzip.finish()
        try checked("fsync", temporary) { fsync(descriptor.raw) }
    }

    /// Unpacks what was written, in memory, and looks for each of the values once more.
    ///
    /// - Throws: `pack.secret_found` with the file that one is in.
    func check(for values: some Sequence<[UInt8]>) throws {
        var tar = TarReader()
        var scan = SecretScan(values)
        var current = ""
        try GzipReader(temporary).read { piece in
            try tar.read(piece) { name, content in
                if name != current { scan.reset() }
                current = name
                if scan.finds(in: content) { throw Self.found(in: name) }
            }
        }
    }

    /// Gives it its name.
    func place() throws {
        try checked("rename", path) { rename(temporary, path) }
        isPlaced = true
    }

    private static func found(in name: String) -> Failure {
        Failure(
            "pack.secret_found", "a secret was found in the finished bundle; it was thrown away",
            at: name, because: ["the redaction of that file missed it; this is an error of envctl"],
            hint: "envctl debug-report tells the diagnosis without a bundle")
    }
}
