package import Platform
package import Vocabulary

/// What the registry asks of the kernel; injected so that tests can be the kernel.
package struct PortKernel: Sendable {
    /// All listening sockets, of any address and user.
    package var listeners: @Sendable () throws -> [Listener]
    /// Whether a port that is given out anew can be bound on every address.
    package var isFree: @Sendable (Port) throws -> Bool
    /// Costly: for the message about a stranger only.
    package var owner: @Sendable (Listener) -> ProcessEntry?

    /// Whether a process is a descendant of another, by the parents that the kernel tells now.
    package var descends: @Sendable (_ pid: Int32, _ ancestor: Int32) -> Bool
    /// The mark that a process bears.
    package var mark: @Sendable (_ pid: Int32) -> UInt64? = { ProcessEntry.mark(of: $0) }

    package init(
        listeners: @escaping @Sendable () throws -> [Listener],
        isFree: @escaping @Sendable (Port) throws -> Bool,
        owner: @escaping @Sendable (Listener) -> ProcessEntry?,
        descends: @escaping @Sendable (Int32, Int32) -> Bool = {
            ProcessEntry.descends($0, from: $1)
        }
    ) {
        self.listeners = listeners
        self.isFree = isFree
        self.owner = owner
        self.descends = descends
    }

    package static let system = PortKernel(
        listeners: { try Listeners.all() }, isFree: { try Listeners.isFree($0) },
        owner: { Listeners.owner(of: $0) })

    /// The holder of a listening socket, as far as it can be seen.
    package func holder(of listener: Listener) -> PortHolder {
        let entry = owner(listener)
        return PortHolder(
            port: listener.port, pid: entry?.pid, program: entry?.name, userID: listener.userID)
    }
}
