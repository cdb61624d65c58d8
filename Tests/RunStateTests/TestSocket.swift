import Glibc
import Platform
import Vocabulary

/// A real TCP socket of a test.
struct TestSocket {
    let descriptor: Descriptor
    let port: Port

    /// Listens; port 0 takes any.
    init(port: UInt16 = 0, address: String = "127.0.0.1", family: Int32 = AF_INET) throws {
        let raw = try checked("socket", address) {
            socket(family, Int32(SOCK_STREAM.rawValue), 0)
        }
        descriptor = Descriptor(raw)
        var on: Int32 = 1
        setsockopt(raw, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        if family == AF_INET6 {
            setsockopt(
                raw, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &on, socklen_t(MemoryLayout<Int32>.size))
        }
        try Self.bind(raw, port, address, family)
        try checked("listen", address) { listen(raw, 8) }
        self.port = try Self.port(of: raw)
    }

    /// Leaves the port in TIME_WAIT on our side, and nobody listening.
    static func timeWait() throws -> Port {
        let server = try TestSocket()
        let client = Descriptor(
            try checked("socket", "") {
                socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            })
        var address = v4("127.0.0.1", server.port.number)
        try checked("connect", "") {
            withSockaddr(&address) { connect(client.raw, $0, $1) }
        }
        let accepted = try checked("accept", "") { accept(server.descriptor.raw, nil, nil) }
        close(accepted)  // who closes first waits
        _ = try FileSystem.read(descriptor: client.raw, subject: "client")
        return server.port
    }

    private static func bind(
        _ raw: Int32, _ port: UInt16, _ address: String, _ family: Int32
    ) throws {
        if family == AF_INET {
            var place = v4(address, port)
            try checked("bind", address) { withSockaddr(&place) { Glibc.bind(raw, $0, $1) } }
        } else {
            var place = sockaddr_in6()
            place.sin6_family = sa_family_t(AF_INET6)
            place.sin6_port = port.bigEndian
            inet_pton(AF_INET6, address, &place.sin6_addr)
            try checked("bind", address) { withSockaddr(&place) { Glibc.bind(raw, $0, $1) } }
        }
    }

    /// The port is at the same place in both families.
    private static func port(of raw: Int32) throws -> Port {
        var place = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        try checked("getsockname", "") {
            withUnsafeMutablePointer(to: &place) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    getsockname(raw, $0, &length)
                }
            }
        }
        return try Samples.port(Int(UInt16(bigEndian: place.sin6_port)))
    }

    private static func v4(_ address: String, _ port: UInt16) -> sockaddr_in {
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        inet_pton(AF_INET, address, &place.sin_addr)
        return place
    }
}

private func withSockaddr<Address, Value>(
    _ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
) -> Value {
    let size = socklen_t(MemoryLayout<Address>.size)
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, size) }
    }
}
