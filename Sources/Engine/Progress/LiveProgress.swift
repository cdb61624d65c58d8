import Events
import Glibc
import Platform
import StateActions
import Synchronization
import Terminal
import Vocabulary

/// Draws the live view on a thread of its own, so that a slow terminal holds up nobody. It wakes for
/// news, at most ten times a second, and twice a second while something is at work; else not at all.
final class LiveProgress: Sendable {
    private struct News {
        var board: ProgressBoard
        /// Lines that stay.
        var above: [String] = []
        var logs: [String: LastLine] = [:]
        /// The thread has been woken for what came since the last frame.
        var isTold = false
        var isOver = false
    }

    private let context: CommandContext
    private let news: Mutex<News>
    private let region: Mutex<LiveRegion>
    private let bell: (reading: Descriptor, writing: Descriptor)
    private let signals: SignalDescriptor

    /// What its log says from these on is of the new incarnation.
    private static let launches: Set = ["component.launching", "component.stopped"]
    /// A start that is over before this shows nothing; nanoseconds.
    private static let pause: UInt64 = 100_000_000
    private static let beat: UInt64 = 500_000_000

    /// After `Interruption.cancels`, which blocks its signals for all threads.
    private init(_ context: CommandContext) throws(SystemError) {
        self.context = context
        news = Mutex(News(board: ProgressBoard(at: context.clock.monotonic())))
        region = Mutex(LiveRegion(wraps: LiveRegion.wraps(context.host.environment)))
        bell = try Descriptor.pipe()
        signals = try SignalDescriptor([SIGWINCH, SIGCONT])
    }

    /// Nil where nobody would see it, or a program reads along.
    static func begin(_ context: CommandContext) -> LiveProgress? {
        guard context.console.isLive, !context.wantsJSON else { return nil }
        // Without it there are plain lines.
        guard let view = try? LiveProgress(context), (try? Thread.detach(view.draw)) != nil else {
            return nil
        }
        return view
    }

    /// Takes an event; never waits for the terminal.
    func take(_ event: Event, prefix: String, log: () -> LastLine?) {
        let now = context.clock.monotonic()
        tell { news in
            news.board.take(event, prefix: prefix, at: now)
            if Self.launches.contains(event.name), let component = event.component {
                news.logs[prefix + component.rawValue] = log()
            }
        }
    }

    /// Adds a line that stays above the rows.
    func keep(_ line: String) { tell { $0.above.append(line) } }

    /// Takes the rows away; what comes after them stands in their place.
    func finish() {
        let above = news.withLock { news in
            news.isOver = true
            defer { news.above = [] }
            return news.above
        }
        ring()
        region.withLock { region in
            let lines = above.map(context.secrets.redactor.text)
            let text = region.end(above: lines, columns: context.console.liveSize.columns)
            _ = context.console.draw(text)
        }
    }

    private func tell(_ change: (inout News) -> Void) {
        let isNew = news.withLock { news in
            guard !news.isOver else { return false }
            change(&news)
            defer { news.isTold = true }
            return !news.isTold
        }
        if isNew { ring() }
    }

    private func ring() { _ = write(bell.writing.raw, [1], 1) }

    // MARK: the thread

    private func draw() {
        var last = context.clock.monotonic()
        var watchesEnd = true
        var isResized = false
        while true {
            let due = due(after: last, isResized)
            let woken = wait(until: due, watchesEnd)
            if woken.isCancelled {
                watchesEnd = false
                tell { $0.board.isEnding = true }
            }
            isResized = isResized || woken.isResized
            if news.withLock({ $0.isOver }) { return }
            let now = context.clock.monotonic()
            guard let due = self.due(after: last, isResized), due <= now else { continue }
            guard frame(at: now) else { return news.withLock { $0.isOver = true } }
            (last, isResized) = (now, false)
        }
    }

    /// When the next frame is to be drawn; nil: when something happens.
    private func due(after last: UInt64, _ isResized: Bool) -> UInt64? {
        news.withLock { news in
            if news.isTold || isResized { return last + Self.pause }
            return news.board.isMoving ? last + Self.beat : nil
        }
    }

    private func wait(
        until due: UInt64?, _ watchesEnd: Bool
    ) -> (isCancelled: Bool, isResized: Bool) {
        let end = watchesEnd ? context.cancellation.descriptor : -1
        var polled = [bell.reading.raw, signals.descriptor, end].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        let now = context.clock.monotonic()
        let limit = due.map { $0 > now ? Int32(clamping: ($0 - now) / 1_000_000 + 1) : 0 }
        guard poll(&polled, nfds_t(polled.count), limit ?? -1) > 0 else { return (false, false) }
        var bytes: UInt64 = 0
        if polled[0].revents != 0 { _ = read(bell.reading.raw, &bytes, 8) }
        var isResized = false
        while polled[1].revents != 0, let signal = signals.next() {
            isResized = true
            // It was stopped: the shell has written since.
            if signal == SIGCONT { region.withLock { $0.forget() } }
        }
        return (polled[2].revents != 0, isResized)
    }

    /// - Returns: false where the terminal has gone.
    private func frame(at now: UInt64) -> Bool {
        readLogs(at: now)
        let size = context.console.liveSize
        let clean = context.secrets.redactor.text
        let style = context.console.progressStyle
        let (rows, above) = news.withLock { news in
            news.isTold = false
            defer { news.above = [] }
            let rows = news.board.rows(
                at: now, columns: size.columns, lines: size.lines, style: style, clean: clean)
            return (rows, news.above.map(clean))
        }
        return region.withLock { region in
            if news.withLock({ $0.isOver }) { return true }
            let text = region.frame(rows, above: above, columns: size.columns)
            return text.isEmpty || context.console.draw(text)
        }
    }

    /// What those say of themselves of whom nothing else tells.
    private func readLogs(at now: UInt64) {
        let logs = news.withLock { news in
            news.board.quiet(at: now).compactMap { name in news.logs[name].map { (name, $0) } }
        }
        for (name, log) in logs {
            guard let line = log.read() else { continue }
            news.withLock { $0.board.say(line, of: name) }
        }
    }
}
