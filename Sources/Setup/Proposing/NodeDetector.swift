import Vocabulary

/// A package.json: the script that serves, and the installation before it.
struct NodeDetector: Detector {
    /// What is started while one develops, the best first.
    private static let scripts = ["dev", "start:dev", "develop", "start", "serve"]
    /// Programs that only start other packages' scripts.
    private static let runners = [
        "turbo", "nx", "lerna", "concurrently", "npm-run-all", "run-p", "wireit", "pnpm -r",
        "pnpm --filter", "pnpm --parallel", "pnpm run -r", "yarn workspace", "foreman", "nf",
        "docker", "overmind",
    ]
    /// A dependency, its port, and the flag without which it does not take another one.
    private static let frameworks: [(name: String, port: Int, flag: String?)] = [
        ("next", 3000, nil), ("nuxt", 3000, nil), ("react-scripts", 3000, nil),
        ("@nestjs/core", 3000, nil), ("gatsby", 8000, "--port"), ("astro", 4321, "--port"),
        ("@angular/cli", 4200, "--port"), ("vite", 5173, "--port"), ("@strapi/strapi", 1337, nil),
        ("express", 3000, nil), ("fastify", 3000, nil), ("koa", 3000, nil), ("hapi", 3000, nil),
    ]

    func look(at folder: RepositoryFolder) -> Discovery {
        var found = Discovery()
        guard let bytes = folder.bytes("package.json") else { return found }
        // What npm says about it is better than what we could.
        guard let package = try? JSON.parse(bytes) else {
            found.note(folder.shown("package.json"), "it could not be read")
            return found
        }
        let manager = PackageManager(folder)
        if let step = manager.installation { found.steps.append(step) }
        guard let script = Self.scripts.first(where: { package["scripts"]?[$0]?.string != nil }),
            let text = package["scripts"]?[script]?.string
        else { return found }
        if Self.runners.contains(where: { Self.runs($0, in: text) }) {
            found.note(
                "\(folder.shown("package.json")): \(script)", "it only starts others: \(text)")
            return found
        }
        // A library's script builds and watches; it serves nothing.
        guard
            folder.place == "." || framework(package) != nil || !folder.place.hasPrefix("packages/")
        else { return found }
        found.services = [service(folder, package, script, text, manager)]
        return found
    }

    private func service(
        _ folder: RepositoryFolder, _ package: JSON, _ script: String, _ text: String,
        _ manager: PackageManager
    ) -> ProposedService {
        let framework = framework(package)
        let named = CommandPort(text).port
        var command = manager.run(script)
        if let flag = framework?.flag {
            command += manager.separator + " \(flag) ${port}"
        } else if named != nil, !text.contains("PORT") {
            command += manager.separator + " \(text.contains("--port") ? "--port" : "-p") ${port}"
        }
        let name = folder.place == "." ? "web" : folder.programName
        return ProposedService(
            name, in: folder.place, command: command, port: named ?? framework?.port,
            from: "\(folder.shown("package.json")): \(script)", rank: .script)
    }

    private func framework(_ package: JSON) -> (name: String, port: Int, flag: String?)? {
        Self.frameworks.first { framework in
            ["dependencies", "devDependencies"].contains { package[$0]?[framework.name] != nil }
        }
    }

    /// Whether the script begins a command with that program.
    private static func runs(_ runner: String, in text: String) -> Bool {
        text.split(separator: "&&").contains { part in
            let command = part.drop { $0 == " " }
            return command == runner || command.hasPrefix(runner + " ")
        }
    }
}

/// The package manager that a folder's lock file belongs to.
struct PackageManager {
    private let folder: RepositoryFolder
    private let name: String
    private let lock: String?

    init(_ folder: RepositoryFolder) {
        self.folder = folder
        let known = [
            ("pnpm", "pnpm-lock.yaml"), ("yarn", "yarn.lock"), ("bun", "bun.lock"),
            ("bun", "bun.lockb"), ("npm", "package-lock.json"),
        ]
        let top = RepositoryFolder(root: folder.root, place: ".")
        let own = known.first { folder.has($0.1) }
        name = (own ?? known.first { top.has($0.1) })?.0 ?? "npm"
        lock = own?.1
    }

    func run(_ script: String) -> String { "\(name) run \(script)" }

    /// What npm needs before a script's own flags; the others pass them on as they are.
    var separator: String { name == "npm" ? " --" : "" }

    /// Nil where the packages come with those of the folder above.
    var installation: ProposedStep? {
        let top = RepositoryFolder(root: folder.root, place: ".")
        let comesWithTop = folder.place != "." && lock == nil && top.has("package.json")
        guard !comesWithTop else { return nil }
        let words = ["npm": lock == nil ? "install" : "ci"][name] ?? "install"
        return ProposedStep(
            name: folder.place == "." ? "packages" : "\(folder.programName)-packages",
            directory: folder.place, run: "\(name) \(words)",
            inputs: ["package.json"] + (lock.map { [$0] } ?? []), creates: "node_modules",
            usedBy: ["npm ", "pnpm ", "yarn ", "bun ", "node ", "npx ", "vite", "webpack"],
            source: folder.shown("package.json"))
    }
}
