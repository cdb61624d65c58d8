package import Vocabulary

/// A stranger on a port that a component should have.
package struct ForeignListener: Sendable, Equatable {
    package var port: Port
    /// Nil where it can't be seen (another user's, another container's).
    package var pid: Int32?
    package var program: String?

    package init(port: Port, pid: Int32?, program: String?) {
        self.port = port
        self.pid = pid
        self.program = program
    }

    package var json: JSON {
        ["port": port.json, "pid": JSON(pid.map(Int.init)), "program": JSON(program)]
    }

    package init(json: JSON) throws {
        port = try json.requiredPort("port")
        pid = try json.optionalInt("pid").map(Int32.init(truncatingIfNeeded:))
        program = try json.optionalString("program")
    }

    /// `port 5432 is held by postgres (pid 12)`.
    package var sentence: String { "port \(port) is held by \(who)" }

    /// `postgres (pid 12)`.
    package var who: String {
        guard let pid else { return "a process that can't be seen" }
        return "\(program ?? "a process") (pid \(pid))"
    }
}
