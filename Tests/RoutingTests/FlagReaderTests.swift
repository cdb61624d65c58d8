import Platform
import Testing

@testable import Routing

/// Flags were documented that nothing read: here each one needs a reader.
@Suite struct FlagReaderTests {
    /// The parser's own flags: each changes the route by itself.
    private static let parsed: [(flag: Flag, line: String, reader: String)] = [
        (.help, "start --help", ".topic"),
        (.version, "--version", ".version"),
        (.repo, "stop --repo x", ".repository"),
        (.project, "stop --project x", ".projects"),
        (.main, "stop --main", ".mode"),
        (.trees, "stop --trees", ".mode"),
        (.all, "stop --all", ".all"),
        (.everywhere, "stop --everywhere", ".everywhere"),
    ]

    @Test func theParserReadsItsOwnFlags() throws {
        for (flag, line, _) in Self.parsed {
            var with = try route(line)
            var without = try Parser.parse(line.contains("stop") ? ["stop"] : [])
            with.flags = [:]
            without.flags = [:]
            #expect(with != without, "\(flag.spelling) changes nothing")
        }
    }

    @Test func everyFlagHasAReader() throws {
        let sources = try Self.sourcesOutsideRouting()
        let parsed = Self.parsed.map(\.flag)
        for flag in CommandTable.flags where !parsed.contains(flag) {
            let readers = ["has", "value", "values", "integer", "duration"]
                .map { ".\($0)(.\(flag.constant))" }
            let isRead = sources.contains { text in readers.contains(where: text.contains) }
            #expect(isRead, "no source reads \(flag.spelling): route\(readers[0]) or the like")
        }
        for (flag, _, reader) in Self.parsed {
            #expect(
                sources.contains { $0.contains(reader) },
                "no source reads what \(flag.spelling) sets: \(reader)")
        }
    }

    private static func sourcesOutsideRouting() throws -> [String] {
        let root = Path.join(Checkout.root, "Sources")
        return try FileSystem.list(root).filter { $0 != "Routing" }.flatMap { module in
            let folder = Path.join(root, module)
            return try swiftFiles(in: folder).map { try FileSystem.readText($0) }
        }
    }

    private static func swiftFiles(in folder: String) throws -> [String] {
        try FileSystem.list(folder).flatMap { name -> [String] in
            let path = Path.join(folder, name)
            if FileSystem.isDirectory(path) { return try swiftFiles(in: path) }
            return name.hasSuffix(".swift") ? [path] : []
        }
    }
}

/// The checkout that these tests were built from.
enum Checkout {
    static let root = Path.parent(Path.parent(Path.parent(#filePath)))
}
