import Configuration
import Platform
import RunState
import Supervision
import Vocabulary

@testable import Planning

/// A repository with rules of what is ignored, gone with the test.
final class IgnoringCheckout {
    let folder: String
    private let top: String
    private let environment: [String: String]

    init() throws {
        let name = "/tmp/envctl-watch-" + Random.hex(bytes: 6)
        top = name
        try FileSystem.createDirectories(name + "/home/.config/git")
        try FileSystem.createDirectories(name + "/work")
        folder = try Path.canonical(name + "/work")
        environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": name + "/home",
            "GIT_CONFIG_NOSYSTEM": "1",
        ]
        _ = try git(["init", "-q"])
    }

    deinit {
        try? FileSystem.removeTree(top)  // only space
    }

    func git(_ arguments: [String], input: String = "") throws -> String {
        var call = Subprocess(
            "/usr/bin/git", arguments, environment: environment, directory: folder)
        call.input = Array(input.utf8)
        return try call.run().text
    }

    /// A file of the checkout, or, with an absolute path, any.
    func write(_ name: String, _ text: String = "") throws {
        let path = Path.join(folder, name)
        try FileSystem.createDirectories(Path.parent(path))
        try FileSystem.writeAtomically(Array(text.utf8), to: path)
    }

    /// What the user has told git to ignore everywhere.
    func ignoreEverywhere(_ text: String) throws {
        try write(top + "/home/.config/git/ignore", text)
    }

    func rule(_ watch: WatchConfiguration = WatchConfiguration()) -> WatchRule {
        let project = Project(
            scope: ScopeID(unchecked: "s"), name: .main, identity: "i", root: folder,
            worktree: folder)
        return WatchCompilation(project, environment).rule(watch, in: folder)
    }

    /// As the supervisor does it: nobody goes into a folder that holds nothing.
    func watches(_ rule: WatchRule, _ name: String) -> Bool {
        let paths = WatchedPaths(rule)
        var above = Path.parent(Path.join(folder, name))
        while above != folder {
            if !paths.mayHold(above) { return false }
            above = Path.parent(above)
        }
        return paths.wants(Path.join(folder, name))
    }
}
