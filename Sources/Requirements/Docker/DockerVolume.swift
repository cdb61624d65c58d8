import Platform
import Vocabulary

/// A volume of the engine: made with our labels, and touched only where it bears them.
struct DockerVolume: Sendable {
    let engine: DockerEngine
    let name: String
    /// `name=value` each, as `DockerContainer.labels` has them.
    let labels: [String]
    /// Further ones, of what is made.
    var origin: [String] = []

    func exists() throws -> Bool {
        try !engine.call(
            "list volumes", ["volume", "ls", "--quiet", "--filter", "name=^\(name)$"]
        ).isEmpty
    }

    /// - Parameter label: a further one, of what is never data.
    func make(for label: String? = nil) throws {
        let all = labels + origin + (label.map { ["\($0)=copy"] } ?? [])
        try engine.call(
            "make the volume",
            ["volume", "create"] + all.flatMap { ["--label", $0] } + [name])
    }

    /// Fine where it is gone already. Containers of ours that were to fill it go before it.
    ///
    /// - Throws: `docker.foreign_volume`, `docker.failed` where something else has it mounted.
    func remove() throws {
        guard try exists() else { return }
        try checkOwner()
        for id in try containers(["label=\(VolumeWork.label)"]) {
            try engine.call("remove a container", ["rm", "--force", "--volumes", id])
        }
        // Ended behind our back; a running one keeps its data.
        for id in try ["created", "exited", "dead"].flatMap({ try containers(["status=\($0)"]) }) {
            try engine.call("remove a container", ["rm", "--force", "--volumes", id])
        }
        try engine.call("remove the volume", ["volume", "rm", name])
    }

    /// Of ours, which have it mounted.
    private func containers(_ filters: [String]) throws -> [String] {
        try engine.call(
            "list containers",
            ["ps", "--all", "--quiet"]
                + (["volume=\(name)"] + labels.map { "label=\($0)" } + filters)
                .flatMap { ["--filter", $0] })
    }

    /// Names of the containers that run and have it mounted, whoever's they are; those that only
    /// copy are left out.
    func users() throws -> [String] {
        let format = "{{.Names}}\t{{.Label \"\(VolumeWork.label)\"}}"
        return try engine.call(
            "list containers",
            ["ps", "--filter", "volume=\(name)", "--format", format]
        ).compactMap { line in
            let words = line.split(separator: "\t", omittingEmptySubsequences: false)
            return words.count == 2 && words[1].isEmpty ? String(words[0]) : nil
        }
    }

    /// Something of that name that is not ours is never used.
    ///
    /// - Throws: `docker.foreign_volume`.
    func checkOwner() throws {
        let ours = try engine.call(
            "look at the volume",
            ["volume", "ls", "--quiet", "--filter", "name=^\(name)$"]
                + labels.flatMap { ["--filter", "label=\($0)"] })
        guard ours.isEmpty else { return }
        throw Failure(
            "docker.foreign_volume", "a volume of that name is not envctl's", at: name,
            because: ["it does not bear the labels \(labels.joined(separator: ", "))"],
            hint: "rename or remove it: docker volume rm \(name)")
    }
}
