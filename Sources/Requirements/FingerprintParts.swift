import Digests
import Platform
import Supervision

/// Collects what a process is made from, each as a short digest.
struct FingerprintParts {
    private var parts: [(String, String)] = []

    mutating func add(_ name: String, _ value: String) {
        parts.append((name, String(SHA256.hex(of: value).prefix(16))))
    }

    /// A program counts by path, size and time of change.
    mutating func add(program: String) throws(SystemError) {
        add("program", try Self.stamp(program))
    }

    static func stamp(_ program: String) throws(SystemError) -> String {
        let status = try FileSystem.status(program)
        return "\(program)|\(status.size)|\(status.modified)"
    }

    var fingerprint: Fingerprint { Fingerprint(parts) }
}
