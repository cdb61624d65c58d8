import Digests
import Platform

/// What a source checkout holds: `Package.swift` and every regular file below `Sources`.
struct CheckoutSources {
    private let checkout: String
    /// Relative to the checkout.
    private var files: [String] = []
    /// When a file was last written, or one last came or went: nanoseconds since 1970. A file that
    /// was put back with its old time is not seen.
    private(set) var newestChange: Int64 = 0

    /// Looks at every file and reads none.
    init(of checkout: String) throws(SystemError) {
        self.checkout = checkout
        try visit("Package.swift")
        try visit("Sources")
    }

    private mutating func visit(_ path: String) throws(SystemError) {
        let place = Path.join(checkout, path)
        let status = try FileSystem.status(place, followLinks: false)
        newestChange = max(newestChange, status.modified)
        if status.isRegular { files.append(path) }
        guard status.isDirectory else { return }
        for name in try FileSystem.list(place) { try visit(Path.join(path, name)) }
    }

    /// 64 hex digits, the same that the build records (`sources_digest` in `bin/lib/build.bash`):
    /// SHA-256 over the lines `<sha256 of the file>  <path>`, in byte order of the paths.
    ///
    /// Reads every file, which costs several times what a command may.
    func digest() throws(SystemError) -> String {
        let sorted = files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var lines = ""
        for file in sorted {
            lines += try SHA256.hex(ofFile: Path.join(checkout, file)) + "  \(file)\n"
        }
        return SHA256.hex(of: lines)
    }
}
