import Configuration
import Glibc
import Platform
import Requirements
import Setup

/// A repository's folder and a main worktree beside it, gone with the test.
final class Workshop {
    let root = "/tmp/envctl-setup-" + Random.hex(bytes: 6)
    var environment: [String: String] = [:]

    init(_ yaml: String? = nil) throws {
        try FileSystem.createDirectories(root + "/tree")
        try FileSystem.createDirectories(root + "/main")
        if let yaml { try write("tree/envctl.yaml", yaml) }
    }

    deinit {
        // Best effort: a folder left in /tmp harms nobody.
        try? FileSystem.removeTree(root)
    }

    func write(_ name: String, _ text: String) throws {
        let path = Path.join(root, name)
        try FileSystem.createDirectories(Path.parent(path))
        try FileSystem.writeAtomically(Array(text.utf8), to: path)
    }

    func text(_ name: String) throws -> String? {
        try FileSystem.readIfPresent(Path.join(root, name)).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// Inode and time of change: a file that was written anew has others.
    func stamp(_ name: String) throws -> [Int64] {
        let status = try FileSystem.status(Path.join(root, name))
        return [Int64(status.inode), status.modified]
    }

    var sources: ConfigurationSources {
        ConfigurationSources(
            folder: root + "/tree", worktree: root + "/tree", mainWorktree: root + "/main",
            environment: environment, requirements: RequirementRegistry.builtIn.schemas,
            systemFolder: root + "/system")
    }

    var editor: CheckoutEditor { CheckoutEditor(sources) }
}
