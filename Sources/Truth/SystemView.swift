package import Platform
package import RunState
package import Vocabulary

/// The machine as it is: one dump of its listeners, everything else asked when needed.
package struct SystemView: KernelView {
    private let kernel: KernelInstance
    private let dump: [Port: [Listener]]

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
        return Listeners.isHeld(listener, by: sweep.members().map(\.pid))
    }

    package func holder(of listener: Listener) -> PortHolder {
        PortKernel.system.holder(of: listener)
    }

    package func exists(_ path: String) -> Bool { FileSystem.exists(path) }

    package func cgroup(at path: String) -> UInt64? {
        // A cgroup that is gone has no sockets. Its id is the inode of its folder.
        (try? FileSystem.status(path))?.inode
    }
}
