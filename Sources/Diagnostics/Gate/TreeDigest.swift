import Digests
import Platform
import Vocabulary

/// The content of a worktree as one number: what git tracks and what is new and not ignored. Times
/// are no part of it, so that a fresh clone of the same content is the same tree.
enum TreeDigest {
    /// SHA-256 over the lines `<sha256 of the file>  <path>` of all regular files, in byte order of
    /// the paths; the same that `bin/lib/tree-digest` prints.
    ///
    /// - Throws: `gate.no_tree` where git can't list it.
    static func of(_ worktree: String, host: Host) throws -> String {
        let list = try Git(worktree, host).run([
            "ls-files", "-z", "--cached", "--others", "--exclude-standard",
        ])
        let paths = Set(list.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
        let hasher = SHA256.Hasher()
        for path in paths.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            let place = Path.join(worktree, path)
            // A tracked file may be gone, and a submodule is a folder.
            let status = try? FileSystem.status(place, followLinks: false)
            guard let status, status.isRegular else { continue }
            hasher.update("\(try SHA256.hex(ofFile: place))  \(path)\n")
        }
        return Hex.encode(hasher.finish())
    }
}

/// git itself, asked about one worktree.
struct Git {
    private let worktree: String
    private let host: Host

    init(_ worktree: String, _ host: Host) {
        self.worktree = worktree
        self.host = host
    }

    /// - Throws: `gate.no_tree` with what git said.
    func run(_ arguments: [String]) throws -> [UInt8] {
        let path = host.environment["PATH"]
        guard let program = Program.find("git", path: path, directory: worktree) else {
            throw failure("git is not on PATH")
        }
        var process = Subprocess(
            program, ["-C", worktree] + arguments, environment: host.environment, directory: "/")
        process.mergesErrors = false
        process.outputLimit = 1 << 26
        let result = try process.run()
        if result.isSuccess { return result.output }
        throw failure(String(decoding: result.errorOutput, as: UTF8.self))
    }

    private func failure(_ cause: String) -> Failure {
        Failure(
            "gate.no_tree", "git can't tell what is in the worktree", at: worktree,
            because: [cause], hint: "the gate works in a git worktree")
    }
}
