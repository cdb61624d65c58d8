import Glibc
import Platform
import StateActions
import Testing
import Vocabulary

@Suite struct LogFileTests {
    private final class Scratch {
        let folder = "/tmp/envctl-test-\(getpid())-\(Random.hex(bytes: 4))"
        init() throws { try FileSystem.createDirectories(folder) }
        deinit {
            // A leftover below /tmp fails no test.
            try? FileSystem.removeTree(folder)
        }

        func file(_ name: String, _ bytes: [UInt8]) throws -> String {
            let path = Path.join(folder, name)
            try FileSystem.writeAtomically(bytes, to: path)
            return path
        }

        func append(_ text: String, _ name: String) throws {
            let raw = try Descriptor.open(
                Path.join(folder, name), O_WRONLY | O_APPEND | O_CREAT)
            try FileSystem.write(Array(text.utf8), to: raw.raw, subject: name)
        }

        func source(_ name: String) -> LogSource {
            LogSource(
                project: .main, component: ComponentID(unchecked: name),
                path: Path.join(folder, name + ".log"))
        }
    }

    private func rest(_ file: LogFile) throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let bytes = try file.next()
            if bytes.isEmpty { return all }
            all += bytes
        }
    }

    @Test(arguments: [
        ("a\nb\nc\n", 2, "b\nc\n"), ("a\nb\nc", 2, "b\nc"), ("a\nb\nc\n", 3, "a\nb\nc\n"),
        ("a\nb\nc\n", 9, "a\nb\nc\n"), ("a\nb\n", 0, ""), ("", 5, ""), ("\n\n\n", 2, "\n\n"),
        ("no end", 1, "no end"), ("a\n", 1, "a\n"),
    ])
    func theTailIsTheLastLines(text: String, lines: Int, tail: String) throws {
        let scratch = try Scratch()
        let file = try #require(try LogFile(try scratch.file("a.log", Array(text.utf8))))
        try file.seekToTail(lines: lines)
        #expect(String(decoding: try rest(file), as: UTF8.self) == tail)
    }

    @Test(arguments: [1, 2, 1000, 70_000])
    func theTailOfABigFileIsFoundAcrossBlocks(lines: Int) throws {
        let scratch = try Scratch()
        let all = (0..<200_000).map { "line \($0) " + String(repeating: "x", count: $0 % 90) }
        let bytes = Array((all.joined(separator: "\n") + "\n").utf8)
        let file = try #require(try LogFile(try scratch.file("big.log", bytes)))
        try file.seekToTail(lines: lines)
        let expected = all.suffix(lines).joined(separator: "\n") + "\n"
        #expect(file.offset == Int64(bytes.count - expected.utf8.count))
        #expect(try rest(file) == Array(expected.utf8))
    }

    @Test func aMissingFileIsNone() throws {
        let scratch = try Scratch()
        #expect(try LogFile(Path.join(scratch.folder, "none.log")) == nil)
    }

    @Test func followingSeesNewFilesReplacedOnesAndShorterOnes() throws {
        let scratch = try Scratch()
        let (api, web) = (scratch.source("api"), scratch.source("web"))
        try scratch.append("old\nlast\n", "api.log")
        let reading = LogReading(tail: 1)
        var seen: [String] = []
        let output: LogReading.Output = { source, bytes in
            seen.append("\(source.component) " + String(decoding: bytes, as: UTF8.self))
            return true
        }
        #expect(try reading.begin([api], output))
        try scratch.append("next\n", "api.log")
        try scratch.append("hello\n", "web.log")
        #expect(try reading.look([api, web], output))
        try scratch.append("before\n", "api.log")
        _ = rename(api.path, api.path + ".1")
        try scratch.append("after\n", "api.log")
        #expect(try reading.look([api, web], output))
        try checked("truncate", web.path) { truncate(web.path, 0) }
        try scratch.append("x\n", "web.log")
        #expect(try reading.look([api, web], output))
        #expect(
            seen == [
                "api last\n", "api next\n", "web hello\n", "api before\n", "api after\n",
                "web x\n",
            ])
    }

    @Test func theReadingEndsWithItsReader() throws {
        let scratch = try Scratch()
        try scratch.append("a\n", "api.log")
        #expect(try !LogReading(tail: 9).begin([scratch.source("api")]) { _, _ in false })
    }

    @Test func thePauseSeesThatTheReaderWentAway() throws {
        let cancellation = try Cancellation()
        var pipe: (reading: Descriptor?, writing: Descriptor) = try Descriptor.pipe()
        #expect(LogPause.next(cancellation, output: pipe.writing.raw))
        pipe.reading = nil
        #expect(!LogPause.next(cancellation, output: pipe.writing.raw))
        let open = try Descriptor.pipe()
        cancellation.cancel()
        #expect(!LogPause.next(cancellation, output: open.writing.raw))
    }

    @Test func linesWaitForTheirEnd() {
        var lines = LogLines()
        #expect(lines.take(Array("a\nb".utf8)) == [Array("a".utf8)])
        #expect(lines.take(Array("c\n\n".utf8)) == [Array("bc".utf8), []])
        #expect(lines.take(Array("rest".utf8)).isEmpty)
        #expect(lines.flush() == Array("rest".utf8))
        #expect(lines.flush() == nil)
    }
}
