/// A YAML text as a tree, with bounds that no honest configuration meets.
struct YAMLDocument {
    /// Bounds against files that are small on disk and huge in memory.
    struct Limits: Sendable {
        /// Bytes of the text.
        var size = 1 << 20
        /// Nested lists and maps.
        var depth = 64
        /// Nodes of the tree, each use of an alias counted in full.
        var nodes = 20_000
    }

    var root: Node
    /// Mistakes after which reading could go on: duplicate keys.
    var findings: [Finding]

    /// Parses the only document of `bytes`; an empty text is an empty map.
    static func parse(
        _ bytes: [UInt8], source: YAMLSource, limits: Limits = Limits()
    ) throws(YAMLError) -> YAMLDocument {
        guard bytes.count <= limits.size else {
            throw YAMLError(
                "the file is larger than \(limits.size >> 10) KiB", at: source.origin(nil))
        }
        var builder = try YAMLTreeBuilder(bytes, source: source, limits: limits)
        return try builder.document()
    }
}
