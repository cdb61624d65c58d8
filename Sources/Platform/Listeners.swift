import CPlatform
import Glibc
package import Vocabulary

/// A listening TCP socket of this network namespace.
package struct Listener: Sendable, Equatable {
    package var port: Port
    /// Dotted or colon form.
    package var address: String
    package var userID: UInt32
    package var inode: UInt64
    /// The cgroup v2 id of the socket's maker; nil where the kernel does not tell.
    package var cgroup: UInt64?
}

package enum Listeners {
    /// All of them, by one `NETLINK_SOCK_DIAG` dump (11 µs for a few, 1 ms for thousands).
    package static func all() throws(SystemError) -> [Listener] {
        var capacity = 512
        while true {
            var raw = [cp_listener](repeating: cp_listener(), count: capacity)
            let found = Int(
                try checked("sock_diag", "listeners") { cp_listeners(&raw, Int32(capacity)) })
            if found <= capacity { return raw[..<found].compactMap(Listener.init) }
            capacity = found + 64
        }
    }

    /// Whether a port that is given out anew could be bound on every address.
    package static func isFree(_ port: Port) throws(SystemError) -> Bool {
        try checked("bind", "port \(port)") { cp_port_is_free(port.number) } == 1
    }

    /// The process that holds the socket, found by its inode among the descriptors of `/proc`;
    /// costly (all of them are read), so only for a message about a stranger.
    package static func owner(of listener: Listener) -> ProcessEntry? {
        let wanted = "socket:[\(listener.inode)]"
        return ProcessEntry.all().first { holds($0.pid, wanted) }
    }

    /// Inodes of the sockets that a process has open; none where they can't be seen.
    package static func sockets(of pid: Int32) -> [UInt64] {
        let folder = "/proc/\(pid)/fd"
        // Those of others can't be listed without rights, and one may be closed by now.
        return ((try? FileSystem.list(folder)) ?? []).compactMap { name in
            // One that was closed meanwhile is no socket.
            guard let target = try? FileSystem.readLink(Path.join(folder, name)),
                target.hasPrefix("socket:[")
            else { return nil }
            return UInt64(target.dropFirst(8).dropLast())
        }
    }

    /// Whether one of `pids` holds the socket.
    package static func isHeld(_ listener: Listener, by pids: some Sequence<Int32>) -> Bool {
        let wanted = "socket:[\(listener.inode)]"
        return pids.contains { holds($0, wanted) }
    }

    private static func holds(_ pid: Int32, _ wanted: String) -> Bool {
        let folder = "/proc/\(pid)/fd"
        // Those of others can't be listed without rights: then they are not ours.
        let names = (try? FileSystem.list(folder)) ?? []
        return names.contains { name in
            // It may be closed by now.
            (try? FileSystem.readLink(Path.join(folder, name))) == wanted
        }
    }
}

extension Listener {
    /// Whether it can be reached at `127.0.0.1` or `localhost`.
    package var answersOnLoopback: Bool {
        address.hasPrefix("127.") || ["0.0.0.0", "::", "::1"].contains(address)
    }

    init?(_ raw: cp_listener) {
        guard let port = Port(Int(raw.port)) else { return nil }
        self.port = port
        userID = raw.uid
        inode = UInt64(raw.inode)
        cgroup = raw.cgroup == 0 ? nil : raw.cgroup
        var bytes = raw.address
        var text = [CChar](repeating: 0, count: 64)
        let length = socklen_t(text.count)
        inet_ntop(Int32(raw.family), &bytes, &text, length)
        address = text.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

extension [Listener] {
    /// Of the listeners on one port, the one that keeps it from being a component's own: somebody
    /// else's where none is its own, and else one that answers for it on a loopback address (a
    /// server that finds only `::1` free goes on without `127.0.0.1`).
    package func stranger(_ isOwn: (Listener) -> Bool) -> Listener? {
        let others = filter { !isOwn($0) }
        if others.count == count { return first }
        return others.first(where: \.answersOnLoopback)
    }
}
