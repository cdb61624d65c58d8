import CPlatform
import Glibc
package import Vocabulary

/// Outgoing TCP connections that never block.
package enum TCPSocket {
    /// Begins to connect to a numeric address; writable when done, see `error(of:)`.
    package static func connect(_ address: String, _ port: Port) throws(SystemError) -> Descriptor {
        Descriptor(
            try checked("connect", "\(address):\(port)") { cp_tcp_connect(address, port.number) })
    }

    /// The pending errno of a socket; 0 is none.
    package static func error(of socket: Descriptor) -> Int32 { cp_socket_error(socket.raw) }
}
