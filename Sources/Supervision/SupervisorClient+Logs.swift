package import Vocabulary

extension SupervisorClient {
    /// Empties the logs of these components.
    ///
    /// - Returns: those that it knows; the logs of others are left as they are.
    package func clearLogs(_ components: [ComponentID]) throws -> [ComponentID] {
        let answer = try call(
            "clear_logs", ["components": JSON(components.map(\.rawValue))])
        return try answer.strings("components").map(ComponentID.init(unchecked:))
    }

    /// Somebody reads the logs: what was written since the last look is indexed now.
    package func lookAtLogs() throws { _ = try call("look", [:]) }
}
