import Glibc
import Platform
import Vocabulary

/// The one inotify instance of this supervisor, made when it is first needed, with what is to be
/// called for which watch.
final class Watches {
    /// One caller's interest in one path.
    struct Token: Hashable {
        fileprivate let watch: Int32
        fileprivate let number: Int

        /// Whether the kernel watches the same file or folder for both.
        func isSameWatch(as other: Token) -> Bool { watch == other.watch }

        /// Whether the notice came by it.
        func isOf(_ notice: FileWatch.Notice) -> Bool { watch == notice.watch }
    }

    private struct Interest {
        var events: UInt32
        var isOneShot: Bool
        var handler: (FileWatch.Notice) -> Void
    }

    private let loop: EventLoop
    private var instance: FileWatch?
    private var interests: [Int32: [Int: Interest]] = [:]
    private var nextNumber = 1
    private let clock: Clock
    private var lastRead: Timestamp
    /// Nothing that happened before it can have been lost in an overflow that is told now.
    private(set) var readBefore: Timestamp

    init(loop: EventLoop, clock: Clock) {
        self.loop = loop
        self.clock = clock
        lastRead = clock.now()
        readBefore = lastRead
    }

    /// - Throws: where this user has no instance (EMFILE) or no watch (ENOSPC) left.
    func add(
        _ path: String, _ events: Int32, isOneShot: Bool = false,
        _ handler: @escaping (FileWatch.Notice) -> Void
    ) throws -> Token {
        let bits = UInt32(bitPattern: events)
        let watch = try ready().add(path, isOneShot ? bits | UInt32(IN_ONESHOT) : bits)
        let token = Token(watch: watch, number: nextNumber)
        nextNumber += 1
        interests[watch, default: [:]][token.number] = Interest(
            events: bits, isOneShot: isOneShot, handler: handler)
        return token
    }

    func remove(_ token: Token?) {
        guard let token, interests[token.watch] != nil else { return }
        interests[token.watch]?[token.number] = nil
        guard interests[token.watch]?.isEmpty == true else { return }
        interests[token.watch] = nil
        instance?.remove(token.watch)
    }

    /// Nobody is told anything any more. The kernel takes up to 20 ms to forget a watch, and lets
    /// whoever closes the instance wait for that: they go before an end that somebody waits for.
    func removeAll() {
        for watch in interests.keys { instance?.remove(watch) }
        interests = [:]
    }

    private func ready() throws -> FileWatch {
        if let instance { return instance }
        let made = try FileWatch()
        _ = try loop.add(made.descriptor.raw, .reading) { [weak self] _ in self?.take() }
        instance = made
        return made
    }

    private func take() {
        readBefore = lastRead
        lastRead = clock.now()
        for notice in instance?.notices() ?? [] {
            if notice.isOverflow { tellAll(notice) } else { tell(notice) }
        }
    }

    private func tell(_ notice: FileWatch.Notice) {
        let interested = interests[notice.watch] ?? [:]
        if notice.isEnd { interests[notice.watch] = nil }
        for (number, interest) in interested
        where notice.isEnd || notice.what & interest.events != 0 {
            // Its end is no news to who has been told before.
            if notice.isEnd, interest.isOneShot { continue }
            if interest.isOneShot { interests[notice.watch]?[number] = nil }
            interest.handler(notice)
        }
    }

    /// Something was lost: everyone looks.
    private func tellAll(_ notice: FileWatch.Notice) {
        for interest in interests.values.flatMap(\.values) { interest.handler(notice) }
    }
}
