import CPlatform
import Glibc

/// An epoll instance: descriptors with tokens of their owner's choice.
package final class Poller: Sendable {
    private let epoll: Descriptor

    package struct Interest: OptionSet, Sendable {
        package let rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }
        package static let reading = Interest(rawValue: 1)
        package static let writing = Interest(rawValue: 2)
    }

    package struct Ready: Sendable {
        package var token: UInt64
        package var readable: Bool
        package var writable: Bool
        /// The other end has gone, or an error is pending.
        package var ended: Bool
    }

    package init() throws(SystemError) {
        epoll = Descriptor(try checked("epoll_create1", "") { cp_epoll_create() })
    }

    package func add(_ fd: Int32, _ interest: Interest, token: UInt64) throws(SystemError) {
        try checked("epoll_ctl", "add") {
            cp_epoll_control(epoll.raw, 1, fd, interest.rawValue, token)
        }
    }

    package func change(_ fd: Int32, _ interest: Interest, token: UInt64) throws(SystemError) {
        try checked("epoll_ctl", "modify") {
            cp_epoll_control(epoll.raw, 2, fd, interest.rawValue, token)
        }
    }

    /// Must come before the descriptor is closed; fine where it is not there.
    package func remove(_ fd: Int32) { _ = cp_epoll_control(epoll.raw, 3, fd, 0, 0) }

    /// Waits for something, at most 64 at once; -1 waits for ever.
    package func wait(milliseconds: Int32 = -1) throws(SystemError) -> [Ready] {
        var tokens = [UInt64](repeating: 0, count: 64)
        var events = [UInt32](repeating: 0, count: 64)
        let count = try checked("epoll_wait", "") {
            cp_epoll_wait(epoll.raw, &tokens, &events, 64, milliseconds)
        }
        return (0..<Int(count)).map {
            Ready(
                token: tokens[$0], readable: events[$0] & 1 != 0, writable: events[$0] & 2 != 0,
                ended: events[$0] & 4 != 0)
        }
    }
}
