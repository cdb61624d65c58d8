import Glibc
import Platform
import Synchronization
import Testing
import Vocabulary

/// A port that this process listens on.
final class Listening {
    let port: Port
    private let socket: Descriptor

    init() throws {
        socket = Descriptor(Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let raw = socket.raw
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw_ in
                bind(raw, raw_, length) == 0 && listen(raw, 8) == 0
                    && getsockname(raw, raw_, &length) == 0
            }
        }
        #expect(bound)
        port = try #require(Port(Int(UInt16(bigEndian: address.sin_port))))
    }
}

/// A process that bears a mark and that nobody supervises; ended with its owner.
final class Orphan {
    let mark = Mark.random()
    private let cancellation: Cancellation
    private let ended = Semaphore()

    init() throws {
        cancellation = try Cancellation()
        let up = Semaphore()
        var process = Subprocess(
            "/bin/sh", ["-c", "echo up; exec sleep 1000"], environment: ["PATH": "/usr/bin:/bin"])
        process.mark = mark
        process.grace = 0
        let (run, wish, end) = (process, cancellation, ended)
        try Thread.detach {
            // How it ends is the test's own doing.
            _ = try? run.run(cancellation: wish) { _ in up.signal() }
            end.signal()
        }
        up.wait()
        // `exec` follows the line at once; the name counts.
        while !ProcessEntry.all().contains(where: {
            $0.name == "sleep" && ProcessEntry.mark(of: $0.pid) == mark
        }) { sched_yield() }
    }

    deinit {
        cancellation.cancel()
        ended.wait()
    }
}
