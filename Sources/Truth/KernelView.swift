package import Platform
package import RunState
package import Vocabulary

/// What the comparison asks of the machine; the real one is `SystemView`, tests bring their own.
package protocol KernelView {
    /// All listening sockets on the port, any address, any user.
    func listeners(on port: Port) -> [Listener]
    /// Whether exactly that process runs.
    func isAlive(_ identity: ProcessIdentity) -> Bool
    /// Whether a process of the component's incarnation holds the socket.
    func isHeld(_ listener: Listener, by component: ComponentRecord) -> Bool
    /// Pid and program behind the socket, as far as they can be seen.
    func holder(of listener: Listener) -> PortHolder
    /// Whether something is at the path.
    func exists(_ path: String) -> Bool
    /// The id of a cgroup v2, as `Listener.cgroup` has it; nil where there is none.
    func cgroup(at path: String) -> UInt64?
}
