package import Vocabulary

/// A file of a bundle as the manifest has it: what became of it, or why it is not there.
package struct BundleFile: Sendable, Equatable {
    package var name: String
    /// Bytes.
    package var size: Int
    /// Hex digits.
    package var digest: String
    /// How often what was taken out, by kind.
    package var redacted: JSON
    /// Why it could not be collected; then it is not in the archive.
    package var failure: Failure?

    package var json: JSON {
        [
            "name": .string(name), "size": failure == nil ? JSON(size) : .null,
            "sha256": failure == nil ? .string(digest) : .null, "redacted": redacted,
            "failure": failure?.json ?? .null,
        ]
    }
}
