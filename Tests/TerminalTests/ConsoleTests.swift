import Glibc
import Platform
import Testing

@testable import Terminal

@Suite struct ConsoleTests {
    /// The two ends of a real pipe.
    private struct Channel {
        let reader: Int32
        let writer: Int32

        init() throws {
            var ends: [Int32] = [-1, -1]
            try checked("pipe", "test") { pipe(&ends) }
            (reader, writer) = (ends[0], ends[1])
        }

        /// Closes the writing end and reads all that was written.
        func drain() throws -> String {
            close(writer)
            defer { close(reader) }
            var text: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = try checked("read", "pipe") { read(reader, &buffer, buffer.count) }
                if count == 0 { return String(decoding: text, as: UTF8.self) }
                text += buffer[..<count]
            }
        }
    }

    private func console(
        output: Int32, diagnostics: Int32, host: Host = Host(environment: [:], directory: "/")
    ) -> Console {
        signal(SIGPIPE, SIG_IGN)
        return Console(
            host: host, noColor: false, headless: false, output: output, diagnostics: diagnostics)
    }

    @Test func answersAndProgressGoToTheirOwnStreams() throws {
        let (answers, diagnostics) = (try Channel(), try Channel())
        let console = console(output: answers.writer, diagnostics: diagnostics.writer)
        try console.answer("one")
        try console.answer("two\n")
        try console.answer("")
        try console.answer(bytes: [0x33])
        console.progress("api: ready")
        console.error("it broke\nbadly\n")
        #expect(try answers.drain() == "one\ntwo\n3")
        #expect(try diagnostics.drain() == "api: ready\nit broke\nbadly\n")
    }

    @Test func aReaderThatWentAwayEndsItQuietly() throws {
        let (answers, diagnostics) = (try Channel(), try Channel())
        let console = console(output: answers.writer, diagnostics: diagnostics.writer)
        close(answers.reader)
        close(diagnostics.reader)
        defer {
            close(answers.writer)
            close(diagnostics.writer)
        }
        #expect(!console.answersAreUnread)
        try console.answer("one")
        try console.answer("two")
        console.progress("nobody reads this")
        #expect(console.answersAreUnread)
    }

    @Test func aFullDiskIsAnError() throws {
        let full = try checked("open", "/dev/full") { open("/dev/full", O_WRONLY | O_CLOEXEC) }
        defer { close(full) }
        let console = console(output: full, diagnostics: full)
        #expect(throws: SystemError("write", "standard output", errno: ENOSPC)) {
            try console.answer("lost")
        }
        console.progress("not an error")
    }

    @Test func liveAndInteractiveNeedATerminalThatCanDraw() {
        var host = Host(
            environment: ["TERM": "xterm"], directory: "/", inputIsTerminal: true,
            outputIsTerminal: true, errorIsTerminal: true)
        #expect(Console(host: host).isLive)
        #expect(Console(host: host).isInteractive)
        #expect(Console(host: host).width != nil)
        #expect(!Console(host: host, headless: true).isLive)
        #expect(!Console(host: host, headless: true).isInteractive)
        host.environment["TERM"] = "dumb"
        #expect(!Console(host: host).isLive)
        host.outputIsTerminal = false
        #expect(Console(host: host).width == nil)
    }

    @Test func widthIsTheTerminalsElseOfTheEnvironment() throws {
        var terminal = winsize(ws_row: 24, ws_col: 132, ws_xpixel: 0, ws_ypixel: 0)
        var (primary, secondary): (Int32, Int32) = (-1, -1)
        try checked("openpty", "test") { openpty(&primary, &secondary, nil, nil, &terminal) }
        defer {
            close(primary)
            close(secondary)
        }
        let host = Host(
            environment: ["COLUMNS": "70"], directory: "/", outputIsTerminal: true)
        #expect(console(output: secondary, diagnostics: 2, host: host).width == 132)
        let channel = try Channel()
        #expect(console(output: channel.writer, diagnostics: 2, host: host).width == 70)
        _ = try channel.drain()
    }
}
