import Platform

/// The checkout that these tests were built from, read as text.
enum Checkout {
    /// `#filePath` is `<root>/Tests/ArchitectureTests/Checkout.swift`.
    static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(3).joined(separator: "/")

    static func house() throws -> House {
        var house = House(declared: try manifest().targets, imports: [])
        for target in try folders() {
            for file in try swiftFiles(below: root + "/Sources/" + target) {
                try read(file, of: target, into: &house)
            }
        }
        return house
    }

    static func manifest() throws -> Manifest {
        Manifest(try FileSystem.readText(root + "/Package.swift"))
    }

    /// The folders of Sources, sorted.
    static func folders() throws -> [String] {
        try FileSystem.list(root + "/Sources").sorted().filter {
            FileSystem.isDirectory(root + "/Sources/" + $0)
        }
    }

    private static func swiftFiles(below folder: String) throws -> [String] {
        try FileSystem.list(folder).sorted().flatMap { name -> [String] in
            let path = folder + "/" + name
            if FileSystem.isDirectory(path) { return try swiftFiles(below: path) }
            return name.hasSuffix(".swift") ? [path] : []
        }
    }

    private static func read(_ file: String, of target: String, into house: inout House) throws {
        let lines = try FileSystem.readText(file)
            .split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let place = "\(file.dropFirst(root.utf8.count + 1)):\(number + 1)"
            let source = SourceLine(line)
            if let module = source.importedModule {
                house.imports.append(House.Import(target: target, module: module, place: place))
            }
            if source.isPublic { house.publicLines.append(place) }
        }
    }
}
