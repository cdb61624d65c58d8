import Digests
import Platform

/// What a source checkout holds, as one digest: the same that the build records.
///
/// SHA-256 over the lines `<sha256 of the file>  <path>`, in byte order of the paths, of
/// `Package.swift` and every regular file below `Sources` (`sources_digest` in `bin/lib/build.bash`).
struct SourcesDigest {
    private let checkout: String

    init(of checkout: String) { self.checkout = checkout }

    /// 64 hex digits.
    func hex() throws(SystemError) -> String {
        var paths = ["Package.swift"]
        try collect("Sources", into: &paths)
        paths.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var lines = ""
        for path in paths {
            lines += try SHA256.hex(ofFile: Path.join(checkout, path)) + "  \(path)\n"
        }
        return SHA256.hex(of: lines)
    }

    private func collect(_ folder: String, into paths: inout [String]) throws(SystemError) {
        for name in try FileSystem.list(Path.join(checkout, folder)) {
            let path = Path.join(folder, name)
            let status = try FileSystem.status(Path.join(checkout, path), followLinks: false)
            if status.isDirectory { try collect(path, into: &paths) }
            if status.isRegular { paths.append(path) }
        }
    }
}
