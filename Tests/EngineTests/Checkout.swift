import Platform

/// The checkout that these tests were built from.
enum Checkout {
    static let root = Path.absolute("../../..", in: #filePath)

    static func path(_ name: String) -> String { Path.join(root, name) }

    /// Every Swift file below `Sources` by its path.
    static func sources() throws -> [(path: String, text: String)] {
        try files(below: path("Sources")).map { ($0, try FileSystem.readText($0)) }
    }

    private static func files(below folder: String) throws -> [String] {
        try FileSystem.list(folder).flatMap { name -> [String] in
            let path = Path.join(folder, name)
            if FileSystem.isDirectory(path) { return try files(below: path) }
            return name.hasSuffix(".swift") ? [path] : []
        }
    }
}
