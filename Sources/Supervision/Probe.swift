package import Vocabulary

/// How to see that a component is ready, as data, so that the supervisor can ask it long after the
/// command has left. Patterns are POSIX extended expressions (`regexec`).
package indirect enum Probe: Sendable, Equatable {
    /// A listener on the port that belongs to the component's own process tree.
    case tcp(port: Port)
    case http(HTTPProbe)
    /// Exit 0 of a program (absolute path first), run as the component is.
    case exec(arguments: [String], timeoutMilliseconds: Int)
    /// A line of the log since this launch that matches.
    case log(pattern: String)
    /// `READY=1` by the `sd_notify` protocol.
    case notify
    /// A file whose 1-based `line` (any line where nil) is `value`; `{pid}` in it stands for the
    /// pid of this incarnation. Trailing spaces of the line don't count. A nil value: it exists.
    case file(path: String, line: Int?, value: String?)
    case exchange(ExchangeProbe)
    /// Alive for so long, in milliseconds.
    case alive(milliseconds: Int)
    /// Each of them, asked in order: the next only when the one before it has passed.
    case all([Probe])
    case any([Probe])
}

package struct HTTPProbe: Sendable, Equatable {
    package var address = "127.0.0.1"
    package var port: Port
    package var method = "GET"
    package var path = "/"
    package var status: ClosedRange<Int> = 200...399
    /// Sent with the request.
    package var requestHeaders: [(name: String, value: String)] = []
    /// What its success shows, in words; nil: it is named by its address.
    package var title: String?

    package init(port: Port, path: String = "/") {
        self.port = port
        self.path = path
    }

    package static func == (left: HTTPProbe, right: HTTPProbe) -> Bool { left.json == right.json }
}

/// Connect, send bytes, compare what comes back.
package struct ExchangeProbe: Sendable, Equatable {
    /// Absolute path of a unix socket; nil: `address` and `port`.
    package var socket: String?
    package var address = "127.0.0.1"
    package var port: Port?
    /// Bytes.
    package var send: [UInt8]
    /// What the answer must begin with.
    package var expect: [UInt8]
    /// Milliseconds to the next try after an answer that was another one.
    package var pauseAfterRefusal = 25
    /// What its success shows, in words; nil: it is named by its address.
    package var title: String?

    package init(socket: String? = nil, port: Port? = nil, send: [UInt8], expect: [UInt8]) {
        self.socket = socket
        self.port = port
        self.send = send
        self.expect = expect
    }
}
