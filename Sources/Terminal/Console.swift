import Glibc
package import Platform
import Synchronization

/// The two streams of the command: answers go to stdout, progress and errors to stderr.
///
/// Each call is one write, so that lines of several tasks do not mix. The process must ignore
/// SIGPIPE; a reader that went away then ends the stream quietly. Closes nothing.
package final class Console: Sendable {
    /// For text that goes to `answer`.
    package let answerStyle: Style
    /// For text that goes to `progress` and `error`.
    package let progressStyle: Style
    /// Columns of the terminal that answers go to; nil where stdout is none, and nothing is cut.
    package let width: Int?
    /// Whether progress may be drawn over itself: a terminal that can, and nobody said `--headless`.
    package let isLive: Bool
    /// Whether a question can be asked and answered.
    package let isInteractive: Bool
    /// Takes what is secret out of all that goes to stderr.
    private let scrub: @Sendable (String) -> String
    private let isQuiet: Bool
    private let output: Int32
    let diagnostics: Int32
    private let broken = Atomic<Bool>(false)

    /// The streams of this process as its caller gave them.
    ///
    /// - Parameters:
    ///   - quiet: nobody wants to read progress.
    ///   - scrub: takes what is secret out of all that goes to stderr.
    package convenience init(
        host: Host, noColor: Bool = false, headless: Bool = false, quiet: Bool = false,
        scrub: @escaping @Sendable (String) -> String = { $0 }
    ) {
        self.init(
            host: host, noColor: noColor, headless: headless, quiet: quiet, scrub: scrub, output: 1,
            diagnostics: 2)
    }

    /// With other descriptors, for tests.
    init(
        host: Host, noColor: Bool, headless: Bool, quiet: Bool = false,
        scrub: @escaping @Sendable (String) -> String = { $0 }, output: Int32, diagnostics: Int32
    ) {
        isQuiet = quiet
        answerStyle = Style(
            isTerminal: host.outputIsTerminal, environment: host.environment, noColor: noColor)
        progressStyle = Style(
            isTerminal: host.errorIsTerminal, environment: host.environment, noColor: noColor)
        isLive = host.errorIsTerminal && !headless && !quiet && Style.canDraw(host.environment)
        isInteractive = host.inputIsTerminal && host.errorIsTerminal && !headless
        width = host.outputIsTerminal ? Self.columns(of: output, host.environment) : nil
        self.scrub = scrub
        self.output = output
        self.diagnostics = diagnostics
    }

    /// The reader of the answers went away: nobody needs more of them.
    package var answersAreUnread: Bool { broken.load(ordering: .relaxed) }

    /// Writes a text to stdout, with a line feed at its end where there is none.
    ///
    /// - Throws: when the text can't be written (a full disk), but not when the reader went away.
    package func answer(_ text: String) throws(SystemError) {
        try answer(bytes: Array(Self.lines(text).utf8))
    }

    /// Writes bytes to stdout as they are.
    package func answer(bytes: [UInt8]) throws(SystemError) {
        guard !answersAreUnread else { return }
        do {
            try Self.write(bytes, to: output, named: "standard output")
        } catch {
            // A terminal that was taken away says EIO; of a file that would be worth telling.
            guard error.errno == EPIPE || error.errno == EIO && width != nil else { throw error }
            broken.store(true, ordering: .relaxed)
        }
    }

    /// Writes one line of progress to stderr.
    package func progress(_ line: String) {
        if !isQuiet { diagnose(line) }
    }

    /// Writes an error to stderr.
    package func error(_ text: String) { diagnose(text) }

    /// Writes a question to stderr; the cursor stays behind it.
    func prompt(_ question: String) {
        // Nobody to ask: then no answer comes either.
        try? Self.write(
            Array((scrub(question) + " ").utf8), to: diagnostics, named: "standard error")
    }

    private func diagnose(_ text: String) {
        // Where progress can't be written there is no one left to tell; the work itself goes on.
        try? Self.write(
            Array(Self.lines(scrub(text)).utf8), to: diagnostics, named: "standard error")
    }

    private static func lines(_ text: String) -> String {
        text.isEmpty || text.utf8.last == UInt8(ascii: "\n") ? text : text + "\n"
    }

    static func write(
        _ bytes: [UInt8], to descriptor: Int32, named name: String
    ) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            let code = errno
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if code == EAGAIN {
                // A neighbour on the same terminal made it non-blocking.
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wait, 1, -1)
            } else if code != EINTR {
                throw SystemError("write", name, errno: code)
            }
        }
    }

    /// Columns as the terminal tells them (TIOCGWINSZ), else `COLUMNS`, else 80.
    private static func columns(of descriptor: Int32, _ environment: [String: String]) -> Int {
        var size = winsize()
        if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
            return Int(size.ws_col)
        }
        return environment["COLUMNS"].flatMap { Int($0) } ?? 80
    }
}
