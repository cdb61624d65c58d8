import Glibc
package import Platform

extension Console {
    /// Asks on the terminal and waits for one line; nil at the end of the input, and when cancelled.
    ///
    /// Only where `isInteractive`.
    package func ask(_ question: String, cancellation: Cancellation) throws(SystemError) -> String?
    {
        prompt(question)
        var line: [UInt8] = []
        while true {
            var polled = [
                pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
                pollfd(fd: cancellation.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            try checked("poll", "standard input") { poll(&polled, 2, -1) }
            if polled[1].revents != 0 { return nil }
            var byte: UInt8 = 0
            // Byte by byte: what comes after the line is somebody else's.
            if try checked("read", "standard input", { read(0, &byte, 1) }) == 0 { return nil }
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
    }
}
