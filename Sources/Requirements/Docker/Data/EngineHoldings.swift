package import Platform
package import Vocabulary

/// What bears our labels on the engine, by the project that they name, whatever our records say:
/// for projects whose records are lost.
package struct EngineHoldings: Sendable {
    private let host: Host
    /// The root of our state.
    private let state: String

    package init(_ host: Host, state: String) {
        self.host = host
        self.state = state
    }

    /// All of one project.
    package struct Holding: Sendable {
        package var scope: ScopeID
        package var project: ProjectName
        /// Where its worktree was; nil where it does not say so.
        package var worktree: String?
        package var things: [Thing] = []
        fileprivate var states: Set<String> = []

        package var isRunning: Bool { things.contains(where: \.isRunning) }
    }

    package struct Thing: Sendable, Equatable {
        package enum Kind: String, Sendable, CaseIterable { case container, network, volume }

        package var kind: Kind
        package var name: String
        package var component: ComponentID
        /// Of containers.
        package var isRunning = false
        /// Of volumes, as exact as the engine says it.
        package var bytes: Int64?
    }

    /// Made by this folder of state on this machine, as it says itself.
    package func isOurs(_ holding: Holding) -> Bool {
        holding.states == [DockerOrigin.name(of: state)]
    }

    /// Made by another one, as it says itself.
    package func isOfOthers(_ holding: Holding) -> Bool {
        !holding.states.subtracting([DockerOrigin.name(of: state)]).isEmpty
    }

    /// Where there is a client at all; without one nothing was ever made by us.
    package var hasClient: Bool { host.find("docker") != nil }

    /// Looks; changes nothing.
    ///
    /// - Parameter scope: nil: of all.
    /// - Throws: `docker.unreachable`, `docker.permission_denied`, after seconds at most.
    package func all(in scope: ScopeID?) throws -> [Holding] {
        let engine = try engine()
        var found: [String: Holding] = [:]
        for kind in Thing.Kind.allCases {
            let result = try engine.run(Self.words(kind, scope), timeout: 5000)
            guard result.isSuccess else { throw engine.unreachable(result) }
            for line in engine.lines(of: result) { Self.add(line, kind, to: &found) }
        }
        return found.values.sorted {
            ($0.scope.rawValue, $0.project.rawValue) < ($1.scope.rawValue, $1.project.rawValue)
        }
    }

    /// The same with what its volumes take, which the engine has to measure.
    package func measured(_ holding: Holding) throws -> Holding {
        let volumes = holding.things.filter { $0.kind == .volume }
            .map { OwnedVolumes.Volume(name: $0.name, component: $0.component) }
        let sizes = try OwnedVolumes(host).measured(volumes)
        var copy = holding
        for index in copy.things.indices where copy.things[index].kind == .volume {
            let name = copy.things[index].name
            copy.things[index].bytes = sizes.first { $0.name == name }?.bytes
        }
        return copy
    }

    /// Removes all of it, whatever runs of it.
    ///
    /// - Throws: `docker.failed` where something that is not ours has a volume mounted.
    package func remove(_ holding: Holding) throws {
        let engine = try engine()
        for thing in holding.things {
            switch thing.kind {
            case .container:
                try engine.call("remove a container", ["rm", "--force", "--volumes", thing.name])
            case .network: try engine.call("remove a network", ["network", "rm", thing.name])
            case .volume:
                let labels = DockerContainer.labels(
                    holding.scope, holding.project, thing.component)
                try DockerVolume(engine: engine, name: thing.name, labels: labels).remove()
            }
        }
    }

    // MARK: the client's lists

    private static let fields = [
        "dev.envctl.scope", "dev.envctl.project", "dev.envctl.component", DockerOrigin.state,
        DockerOrigin.worktree,
    ]

    private static func words(_ kind: Thing.Kind, _ scope: ScopeID?) -> [String] {
        let (command, own): ([String], [String]) =
            switch kind {
            case .container: (["ps", "--all"], ["{{.Names}}", "{{.Status}}"])
            case .network: (["network", "ls"], ["{{.Name}}", ""])
            case .volume: (["volume", "ls"], ["{{.Name}}", ""])
            }
        let format = (own + fields.map { "{{.Label \"\($0)\"}}" }).joined(separator: "\t")
        let filter = "label=dev.envctl.scope" + (scope.map { "=\($0)" } ?? "")
        return command + ["--filter", filter, "--format", format]
    }

    /// What bears some of our labels only was not made by us.
    static func add(_ line: String, _ kind: Thing.Kind, to found: inout [String: Holding]) {
        let words = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 7, !words[0].isEmpty, let component = ComponentID(words[4]),
            isName(words[2]), isName(words[3])
        else { return }
        let key = words[2] + "/" + words[3]
        var holding =
            found[key]
            ?? Holding(
                scope: ScopeID(unchecked: words[2]), project: ProjectName(unchecked: words[3]))
        holding.things.append(
            Thing(
                kind: kind, name: words[0], component: component,
                isRunning: words[1].hasPrefix("Up")))
        if !words[5].isEmpty { holding.states.insert(words[5]) }
        if !words[6].isEmpty { holding.worktree = words[6] }
        found[key] = holding
    }

    /// Of a folder of ours.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix(".") && !text.contains("/")
    }

    private func engine() throws(Failure) -> DockerEngine {
        try DockerEngine(host, component: ComponentID(unchecked: "docker"))
    }
}
