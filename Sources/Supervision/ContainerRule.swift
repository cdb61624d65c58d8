package import Vocabulary

/// The container behind a component whose process is the engine's client. The client is not the
/// container: when the client has gone, the engine is asked.
package struct ContainerRule: Sendable, Equatable {
    /// Absolute path of the client (`docker`).
    package var engine: String
    /// The container's name, one of envctl's own.
    package var name: String

    package init(engine: String, name: String) {
        self.engine = engine
        self.name = name
    }

    /// Removes the container, then exits with 0 only where the engine says that there is none of
    /// that name: an engine that does not answer proves nothing. Run with the spec's environment.
    package var removal: [String] {
        [
            "/bin/sh", "-c",
            """
            "$1" rm --force "$2" >/dev/null 2>&1
            left=$("$1" ps --all --quiet --filter "name=^/$2\\$") && test -z "$left"
            """, "sh", engine, name,
        ]
    }

    package var json: JSON { ["engine": .string(engine), "name": .string(name)] }

    package init(json: JSON) throws {
        self.init(
            engine: try json.requiredString("engine"), name: try json.requiredString("name"))
    }
}
