import Glibc
import Platform
import Testing
import Vocabulary

/// A real process that sleeps, with a socket of ours where it is given one; killed at the end.
final class TestChild: Sendable {
    private let handle: ProcessHandle
    var pid: Int32 { handle.pid }

    init(holding socket: Int32?) throws {
        let null = try Descriptor.open("/dev/null", O_RDWR)
        let pid = try spawn(
            SpawnRequest(
                program: "/bin/sleep", arguments: ["sleep", "300"], environment: [],
                descriptors: [null.raw, null.raw, null.raw] + [socket].compactMap(\.self)))
        handle = try #require(try ProcessHandle.open(pid))
    }

    deinit {
        // Already ended where the test did it.
        try? kill()
    }

    /// Kills and reaps it.
    func kill() throws {
        try handle.send(SIGKILL)
        #expect(handle.waitForExit(milliseconds: 5000))
        _ = try Reaping.exit(of: pid)
    }

    /// A listening socket on a free port of 127.0.0.1.
    static func listener() throws -> (socket: Int32, port: Port) {
        let raw = try checked("socket", "") {
            socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, "127.0.0.1", &place.sin_addr)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &place) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                try checked("bind", "") { bind(raw, address, length) }
                try checked("listen", "") { listen(raw, 8) }
                try checked("getsockname", "") { getsockname(raw, address, &length) }
            }
        }
        return (raw, try #require(Port(Int(UInt16(bigEndian: place.sin_port)))))
    }
}
