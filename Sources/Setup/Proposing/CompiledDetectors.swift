import Vocabulary

/// go.mod: a main package at the top, or each below `cmd`.
struct GoDetector: Detector {
    func look(at folder: RepositoryFolder) -> Discovery {
        var found = Discovery()
        guard folder.has("go.mod") else { return found }
        if folder.has("main.go") {
            found.services.append(service(folder, folder.programName, ".", "main.go"))
        }
        let commands = RepositoryFolder(root: folder.root, place: folder.shown("cmd")).names
        for name in commands where folder.has("cmd/\(name)/main.go") {
            let id = RepositoryFolder.componentName(name)
            found.services.append(service(folder, id, "./cmd/\(name)", "cmd/\(name)/main.go"))
        }
        if !found.services.isEmpty {
            found.steps = [
                ProposedStep(
                    name: folder.place == "." ? "build" : "\(folder.programName)-build",
                    directory: folder.place, run: "go build ./...", source: folder.shown("go.mod"))
            ]
        }
        return found
    }

    private func service(
        _ folder: RepositoryFolder, _ name: String, _ package: String, _ file: String
    ) -> ProposedService {
        ProposedService(
            name, in: folder.place, command: "go run \(package)",
            port: SourcePort.find(in: folder.text(file)), from: folder.shown(file), rank: .guessed)
    }
}

/// Cargo.toml: a program of its own, or those of a workspace's members.
struct CargoDetector: Detector {
    func look(at folder: RepositoryFolder) -> Discovery {
        var found = Discovery()
        guard let manifest = folder.text("Cargo.toml"), folder.has("src/main.rs") else {
            return found
        }
        let top = RepositoryFolder(root: folder.root, place: ".")
        let isMember =
            folder.place != "." && top.text("Cargo.toml")?.contains("[workspace]") == true
        found.services = [
            ProposedService(
                RepositoryFolder.componentName(Self.name(manifest) ?? folder.programName),
                in: folder.place, command: "cargo run",
                port: SourcePort.find(in: folder.text("src/main.rs")),
                from: folder.shown("Cargo.toml"), rank: .guessed)
        ]
        if !isMember {
            found.steps = [
                ProposedStep(
                    name: folder.place == "." ? "build" : "\(folder.programName)-build",
                    directory: folder.place, run: "cargo build", source: folder.shown("Cargo.toml"))
            ]
        }
        return found
    }

    /// The first `name = "…"`, which is the package's.
    private static func name(_ manifest: String) -> String? {
        for line in manifest.split(separator: "\n") where line.hasPrefix("name") {
            let parts = line.split(separator: "\"")
            if parts.count > 1 { return String(parts[1]) }
        }
        return nil
    }
}

/// Package.swift: each executable target.
struct SwiftDetector: Detector {
    func look(at folder: RepositoryFolder) -> Discovery {
        var found = Discovery()
        guard let manifest = folder.text("Package.swift") else { return found }
        let isServer = manifest.contains("vapor") || manifest.contains("hummingbird")
        for piece in manifest.split(separator: ".executableTarget(").dropFirst() {
            guard let start = piece.firstRange(of: "name:") else { continue }
            let parts = piece[start.upperBound...].split(separator: "\"")
            guard parts.count > 1 else { continue }
            let name = String(parts[1])
            let flags =
                manifest.contains("vapor")
                ? " serve --hostname 127.0.0.1 --port ${port}"
                : isServer ? " --port ${port}" : ""
            found.services.append(
                ProposedService(
                    RepositoryFolder.componentName(name), in: folder.place,
                    command: "swift run \(name)\(flags)", port: isServer ? 8080 : nil,
                    from: folder.shown("Package.swift"), rank: .guessed))
        }
        if !found.services.isEmpty {
            found.steps = [
                ProposedStep(
                    name: folder.place == "." ? "build" : "\(folder.programName)-build",
                    directory: folder.place, run: "swift build",
                    source: folder.shown("Package.swift"))
            ]
        }
        return found
    }
}

/// The port that a source names as an address: `":8080"`, `"0.0.0.0:3000"`.
enum SourcePort {
    static func find(in text: String?) -> Int? {
        for piece in (text ?? "").split(separator: "\"") {
            guard let colon = piece.lastIndex(of: ":"), !piece.contains("/") else { continue }
            let host = piece[..<colon]
            guard ["", "0.0.0.0", "127.0.0.1", "localhost", "[::]"].contains(String(host)) else {
                continue
            }
            if let port = Int(piece[piece.index(after: colon)...]), (1024...65_535).contains(port) {
                return port
            }
        }
        return nil
    }
}
