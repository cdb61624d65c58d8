import Digests
import Platform

/// What a source checkout holds: `Package.swift` and every regular file below `Sources`.
struct CheckoutSources {
    private let checkout: String
    /// When a file was last written, or one last came or went: nanoseconds since 1970. A file that
    /// was put back with its old time is not seen.
    let newestChange: Int64

    /// Looks at every file and reads none.
    init(of checkout: String) throws(SystemError) {
        self.checkout = checkout
        newestChange = max(
            try FileSystem.newestChange(in: Path.join(checkout, "Package.swift")),
            try FileSystem.newestChange(in: Path.join(checkout, "Sources")))
    }

    /// Relative to the checkout.
    private func files(in path: String) throws(SystemError) -> [String] {
        let place = Path.join(checkout, path)
        let status = try FileSystem.status(place, followLinks: false)
        if status.isRegular { return [path] }
        guard status.isDirectory else { return [] }
        var found: [String] = []
        for name in try FileSystem.list(place) { found += try files(in: Path.join(path, name)) }
        return found
    }

    /// 64 hex digits, the same that the build records (`sources_digest` in `bin/lib/build.bash`):
    /// SHA-256 over the lines `<sha256 of the file>  <path>`, in byte order of the paths.
    ///
    /// Reads every file, which costs several times what a command may.
    func digest() throws(SystemError) -> String {
        let files = try files(in: "Package.swift") + files(in: "Sources")
        let sorted = files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var lines = ""
        for file in sorted {
            lines += try SHA256.hex(ofFile: Path.join(checkout, file)) + "  \(file)\n"
        }
        return SHA256.hex(of: lines)
    }
}
