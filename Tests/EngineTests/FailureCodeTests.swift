import Platform
import Testing
import Vocabulary

/// `contracts/failures.json` and the sources name the same codes.
@Suite struct FailureCodeTests {
    private static func listed() throws -> [String] {
        let path = Checkout.path("contracts/failures.json")
        return try JSON.parse(try FileSystem.read(path)).list("failures") {
            try $0.requiredString("code")
        }
    }

    /// The literals in the first argument of a `Failure`, of an `init` that makes one, of a `code:`,
    /// and the cases of the enum of usage codes.
    static func codes(in text: String) -> Set<String> {
        let openings = /(?:Failure\(|\bcode:|\bself\.init\()([^,)]{0,160})/
        let literal = /"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)"/
        let cases = /case \w+ = "(usage\.[a-z_]+)"/
        return Set(text.matches(of: cases).map { String($0.1) }).union(
            text.matches(of: openings).flatMap { opening in
                opening.1.matches(of: literal).map { String($0.1) }
            })
    }

    @Test func everyCodeIsListedAndEveryListedOneExists() throws {
        let sources = try Checkout.sources().map(\.text)
        let used = Set(sources.flatMap(Self.codes))
            .filter { !$0.hasSuffix(".json") && !$0.hasSuffix(".jsonl") }
        let listed = try Set(Self.listed())
        #expect(used.subtracting(listed).sorted() == [], "not in contracts/failures.json")
        // Some have a name of their own; `system.*` stands for every system call.
        let unused = listed.subtracting(["system.*"]).filter { code in
            !sources.contains { $0.contains("\"\(code)\"") }
        }
        #expect(unused.sorted() == [], "in no source")
    }

    @Test func theListIsSortedAndHasNothingTwice() throws {
        let listed = try Self.listed()
        #expect(listed == Set(listed).sorted())
    }

    @Test func codesAreFound() {
        let text = """
            throw Failure(
                "a.one", "x")
            failed(id, code: held ? "a.two" : "a.three")
            case four = "usage.four"
            Failure(error) + "a.five"
            """
        #expect(Self.codes(in: text) == ["a.one", "a.two", "a.three", "usage.four"])
    }
}
