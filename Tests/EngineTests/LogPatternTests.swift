import Testing
import Vocabulary

@testable import StateActions

@Suite struct LogPatternTests {
    @Test(arguments: [
        ("error", "error", true), ("status=5[0-9]{2} end", "status=5", false), ("a|b", "", false),
        ("(ab)?cd", "", false), ("ab*cde", "cde", false), ("abc?d", "ab", false),
        ("^GET ", "GET ", false),
        (#"1\.2\.3"#, "1.2.3", true), (#"x\w+yz"#, "yz", false), ("[[:alpha:]]]x", "]x", false),
        ("[]a]bc", "bc", false), ("a+b", "a", false), ("", "", false),
    ])
    func theLongestWordThatEveryMatchHolds(_ pattern: String, _ word: String, _ isAll: Bool) {
        let required = RequiredWord(pattern)
        #expect(String(decoding: required.text, as: UTF8.self) == word)
        #expect(required.isAll == isAll)
    }

    @Test(arguments: [
        ("b", "b\nabc\n"), ("^b", "b\n"), ("a.c", "abc\n"), ("x|d$", "cd\n"), ("z", ""),
        ("nul", "a\0nul\n"), ("", "b\nabc\ncd\na\0nul\n"),
    ])
    func linesThatMatch(_ pattern: String, _ expected: String) throws {
        let logs = try LogFolder()
        try logs.append("b\nabc\ncd\na\0nul\n", "a")
        #expect(try logs.read(["a"], LogQuery(pattern: try LogPattern(pattern))) == expected)
    }

    @Test func matchesAreFoundAcrossBlocksAndTheLastOnesAreKept() throws {
        let logs = try LogFolder()
        let lines = (0..<150_000).map { "line \($0) of many\n" }
        try logs.append(lines.joined(), "a")
        let expected = lines.filter { $0.contains("99 of") }
        let all = LogQuery(pattern: try LogPattern("99 of"))
        #expect(try logs.read(["a"], all) == expected.joined())
        let last = LogQuery(tail: 3, pattern: try LogPattern("9{2} of"))
        #expect(try logs.read(["a"], last) == expected.suffix(3).joined())
    }

    @Test func whatIsNoExpressionIsRefusedWithTheReason() throws {
        #expect(throws: Failure.self) { _ = try LogPattern("a[b") }
        do { _ = try LogPattern("(") } catch {
            #expect(error.code == "logs.bad_pattern")
            #expect(error.causes.count == 1)
        }
    }
}
