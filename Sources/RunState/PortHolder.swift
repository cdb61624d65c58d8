package import Vocabulary

/// Who listens on a port that is not his in our books.
package struct PortHolder: Sendable, Equatable, CustomStringConvertible {
    package var port: Port
    /// Nil where the process can't be seen (of another user, or of another pid namespace).
    package var pid: Int32?
    /// The kernel's name of the process, at most 15 bytes.
    package var program: String?
    package var userID: UInt32?

    package init(port: Port, pid: Int32? = nil, program: String? = nil, userID: UInt32? = nil) {
        self.port = port
        self.pid = pid
        self.program = program
        self.userID = userID
    }

    package var description: String {
        switch (pid, program, userID) {
        case (let pid?, let program?, _): "\(program) (pid \(pid))"
        case (let pid?, nil, _): "pid \(pid)"
        case (nil, _, let user?): "a process of user \(user) that can't be seen from here"
        default: "a process that can't be seen from here"
        }
    }

    package var json: JSON {
        [
            "port": port.json, "pid": JSON(pid.map(Int.init)), "program": JSON(program),
            "uid": JSON(userID.map(Int.init)),
        ]
    }

    package init(json: JSON) throws {
        self.init(
            port: try json.port("port"),
            pid: try json.optionalInt("pid").map(Int32.init(truncatingIfNeeded:)),
            program: try json.optionalString("program"),
            userID: try json.optionalInt("uid").map(UInt32.init(truncatingIfNeeded:)))
    }
}
