import Configuration
import Vocabulary

/// A compose file: its images are requirements, what it builds are services.
struct ComposeDetector: Detector {
    private static let names = [
        "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml",
        "docker-compose.dev.yml", "docker/docker-compose.yml", ".devcontainer/docker-compose.yml",
    ]

    func look(at folder: RepositoryFolder) -> Discovery {
        var found = Discovery()
        guard let name = folder.first(Self.names), let bytes = folder.bytes(name) else {
            return found
        }
        guard let services = YAMLText.json(bytes)?["services"]?.object else {
            found.note(folder.shown(name), "it could not be read as a compose file")
            return found
        }
        for (key, value) in services.members {
            let service = ComposeService(key, value, file: folder.shown(name), folder: folder)
            found.add(service.discovery)
        }
        return found
    }
}

/// One service of a compose file.
private struct ComposeService {
    let name: String
    let value: JSON
    let folder: RepositoryFolder
    private let subject: String

    init(_ name: String, _ value: JSON, file: String, folder: RepositoryFolder) {
        self.name = name
        self.value = value
        self.folder = folder
        subject = "\(file): \(name)"
    }

    var discovery: Discovery {
        if value["build"] != nil { return built }
        guard let image = value["image"]?.string.map(expanded) else { return built }
        if let requirement = requirement(image) {
            var found = Discovery()
            found.requirements = [requirement]
            if let extensions = ImageKind.postgresExtension(image) {
                found.note(
                    subject, "its image brings \(extensions), which has to be installed here")
            }
            return found
        }
        var found = Discovery()
        found.note(
            subject, "there is no requirement for the image \(image); it can go on in compose")
        return found
    }

    private func requirement(_ image: String) -> ProposedRequirement? {
        guard let kind = ImageKind.requirement(image) else { return nil }
        let source = "\(subject) (\(image))"
        var settings: [(String, String)] = []
        if kind == "postgres" {
            let names = [("database", "POSTGRES_DB"), ("user", "POSTGRES_USER")]
            settings = names.compactMap { key, variable in
                environment[variable].map { (key, $0) }
            }
        }
        return ProposedRequirement(kind, settings: settings, port: hostPort, from: source)
    }

    // MARK: what is built

    private var built: Discovery {
        var found = Discovery()
        let place = buildFolder
        if let port = hostPort { found.ports[place] = port }
        found.variables = environment.sorted { $0.key < $1.key }.map {
            (place, $0.key, $0.value, subject)
        }
        guard let command else {
            found.note(
                subject, "its command is inside of its image; a service with that command runs it")
            return found
        }
        let parsed = CommandPort(command)
        found.services = [
            ProposedService(
                RepositoryFolder.componentName(name), in: place, command: parsed.command,
                port: parsed.port ?? hostPort, from: subject, rank: .container)
        ]
        return found
    }

    private var command: String? {
        if let text = value["command"]?.string { return expanded(text) }
        guard let words = value["command"]?.array?.compactMap(\.string), !words.isEmpty else {
            return nil
        }
        return words.map { shellWord(expanded($0)) }.joined(separator: " ")
    }

    private var buildFolder: String {
        let context = value["build"]?.string ?? value["build"]?["context"]?.string ?? "."
        let trimmed = context.hasPrefix("./") ? String(context.dropFirst(2)) : context
        let plain = trimmed.hasSuffix("/") ? String(trimmed.dropLast()) : trimmed
        if plain.isEmpty || plain == "." { return folder.place }
        return folder.shown(plain)
    }

    // MARK: values

    /// As a list of `A=b` or as a map.
    private var environment: [String: String] {
        var result: [String: String] = [:]
        for (name, value) in value["environment"]?.object?.members ?? [] where !value.isNull {
            result[name] = expanded(value.string ?? value.compact)
        }
        for line in value["environment"]?.array?.compactMap(\.string) ?? [] {
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 { result[parts[0]] = expanded(parts[1]) }
        }
        return result
    }

    /// The port of this machine in the first entry: `5433:5432`, `127.0.0.1:5433:5432/tcp`, a map.
    private var hostPort: Int? {
        guard let first = value["ports"]?.array?.first else { return nil }
        if let published = first["published"] {
            return published.int ?? published.string.flatMap { Int(expanded($0)) }
        }
        let text = expanded(first.string ?? first.compact)
        let parts = text.split(separator: "/")[0].split(separator: ":")
        guard parts.count > 1 else { return nil }
        return Int(parts[parts.count - 2])
    }

    /// Only defaults are known here.
    private func expanded(_ text: String) -> String {
        // A form that compose does not know either is left as it is.
        (try? Interpolation { _ in nil }.expand(text)) ?? text
    }
}
