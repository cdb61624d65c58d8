package import Vocabulary

/// Commands and supervisors of different versions: a command names the oldest and the newest
/// protocol that it speaks, and the supervisor answers with the newest that both do.
extension SupervisorHello {
    /// What a command says.
    package static func greeting(
        oldest: Int = oldestProtocol, newest: Int = currentProtocol
    ) -> JSON.Object {
        ["protocol": JSON(oldest), "newest": JSON(newest)]
    }

    /// The protocol that a supervisor of this code and the command that said `greeting` both speak.
    ///
    /// - Throws: `supervisor.protocol`.
    package static func agreed(
        on greeting: JSON, oldest: Int = oldestProtocol, newest: Int = currentProtocol
    ) throws -> Int {
        let needed = try greeting.requiredInt("protocol")
        // A command of the first protocol named one number.
        let offered = try greeting.optionalInt("newest") ?? needed
        if needed > newest {
            throw mismatch(
                "the command needs protocol \(needed), the supervisor speaks \(newest)",
                hint: "stop this environment with the version of envctl that started it, then "
                    + "`envctl start`")
        }
        if offered < oldest {
            throw mismatch(
                "the command speaks protocol \(offered), the supervisor needs \(oldest)",
                hint: "use the version of envctl that this environment was started with, or a "
                    + "newer one")
        }
        return min(newest, offered)
    }

    /// Whether a command of this code understands the supervisor that said this.
    ///
    /// - Throws: `supervisor.protocol`.
    package func check() throws {
        if protocolVersion > Self.currentProtocol {
            throw Self.mismatch(
                "the supervisor speaks protocol \(protocolVersion), this command "
                    + "\(Self.currentProtocol)",
                hint: "use envctl \(version), which this environment was started with")
        }
        if protocolVersion < Self.oldestProtocol {
            throw Self.mismatch(
                "the supervisor speaks protocol \(protocolVersion), this command needs "
                    + "\(Self.oldestProtocol)",
                hint: "stop this environment with envctl \(version), then `envctl start`")
        }
    }

    private static func mismatch(_ cause: String, hint: String) -> Failure {
        Failure(
            "supervisor.protocol", "this command and the running supervisor don't match",
            because: [cause], hint: hint)
    }
}
