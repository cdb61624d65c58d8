import Platform
import Testing

@testable import Routing

/// Flags were documented that nothing read: here each one needs a reader.
@Suite struct FlagReaderTests {
    /// The parser's own flags: each changes the route by itself, and what it changes is read.
    private static let parsed: [(flag: Flag, line: String, reader: String)] = [
        (.help, "start --help", #"route\.topic\b"#),
        (.version, "--version", #"case \.version\b"#),
        (.repo, "stop --repo x", #"route\.repository\b"#),
        (.project, "stop --project x", #"(route\.targets|selection)\.projects\b"#),
        (.main, "stop --main", #"(route\.targets|selection)\.mode\b"#),
        (.trees, "stop --trees", #"(route\.targets|selection)\.mode\b"#),
        (.all, "stop --all", #"(route\.targets|selection)\.all\b"#),
        (.everywhere, "stop --everywhere", #"(route\.targets|selection)\.everywhere\b"#),
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
        let lines = try Self.linesOutsideRouting()
        let parsed = Self.parsed.map(\.flag)
        for flag in CommandTable.flags where !parsed.contains(flag) {
            let pattern = #"\.(has|value|values|integer|duration|moment)\(\.\#(flag.constant)\)"#
            #expect(
                try Self.matches(pattern, lines), "no source reads \(flag.spelling): \(pattern)")
        }
        for (flag, _, pattern) in Self.parsed {
            #expect(
                try Self.matches(pattern, lines),
                "no source reads what \(flag.spelling) sets: \(pattern)")
        }
    }

    @Test func aReaderIsCodeAndNoWordThatContainsOne() throws {
        let pattern = #"(route\.targets|selection)\.all\b"#
        #expect(try Self.matches(pattern, ["if selection.all { return all }"]))
        #expect(try !Self.matches(pattern, ["selection.allSatisfy(isFree)", "list.all"]))
        #expect(
            Self.code(in: "/// of selection.all\nlet a = 1  // selection.all") == ["let a = 1  "])
    }

    private static func matches(_ pattern: String, _ lines: [String]) throws -> Bool {
        let expression = try Regex(pattern).wordBoundaryKind(.simple)
        return lines.contains { $0.contains(expression) }
    }

    /// The lines without their comments, those that are nothing else left out.
    private static func code(in text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let comment = line.firstRange(of: "//")?.lowerBound ?? line.endIndex
            return comment == line.startIndex ? nil : String(line[..<comment])
        }
    }

    private static func linesOutsideRouting() throws -> [String] {
        let root = Path.join(Checkout.root, "Sources")
        return try FileSystem.list(root).filter { $0 != "Routing" }.flatMap { module in
            let folder = Path.join(root, module)
            return try swiftFiles(in: folder).flatMap { code(in: try FileSystem.readText($0)) }
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
