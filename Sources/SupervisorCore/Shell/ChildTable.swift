import Glibc
import Platform
import Supervision

/// Our children that are no components: exec probes and stop commands, each with a time-out.
final class ChildTable {
    private let loop: EventLoop
    private var children: [Int32: (timer: EventLoop.TimerID, done: (Exit?) -> Void)] = [:]

    init(loop: EventLoop) { self.loop = loop }

    /// - Parameter done: nil where the time-out ended it.
    func run(_ request: SpawnRequest, timeout: Int, _ done: @escaping (Exit?) -> Void) throws {
        let pid = try spawn(request)
        let timer = loop.schedule(after: timeout) { [weak self] in self?.expire(pid) }
        children[pid] = (timer, done)
    }

    /// Whether the reaped pid was one of these.
    func reaped(_ pid: Int32, _ exit: Exit) -> Bool {
        guard let child = children.removeValue(forKey: pid) else { return false }
        loop.cancel(child.timer)
        child.done(exit)
        return true
    }

    /// Ends all of them now, as their time-outs would.
    func endAll() {
        for pid in Array(children.keys) { expire(pid) }
    }

    private func expire(_ pid: Int32) {
        guard let child = children.removeValue(forKey: pid) else { return }
        kill(-pid, SIGKILL)  // unreaped, so the group is still this one
        child.done(nil)
    }
}
