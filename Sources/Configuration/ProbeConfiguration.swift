/// How to see that a component is ready or healthy.
package struct ProbeConfiguration: Sendable, Equatable {
    package indirect enum Kind: Sendable, Equatable {
        /// Something of the component listens; nil is its main port.
        case tcp(port: Int?)
        case http(HTTPProbe)
        /// Exits 0.
        case exec(Command)
        /// A POSIX extended expression that a new line of the log matches.
        case log(pattern: String)
        /// The `sd_notify` protocol.
        case notify
        /// The file exists; with `line` (1-based) and `value`, that line of it is `value`.
        case file(path: String, line: Int?, value: String?)
        /// Connect, send, and see `expect` in the answer; nil is the main port.
        case exchange(port: Int?, send: String, expect: String)
        case alive(milliseconds: Int)
        case all([ProbeConfiguration])
        case any([ProbeConfiguration])
    }

    package var kind: Kind
    /// The deadline; nil where none was given.
    package var timeoutMilliseconds: Int?
    /// Between two probes of a ready component (`health` only); nil where none was given.
    package var intervalMilliseconds: Int?
    package var origin: Origin

    package init(
        kind: Kind, timeoutMilliseconds: Int? = nil, intervalMilliseconds: Int? = nil,
        origin: Origin = .builtIn
    ) {
        self.kind = kind
        self.timeoutMilliseconds = timeoutMilliseconds
        self.intervalMilliseconds = intervalMilliseconds
        self.origin = origin
    }
}

/// One HTTP request and the answer that counts as ready.
package struct HTTPProbe: Sendable, Equatable {
    package var path: String
    /// Nil is the component's main port.
    package var port: Int?
    package var method: String
    /// Nil is any of 200 to 399.
    package var status: Int?
    /// Sent with the request.
    package var header: [String: String]

    package init(
        path: String, port: Int? = nil, method: String = "GET", status: Int? = nil,
        header: [String: String] = [:]
    ) {
        self.path = path
        self.port = port
        self.method = method
        self.status = status
        self.header = header
    }
}
