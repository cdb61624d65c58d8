import Glibc
import Platform
import Supervision
import Testing
import Vocabulary

@testable import StateActions

@Suite struct LogFileTests {
    @Test(arguments: [
        ("a\nb\nc\n", 2, "b\nc\n"), ("a\nb\nc", 2, "b\nc"), ("a\nb\nc\n", 3, "a\nb\nc\n"),
        ("a\nb\nc\n", 9, "a\nb\nc\n"), ("a\nb\n", 0, ""), ("", 5, ""), ("\n\n\n", 2, "\n\n"),
        ("no end", 1, "no end"), ("a\n", 1, "a\n"),
    ])
    func theTailIsTheLastLines(text: String, lines: Int, tail: String) throws {
        let logs = try LogFolder()
        try logs.append(text, "a")
        #expect(try logs.read(["a"], LogQuery(tail: lines)) == tail)
    }

    @Test(arguments: [1, 2, 1000, 70_000])
    func theTailOfABigFileIsFoundAcrossBlocks(lines: Int) throws {
        let logs = try LogFolder()
        let all = (0..<200_000).map { "line \($0) " + String(repeating: "x", count: $0 % 90) }
        try logs.append(all.joined(separator: "\n") + "\n", "a")
        let expected = all.suffix(lines).joined(separator: "\n") + "\n"
        #expect(try logs.read(["a"], LogQuery(tail: lines)) == expected)
    }

    @Test func theTailGoesOnInTheFileThatWasPutAside() throws {
        let logs = try LogFolder()
        try logs.append("1\n2\n3\n", "a")
        try LogRoom.setAside(logs.path("a"))
        try logs.append("4\n5\n", "a")
        #expect(try logs.read(["a"], LogQuery(tail: 3)) == "3\n4\n5\n")
        #expect(try logs.read(["a"], LogQuery(tail: 2)) == "4\n5\n")
        #expect(try logs.read(["a"], LogQuery()) == "1\n2\n3\n4\n5\n")
    }

    @Test func aMissingFileHasNoLines() throws {
        #expect(try LogFolder().read(["none"], LogQuery()) == "")
    }

    @Test func aHoleAtTheHeadIsSkippedAndTheFirstWholeLineComesFirst() throws {
        let logs = try LogFolder()
        let lines = (0..<40_000).map { "line \($0)\n" }
        try logs.append(lines.joined(), "a")
        let index = try logs.index("a")
        try index.move(head: try #require(try LogRoom.cut(logs.path("a"), before: 131_072)))
        let read = try logs.read(["a"], LogQuery())
        let first = try #require(read.split(separator: "\n").first)
        #expect(lines.contains("\(first)\n"))
        #expect(read == lines.drop { $0 != "\(first)\n" }.joined())
        // Without the index the hole alone says it.
        try FileSystem.removeFile(LogIndex.path(of: logs.path("a")))
        #expect(try logs.read(["a"], LogQuery()) == read)
    }

    @Test func clearedLogsAreEmptyAndWhoeverWritesGoesOn() throws {
        let logs = try LogFolder()
        let writer = try logs.append("old\nolder\n", "a")
        #expect(try LogRoom.clear(logs.path("a")))
        #expect(try logs.read(["a"], LogQuery()) == "")
        try FileSystem.write(Array("new\n".utf8), to: writer.raw, subject: "a")
        #expect(try logs.read(["a"], LogQuery()) == "new\n")
        #expect(try FileSystem.status(logs.path("a")).size == 14)
    }

    @Test func linesOfSeveralAreMergedByTheIndex() throws {
        let logs = try LogFolder()
        try logs.write("a1\na2\n", "a", at: 1000)
        try logs.write("b1\n", "b", at: 2000)
        try logs.write("a3\n", "a", at: 3000)
        try logs.write("b2\n", "b", at: 4000)
        #expect(try logs.read(["b", "a"], LogQuery()) == "a1\na2\nb1\na3\nb2\n")
        #expect(try logs.read(["b", "a"], LogQuery(tail: 1)) == "a3\nb2\n")
    }

    @Test func aClockThatWentBackMixesNothing() throws {
        let logs = try LogFolder()
        try logs.write("1\n", "a", at: 9_000_000, order: 1)
        try logs.write("2\n", "b", at: 9_000_100, order: 2)
        try logs.write("3\n", "a", at: 1000, order: 3)
        try logs.write("4\n", "b", at: 1100, order: 4)
        #expect(try logs.read(["b", "a"], LogQuery()) == "1\n2\n3\n4\n")
        let early = LogQuery(until: Timestamp(milliseconds: 5000))
        #expect(try logs.read(["a", "b"], early) == "3\n4\n")
    }

    @Test(
        arguments: [
            (nil, 2000, "1\n2\n"), (2000, nil, "2\n3\n4\n"), (2001, nil, "3\n4\n"),
            (2000, 3000, "2\n3\n4\n"), (9000, nil, ""), (nil, 500, ""),
        ] as [(Int64?, Int64?, String)])
    func sinceAndUntilGoByTheIndex(_ since: Int64?, _ until: Int64?, _ expected: String) throws {
        let logs = try LogFolder()
        try logs.write("1\n", "a", at: 1000)
        try logs.write("2\n", "a", at: 2000)
        // One entry may be of several lines, or of half of one.
        try logs.write("3\n4", "a", at: 3000)
        try logs.write("\n", "a", at: 3100)
        try logs.touch("a", at: 3100)
        let query = LogQuery(
            since: since.map(Timestamp.init(milliseconds:)),
            until: until.map(Timestamp.init(milliseconds:)))
        #expect(try logs.read(["a"], query) == expected)
    }

    @Test func followingSeesNewFilesReplacedOnesAndShorterOnes() throws {
        let logs = try LogFolder()
        try logs.append("old\nlast\n", "api")
        let reading = LogReading(LogQuery(tail: 1), now: Clock.system.now)
        var seen: [String] = []
        let output: LogReading.Output = { line in
            seen.append("\(line.source.component) " + String(decoding: line.bytes, as: UTF8.self))
            return true
        }
        let (api, web) = (logs.source("api"), logs.source("web"))
        #expect(try reading.begin([api], isLast: false, output))
        try logs.append("next\nhal", "api")
        try logs.append("hello\n", "web")
        #expect(try reading.look([api, web], output))
        try logs.append("f\nbefore\n", "api")
        try LogRoom.setAside(api.path)
        try logs.append("after\n", "api")
        #expect(try reading.look([api, web], output))
        try checked("truncate", web.path) { truncate(web.path, 0) }
        try logs.append("x\n", "web")
        #expect(try reading.look([api, web], output))
        #expect(
            seen == [
                "api last", "api next", "web hello", "api half", "api before", "api after",
                "web x",
            ])
    }

    @Test func theReadingEndsWithItsReader() throws {
        let logs = try LogFolder()
        try logs.append("a\n", "api")
        let reading = LogReading(LogQuery(), now: Clock.system.now)
        #expect(try !reading.begin([logs.source("api")], isLast: true) { _ in false })
    }

    @Test func aLineWithoutEndCostsNoMemoryAndIsCut() throws {
        let logs = try LogFolder()
        try logs.append(String(repeating: "x", count: 3 << 20) + "\nend\n", "a")
        let read = try logs.read(["a"], LogQuery())
        #expect(read.split(separator: "\n").map(\.count).max() == LogFile.block + 65_536)
        #expect(read.hasSuffix("\nend\n"))
    }

    @Test func theWaitSeesThatTheReaderWentAway() throws {
        let cancellation = try Cancellation()
        var pipe: (reading: Descriptor?, writing: Descriptor) = try Descriptor.pipe()
        #expect(LogWait(cancellation, output: pipe.writing.raw).pause())
        pipe.reading = nil
        #expect(!LogWait(cancellation, output: pipe.writing.raw).awaitNews(milliseconds: -1))
        let open = try Descriptor.pipe()
        cancellation.cancel()
        #expect(!LogWait(cancellation, output: open.writing.raw).awaitNews(milliseconds: -1))
    }

    @Test func theWaitEndsWithAWriteAndWithANewFile() throws {
        let logs = try LogFolder()
        let open = try Descriptor.pipe()
        let wait = LogWait(try Cancellation(), output: open.writing.raw)
        try logs.append("a\n", "api")
        #expect(wait.arm([logs.path("api")]))
        try logs.append("b\n", "api")
        #expect(wait.awaitNews(milliseconds: -1))
        #expect(wait.arm([logs.path("api")]))
        try logs.append("c\n", "web")
        #expect(wait.awaitNews(milliseconds: -1))
        #expect(!LogWait(try Cancellation(), output: open.writing.raw, inotify: false).arm(["/"]))
    }
}
