import Vocabulary

/// pyproject.toml and requirements.txt: the installation, and the frameworks that they name.
struct PythonDetector: Detector {
    func look(at folder: RepositoryFolder) -> Discovery {
        var found = Discovery()
        guard let tool = PythonTool(folder) else { return found }
        found.prefixes[folder.place] = tool.prefix
        found.steps = [tool.installation]
        if folder.has("manage.py") { return found }
        if folder.has("alembic.ini") {
            found.steps.append(
                ProposedStep(
                    name: folder.place == "." ? "migrate" : "\(folder.programName)-migrate",
                    directory: folder.place, run: "\(tool.prefix)alembic upgrade head",
                    needs: [tool.installation.name], needsRequirements: true,
                    source: folder.shown("alembic.ini")))
        }
        if let service = application(folder, tool) { found.services = [service] }
        return found
    }

    private func application(_ folder: RepositoryFolder, _ tool: PythonTool) -> ProposedService? {
        let files = [
            "main.py", "app.py", "app/main.py", "src/main.py", "wsgi.py", "application.py",
            "app/__init__.py",
        ]
        for file in files {
            guard let text = folder.text(file) else { continue }
            let module = Self.module(file)
            if text.contains("FastAPI("), tool.mentions("fastapi") {
                let object = Self.name(of: "FastAPI(", in: text) ?? "app"
                return service(
                    folder, "\(tool.prefix)uvicorn \(module):\(object) --port ${port} --reload",
                    8000, file)
            }
            if text.contains("Flask("), tool.mentions("flask") {
                return service(
                    folder, "\(tool.prefix)flask --app \(module) run --port ${port}", 5000, file)
            }
        }
        return nil
    }

    private func service(
        _ folder: RepositoryFolder, _ command: String, _ port: Int, _ file: String
    ) -> ProposedService {
        ProposedService(
            folder.place == "." ? "web" : folder.programName, in: folder.place, command: command,
            port: port, from: folder.shown(file), rank: .script)
    }

    /// `app/main.py` → `app.main`.
    private static func module(_ file: String) -> String {
        let parts = file.dropLast(3).split(separator: "/").filter { $0 != "__init__" }
        return parts.joined(separator: ".")
    }

    /// The variable that the call's result gets, at the beginning of a line.
    private static func name(of call: String, in text: String) -> String? {
        for line in text.split(separator: "\n") where line.contains("= " + call) {
            let name = line.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            if !name.isEmpty { return String(name) }
        }
        return nil
    }
}

/// How a folder's Python packages are installed, and how its programs are called.
struct PythonTool {
    let installation: ProposedStep
    let prefix: String
    private let declared: String

    init?(_ folder: RepositoryFolder) {
        let project = folder.text("pyproject.toml")
        let name = folder.place == "." ? "packages" : "\(folder.programName)-packages"
        func step(_ run: String, _ inputs: [String], _ creates: String?) -> ProposedStep {
            ProposedStep(
                name: name, directory: folder.place, run: run, inputs: inputs, creates: creates,
                usedBy: [".venv/bin/", "uv run ", "poetry run "],
                source: folder.shown(inputs[0]))
        }
        declared = ((project ?? "") + "\n" + (folder.text("requirements.txt") ?? "")).lowercased()
        let venv = "python3 -m venv .venv && .venv/bin/pip install -q"
        if folder.has("uv.lock") {
            prefix = "uv run "
            installation = step("uv sync", ["pyproject.toml", "uv.lock"], ".venv")
        } else if folder.has("poetry.lock") {
            prefix = "poetry run "
            installation = step("poetry install", ["pyproject.toml", "poetry.lock"], nil)
        } else if folder.has("requirements.txt") {
            prefix = ".venv/bin/"
            installation = step(
                "\(venv) -r requirements.txt", ["requirements.txt"], ".venv")
        } else if project?.contains("[project]") == true {
            prefix = ".venv/bin/"
            installation = step("\(venv) -e .", ["pyproject.toml"], ".venv")
        } else {
            return nil
        }
    }

    func mentions(_ package: String) -> Bool { declared.contains(package) }
}
