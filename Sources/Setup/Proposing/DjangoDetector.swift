import Vocabulary

/// manage.py: Django's server, its migrations, and a celery worker where there is one.
struct DjangoDetector: Detector {
    func look(at folder: RepositoryFolder) -> Discovery {
        var found = Discovery()
        guard folder.has("manage.py") else { return found }
        let top = RepositoryFolder(root: folder.root, place: ".")
        let own = PythonTool(folder)
        let tool = own ?? PythonTool(top)
        let prefix = Self.prefix(tool, isOwn: own != nil, from: folder)
        let source = folder.shown("manage.py")
        let isTop = folder.place == "."
        found.services = [
            ProposedService(
                isTop ? "web" : folder.programName, in: folder.place,
                command: "\(prefix)python manage.py runserver 127.0.0.1:${port}", port: 8000,
                from: source, rank: .script)
        ]
        found.steps = [
            ProposedStep(
                name: isTop ? "migrate" : "\(folder.programName)-migrate", directory: folder.place,
                run: "\(prefix)python manage.py migrate --noinput",
                inputs: ["**/migrations/*.py"], needs: tool.map { [$0.installation.name] } ?? [],
                needsRequirements: true, source: source)
        ]
        if let package = folder.names.first(where: { folder.has("\($0)/celery.py") }) {
            found.services.append(
                ProposedService(
                    "worker", in: folder.place,
                    command: "\(prefix)celery -A \(package) worker --loglevel info",
                    from: folder.shown("\(package)/celery.py"), rank: .script))
        }
        return found
    }

    /// A virtual environment of the repository's own folder is reached from below.
    private static func prefix(
        _ tool: PythonTool?, isOwn: Bool, from folder: RepositoryFolder
    ) -> String {
        guard let tool else { return "" }
        guard !isOwn, tool.prefix.hasPrefix(".venv") else { return tool.prefix }
        let up = folder.place.split(separator: "/").map { _ in "../" }.joined()
        return up + tool.prefix
    }
}
