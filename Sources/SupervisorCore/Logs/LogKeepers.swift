import Glibc
import Platform
import Supervision
import Vocabulary

/// The logs of all components. Each is looked at when the kernel tells of a write, at most ten times
/// a second, and not at all while nothing is written: the watch is one-shot, since one that tells of
/// each write makes the writer twice as slow.
final class LogKeepers {
    private final class Log {
        let component: ComponentID
        let keeper: LogKeeper
        var token: Watches.Token?
        var timer: EventLoop.TimerID?

        init(_ component: ComponentID, _ keeper: LogKeeper) {
            self.component = component
            self.keeper = keeper
        }
    }

    /// Milliseconds between two looks while lines come.
    static let pace = 100

    private let loop: EventLoop
    private let watches: Watches
    private let clock: Clock
    private var logs: [ComponentID: Log] = [:]
    /// Milliseconds that are added to the monotonic clock's; known from the first log on.
    private var orderBase: Int64?
    private var isUnwatched = false
    /// All is about to end, and the logs are looked at without a watch.
    private var isEnding = false

    var onTruncated: (ComponentID, _ from: Int64) -> Void = { _, _ in }
    /// Something can't be done as it should be, under a name of its own.
    var onLack: (_ name: String, _ sentence: String) -> Void = { _, _ in }

    init(loop: EventLoop, watches: Watches, clock: Clock) {
        self.loop = loop
        self.watches = watches
        self.clock = clock
    }

    /// Before the launch of a component, whose last incarnation is gone.
    func prepare(_ spec: LaunchSpec) {
        let log = log(of: spec)
        attempt { _ = try look(log) }
        attempt { try log.keeper.setAsideIfCut() }
    }

    /// From now on its log is kept: after its launch, or its adoption.
    func keep(_ spec: LaunchSpec) {
        let log = log(of: spec)
        if log.timer == nil, log.token == nil, !isEnding { watch(log) }
    }

    /// The watches are about to go: until the end the logs are looked at ten times a second.
    func end() {
        guard !isEnding else { return }
        isEnding = true
        for log in logs.values {
            log.token = nil
            goOn(log)
        }
    }

    /// What nobody has seen yet is indexed: at an end, or since somebody asks.
    func lookAtAll() {
        for log in logs.values { attempt { _ = try look(log) } }
    }

    /// - Returns: whether offsets have stayed; nil where it is not kept here.
    func clear(_ component: ComponentID) throws -> Bool? { try logs[component]?.keeper.clear() }

    private func log(of spec: LaunchSpec) -> Log {
        if let known = logs[spec.component], known.keeper.path == spec.log {
            known.keeper.limit = spec.logLimit
            return known
        }
        let made = Log(spec.component, LogKeeper(path: spec.log, limit: spec.logLimit))
        logs[spec.component] = made
        // Written while nobody looked: by a step, or before an adoption.
        attempt {
            if let time = try made.keeper.lastChange() { _ = try look(made, at: time) }
        }
        return made
    }

    @discardableResult
    private func look(_ log: Log, at time: Timestamp? = nil) throws -> Bool {
        let found = try log.keeper.look(at: time ?? clock.now(), order: order(log))
        if let size = found.truncatedFrom { onTruncated(log.component, size) }
        if found.cannotShrink {
            onLack(
                "logs.no_holes",
                "logs are longer than their limit until the next launch: this file system can't"
                    + " give back the beginning of a file")
        }
        return found.hasGrown
    }

    /// Never behind what an index of this project ends with, also where the wall clock went back.
    private func order(_ log: Log) -> Int64 {
        let monotonic = Int64(clock.monotonic() / 1_000_000)
        var base = orderBase ?? clock.now().milliseconds - monotonic
        if let last = log.keeper.lastOrder { base = max(base, last - monotonic) }
        orderBase = base
        return base + monotonic
    }

    private func watch(_ log: Log) {
        watches.remove(log.token)
        do {
            log.token = try watches.add(log.keeper.path, IN_MODIFY, isOneShot: true) {
                [weak self, weak log] _ in
                guard let self, let log else { return }
                log.token = nil
                goOn(log)
            }
        } catch {
            return lackWatch(error)
        }
        // What came before the watch was there.
        attempt { if try look(log) { goOn(log) } }
    }

    /// Something was written: it is looked at, and once more in a while.
    private func goOn(_ log: Log) {
        attempt { try look(log) }
        guard log.timer == nil else { return }
        log.timer = loop.schedule(after: Self.pace) { [weak self, weak log] in
            guard let self, let log else { return }
            log.timer = nil
            // What can't be looked at now is looked at when it changes.
            let hasGrown = (try? look(log)) ?? false
            if hasGrown || isEnding { goOn(log) } else { watch(log) }
        }
    }

    private func lackWatch(_ error: any Error) {
        guard !isUnwatched else { return }
        isUnwatched = true
        let reason = (error as? SystemError)?.reason ?? "\(error)"
        onLack(
            "logs.unwatched",
            "logs are only looked at while somebody reads them, so times of lines are rough and"
                + " logs may grow beyond their limit: inotify: \(reason);"
                + " raise fs.inotify.max_user_instances or max_user_watches")
    }

    /// A log that can't be kept (a full disk, say) is still written.
    private func attempt(_ work: () throws -> Void) {
        do { try work() } catch {
            onLack(
                "logs.unkept", "logs can't be indexed: \(Failure(error).causes.first ?? "\(error)")"
            )
        }
    }
}
