import Testing
import Vocabulary

@testable import Configuration

@Suite struct CheckoutFileTests {
    func text(_ file: CheckoutFile) -> String { String(decoding: file.bytes, as: UTF8.self) }
    func file(_ text: String) -> CheckoutFile { CheckoutFile(Array(text.utf8)) }

    @Test(arguments: [
        ("A=1", "1"), ("A = 1 ", "1"), ("export A=1", "1"), ("A=", ""), ("A=a b", "a b"),
        ("A=a # note", "a"), ("A=a#b", "a#b"), ("A='a # b'", "a # b"),
        ("A=\"a\\n\\\"b\\\"\"", "a\n\"b\""),
        ("A='a\\n'", "a\\n"), ("A=\"x\" # note", "x"), ("A=b=c", "b=c"), ("A=ü€", "ü€"),
        ("A=1\r", "1"),
        ("\u{FEFF}A=1", "1"),
    ])
    func values(_ line: String, _ expected: String) throws {
        let read = file(line + "\n")
        #expect(read.problems.isEmpty)
        let first = try #require(read.lines.first)
        #expect(first.key == "A")
        #expect(first.value == expected)
    }

    @Test func problemsHaveTheirLines() {
        let read = file("# fine\n\nnothing here\nA='open\nB=\"x\" y\n")
        #expect(read.problems.map(\.number) == [3, 4, 5])
        #expect(read.lines.isEmpty)
    }

    @Test func rewritingTheBlockKeepsEveryOtherByte() throws {
        let before = "# mine\r\n  X = 'odd'   \n\n# >>> envctl >>>\nA=1\n# <<< envctl <<<\nY=2"
        let after = try file(before).replacingBlock(with: [("A", "2"), ("B", "two words")])
        #expect(
            text(after)
                == "# mine\r\n  X = 'odd'   \n\n# >>> envctl >>>\r\nA=2\r\nB=\"two words\"\r\n"
                + "# <<< envctl <<<\r\nY=2")
        #expect(after.managed.map(\.value) == ["2", "two words"])
        #expect(after.lines.filter { !$0.isManaged }.map(\.key) == ["X", "Y"])
    }

    @Test func bytesThatAreNoTextAreKeptToo() throws {
        let odd: [UInt8] = [0xFF, 0x00, 0x0A]
        let after = try CheckoutFile(odd).replacingBlock(with: [("A", "1")])
        #expect(Array(after.bytes.prefix(3)) == odd)
    }

    @Test(arguments: ["", "X=1", "X=1\n", "X=1\r\n"])
    func addingAndRemovingTheBlock(_ before: String) throws {
        let added = try file(before).replacingBlock(with: [("A", "1")])
        #expect(added.managed.map(\.key) == ["A"])
        let removed = try added.replacingBlock(with: [])
        #expect(text(removed).hasPrefix(before))
        #expect(removed.managed.isEmpty)
        #expect(try removed.replacingBlock(with: []) == removed)
    }

    @Test(arguments: [
        "plain", "", "two words", "it's", "a\"b", "a\\b", "a\nb", "# x", "ü", "$HOME",
    ])
    func whatIsWrittenIsReadAgain(_ value: String) throws {
        let after = try file("").replacingBlock(with: [("A", value)])
        #expect(after.managed.map(\.value) == [value])
    }

    @Test(arguments: [
        "# >>> envctl >>>\nA=1\n", "A=1\n# <<< envctl <<<\n",
        "# >>> envctl >>>\n# <<< envctl <<<\n# >>> envctl >>>\n# <<< envctl <<<\n",
    ])
    func brokenBlockIsNotRewritten(_ before: String) {
        #expect(!file(before).problems.isEmpty)
        #expect(throws: Failure.self) { try file(before).replacingBlock(with: [("A", "2")]) }
    }
}
