import Glibc
import Platform
import Testing

@testable import Worktrees

/// A throwaway folder with real git in it; removed with the value's last owner.
final class GitFixture {
    /// Canonical.
    let folder: String
    let environment: [String: String]

    init(folderName: String = "") throws {
        let base = "/tmp/envctl-wt-\(getpid())-\(Random.hex(bytes: 4))"
        top = base
        try FileSystem.createDirectories(Path.join(base, "home"))
        try FileSystem.createDirectories(Path.join(base, folderName))
        folder = try Path.canonical(Path.join(base, folderName))
        environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": Path.join(base, "home"),
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
            "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
        ]
    }

    private let top: String

    deinit {
        // The test has ended; what can't be removed is for the next clean-up of /tmp.
        try? FileSystem.removeTree(top)
    }

    func path(_ name: String) -> String { Path.join(folder, name) }

    /// Runs git in `directory` (relative to the fixture) and expects success.
    func git(_ arguments: String..., in directory: String = "") throws {
        try git(arguments, in: directory)
    }

    private func git(_ arguments: [String], in directory: String) throws {
        let defaults = ["-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always"]
        var call = Subprocess(
            "/usr/bin/git", defaults + arguments, environment: environment,
            directory: path(directory))
        call.timeout = 30_000
        let result = try call.run()
        try #require(result.isSuccess, "git \(arguments): \(result.text)")
    }

    /// A repository with one commit on `main`.
    func repository(_ name: String) throws {
        try git("init", "-q", name)
        try git("commit", "-q", "--allow-empty", "-m", "first", in: name)
    }

    func write(_ name: String, _ text: String) throws {
        try FileSystem.createDirectories(Path.parent(path(name)))
        try FileSystem.writeAtomically(Array(text.utf8), to: path(name), mode: 0o644)
    }

    func append(_ name: String, _ text: String) throws {
        try write(name, FileSystem.readText(path(name)) + text)
    }

    func rename(_ old: String, _ new: String) throws {
        try checked("rename", old) { Glibc.rename(path(old), path(new)) }
    }

    /// Locates by both readers and expects one answer.
    func locate(
        _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Location {
        let location = try Repository.locate(from: path(name), environment: environment)
        let byFiles = try Repository.locate(from: path(name), environment: environment, by: .files)
        #expect(location == byFiles, sourceLocation: sourceLocation)
        return location
    }

    /// The worktrees by both readers, expecting one answer.
    func checkouts(
        _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [Checkout] {
        let location = try locate(name, sourceLocation: sourceLocation)
        let checkouts = try location.checkouts(environment: environment)
        let byFiles = try location.checkouts(environment: environment, by: .files)
        #expect(checkouts == byFiles, sourceLocation: sourceLocation)
        return checkouts
    }
}
