package import Platform
package import RunState
package import Vocabulary

/// The machine as it is: one dump of its listeners, and at most one scan of its processes and one of
/// their descriptors, however many components are asked about. Everything else is asked when needed.
package struct SystemView: KernelView {
    private let kernel: KernelInstance
    private let dump: [Port: [Listener]]
    private let scan = ProcessScan()

    package init(kernel: KernelInstance) throws(SystemError) {
        self.kernel = kernel
        dump = Dictionary(grouping: try Listeners.all(), by: \.port)
    }

    package func listeners(on port: Port) -> [Listener] { dump[port] ?? [] }

    package func isAlive(_ identity: ProcessIdentity) -> Bool { kernel.living(identity) != nil }

    package func isHeld(_ listener: Listener, by component: ComponentRecord) -> Bool {
        guard let identity = component.identity else { return false }
        if Listeners.isHeld(listener, by: [identity.pid]) { return true }
        let marks = Set([component.mark].compactMap(\.self))
        let sweep = ProcessSweep(marks: marks, known: [identity], kernel: kernel)
        let members = sweep.members(among: scan.living, markOf: scan.mark)
        return Listeners.isHeld(listener, by: members.map(\.pid))
    }

    package func holder(of listener: Listener) -> PortHolder {
        let entry = scan.holder(of: listener.inode)
        return PortHolder(
            port: listener.port, pid: entry?.pid, program: entry?.name, userID: listener.userID)
    }

    package func exists(_ path: String) -> Bool { FileSystem.exists(path) }

    package func cgroup(at path: String) -> UInt64? {
        // A cgroup that is gone has no sockets. Its id is the inode of its folder.
        (try? FileSystem.status(path))?.inode
    }
}
