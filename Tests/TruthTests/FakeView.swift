import RunState
import Vocabulary

@testable import Platform
@testable import Truth

/// A machine as the test describes it.
struct FakeView: KernelView {
    var open: [Listener] = []
    var alive: Set<Int32> = []
    /// Inodes of sockets that the component's processes hold.
    var held: Set<UInt64> = []
    var missing: Set<String> = []
    var cgroups: [String: UInt64] = [:]

    func listeners(on port: Port) -> [Listener] { open.filter { $0.port == port } }
    func isAlive(_ identity: ProcessIdentity) -> Bool { alive.contains(identity.pid) }
    func isHeld(_ listener: Listener, by component: ComponentRecord) -> Bool {
        held.contains(listener.inode)
    }
    func holder(of listener: Listener) -> PortHolder {
        PortHolder(port: listener.port, pid: 77, program: "stranger", userID: listener.userID)
    }
    func exists(_ path: String) -> Bool { !missing.contains(path) }
    func cgroup(at path: String) -> UInt64? { cgroups[path] }

    static func listener(_ port: Port, inode: UInt64, cgroup: UInt64? = nil) -> Listener {
        Listener(port: port, address: "127.0.0.1", userID: 7, inode: inode, cgroup: cgroup)
    }
}
