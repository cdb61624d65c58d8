import Platform
import Testing
import Vocabulary

@testable import Routing

/// What the pages tell their reader to type is understood.
@Suite struct DocumentationTests {
    @Test func everyLineIsUnderstood() throws {
        var count = 0
        for page in try Self.pages() {
            for line in Self.lines(in: try FileSystem.readText(page)) {
                count += 1
                #expect(Self.complaint(line) == nil, "\(page): envctl \(line)")
            }
        }
        #expect(count > 100)
    }

    @Test func linesAreFound() {
        let page = """
            Type `envctl stop
            api`, or `envctl data …`; not `bin/envctl`.

            ```
            $ envctl logs -f | less
            envctl status    what runs
            $ cd ../login && envctl start
            ```
            """
        #expect(Self.lines(in: page) == ["stop api", "logs -f", "status"])
    }

    @Test func aMistakeIsFound() {
        #expect(Self.complaint("start --bogus") != nil)
        #expect(Self.complaint("strat") != nil)
    }

    /// A command may be named without what it needs.
    private static func complaint(_ line: String) -> String? {
        do { _ = try Parser.parse(arguments(line)) } catch {
            return error.code.hasPrefix("usage.missing_") ? nil : error.message
        }
        return nil
    }

    private static func pages() throws -> [String] {
        let docs = Path.join(Checkout.root, "docs")
        let pages = try FileSystem.list(docs).filter { $0.hasSuffix(".md") }
        return pages.map { Path.join(docs, $0) } + [Path.join(Checkout.root, "README.md")]
    }

    /// In running text between backticks, and in blocks at the beginning of a line; without those
    /// that have a place for something else in them, and without what is a shell's.
    private static func lines(in page: String) -> [String] {
        let inText = /(?:^|[^`])`envctl ([^`]+)`/
        let inBlock = /\n(?:\$ )?envctl ([^\n]+)/
        let blocks = page.matches(of: /```\w*\n[^`]*```/).map { String($0.0) }
        let found =
            page.matches(of: inText).map { String($0.1) }
            + blocks.flatMap { $0.matches(of: inBlock).map { String($0.1) } }
        let end = /[ ]{2,}| [|&#]| ?\d?>/
        return found.map { line in
            let plain = line.replacing("\n", with: " ")
            return String(plain[..<(plain.firstMatch(of: end)?.range.lowerBound ?? plain.endIndex)])
        }.filter { line in !line.contains { "…[\"'$*|".contains($0) } }
    }
}
