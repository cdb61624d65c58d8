import Platform
import Supervision
import Vocabulary

/// A listener on a port that belongs to the component's own processes, seen without connecting.
/// A container's port is published by its engine: there any listener will do, and whether it is the
/// right one is found by what it answers.
final class ListenerProbe: PolledProbe {
    private let port: Port
    /// A stranger must be seen twice: a child that was forked between two looks is none.
    private var strangers = 0

    init(
        port: Port, named name: String? = nil, context: ProbeContext,
        passed: @escaping (String) -> Void
    ) {
        self.port = port
        super.init(name ?? "tcp \(port)", interval: 5, context, passed)
    }

    override func look() -> String? {
        let listeners: [Listener]
        do { listeners = try Listeners.all().filter { $0.port == port } } catch {
            return "listeners can't be listed: \(error.reason)"
        }
        guard !listeners.isEmpty else { return "nothing listens on port \(port)" }
        if context.spec.container != nil { return nil }
        guard let stranger = listeners.stranger({ context.isOwn([$0]) }) else { return nil }
        strangers += 1
        let holder = ForeignListener(stranger)
        if strangers == 2 { context.onForeign(name, holder) }
        return holder.sentence
    }
}

extension ForeignListener {
    /// The holder, found among the processes that this user can see.
    init(_ listener: Listener) {
        let owner = Listeners.owner(of: listener)
        self.init(port: listener.port, pid: owner?.pid, program: owner?.name)
    }
}
