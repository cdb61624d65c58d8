import Configuration
import Vocabulary

/// .env.example: what the program reads from its environment, and so what it needs.
struct EnvironmentExampleDetector: Detector {
    private static let names = [
        ".env.example", ".env.sample", ".env.template", ".env.dist", "env.example",
        ".env.development.example", ".env.production.sample",
    ]

    func look(at folder: RepositoryFolder) -> Discovery {
        var found = Discovery()
        guard let file = folder.first(Self.names), let bytes = folder.bytes(file) else {
            return found
        }
        let source = folder.shown(file)
        do throws(EnvironmentText.Problem) {
            let entries = try EnvironmentText.entries(of: bytes) { _ in nil }
            found.environmentFolders = [folder.place]
            for entry in entries {
                found.variables.append((folder.place, entry.name, entry.value ?? "", source))
            }
        } catch { found.note("\(source):\(error.line)", "it can't be read: \(error.message)") }
        return found
    }
}
