package import Vocabulary

/// The container behind a component whose process is the engine's client. The client is not the
/// container: when the client has gone, the engine is asked.
package struct ContainerRule: Sendable, Equatable {
    /// Absolute path of the client (`docker`).
    package var engine: String
    /// The container's name, one of envctl's own; for a compose project the project's.
    package var name: String
    /// For a compose project: all containers and networks that bear each of these, `name=value`, are
    /// meant, and not one container by its name.
    package var labels: [String]

    package init(engine: String, name: String, labels: [String] = []) {
        self.engine = engine
        self.name = name
        self.labels = labels
    }

    /// Removes what is meant, then exits with 0 only where the engine says that there is none of it
    /// left: an engine that does not answer proves nothing. Run with the spec's environment.
    package var removal: [String] {
        labels.isEmpty
            ? ["/bin/sh", "-c", Self.one, "sh", engine, name]
            : ["/bin/sh", "-c", Self.many, "sh", engine]
                + labels.flatMap { ["--filter", "label=\($0)"] }
    }

    /// What the client is asked, without itself, for the ports that are published.
    package var ports: [String] {
        let filters = labels.isEmpty ? ["name=^/\(name)$"] : labels.map { "label=\($0)" }
        return ["ps", "--format", "{{.Ports}}"] + filters.flatMap { ["--filter", $0] }
    }

    /// Those of this machine in its answer: `127.0.0.1:20001->6379/tcp, [::]:8000->8000/tcp`.
    package static func ports(in text: String) -> [Int] {
        text.split { $0 == "," || $0.isWhitespace }.compactMap { word in
            guard let arrow = word.firstIndex(of: ">") else { return nil }
            return word[..<arrow].dropLast().split(separator: ":").last.flatMap { Int($0) }
        }
    }

    private static let one = """
        "$1" rm --force "$2" >/dev/null 2>&1
        left=$("$1" ps --all --quiet --filter "name=^/$2\\$") && test -z "$left"
        """

    /// A database among them is asked to end first. Ids hold no spaces.
    private static let many = """
        engine=$1; shift
        found=$("$engine" ps --all --quiet "$@") || exit 1
        if test -n "$found"; then
            "$engine" stop --time 8 $found >/dev/null 2>&1
            "$engine" rm --force --volumes $found >/dev/null 2>&1
        fi
        found=$("$engine" network ls --quiet "$@") || exit 1
        if test -n "$found"; then "$engine" network rm $found >/dev/null 2>&1; fi
        left=$("$engine" ps --all --quiet "$@") && nets=$("$engine" network ls --quiet "$@") \\
            && test -z "$left$nets"
        """

    package var json: JSON {
        var object: JSON.Object = ["engine": .string(engine), "name": .string(name)]
        if !labels.isEmpty { object["labels"] = JSON(labels) }
        return .object(object)
    }

    package init(json: JSON) throws {
        self.init(
            engine: try json.requiredString("engine"), name: try json.requiredString("name"),
            labels: json["labels"] == nil ? [] : try json.strings("labels"))
    }
}
