import Vocabulary

/// A Procfile: one service a line.
struct ProcfileDetector: Detector {
    private static let names = ["Procfile.dev", "Procfile.development", "Procfile"]
    /// Programs that a requirement takes the place of.
    private static let servers = [
        "redis-server": "redis", "valkey-server": "redis", "postgres": "postgres",
        "n8n": "n8n",
    ]

    func look(at folder: RepositoryFolder) -> Discovery {
        var found = Discovery()
        guard let file = folder.first(Self.names) else { return found }
        for (index, line) in folder.lines(file).enumerated() {
            guard let colon = line.firstIndex(of: ":"), !line.hasPrefix("#") else { continue }
            let name = String(line[..<colon])
            let command = Self.trimmed(line[line.index(after: colon)...])
            guard !command.isEmpty else { continue }
            let source = "\(folder.shown(file)):\(index + 1)"
            add(name, command, source, folder, to: &found)
        }
        return found
    }

    private func add(
        _ name: String, _ command: String, _ source: String, _ folder: RepositoryFolder,
        to found: inout Discovery
    ) {
        if name == "release" {
            return found.note(source, "'\(command)' runs at a release; a step may do it here")
        }
        let program = command.split(separator: " ")[0].split(separator: "/").last.map(String.init)
        if let kind = program.flatMap({ Self.servers[$0] }) {
            return found.requirements.append(ProposedRequirement(kind, from: source))
        }
        let parsed = CommandPort(command)
        var service = ProposedService(
            RepositoryFolder.componentName(name), in: folder.place, command: parsed.command,
            port: parsed.port, from: source, rank: .declared)
        // A web process gets its port in PORT, whatever it is started by; 5000 is foreman's first.
        if service.port == nil, parsed.readsVariable || name == "web" { service.port = 5000 }
        found.services.append(service)
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
