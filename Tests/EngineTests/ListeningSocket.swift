import Glibc
import Platform
import Testing
import Vocabulary

/// A real listener on a free port of 127.0.0.1, closed when released.
final class ListeningSocket {
    let port: Port
    private let descriptor: Descriptor

    init() throws {
        let raw = try checked("socket", "") {
            socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        }
        descriptor = Descriptor(raw)
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
        port = try #require(Port(Int(UInt16(bigEndian: place.sin_port))))
    }
}
