import Platform

/// Which branch a worktree is on.
enum Head {
    private static let branches = "refs/heads/"

    /// The branch without `refs/heads/`; nil where HEAD is detached or can't be read.
    ///
    /// - Parameter environment: the caller's; `PATH` finds git where its answer is needed.
    static func branch(of gitDirectory: String, environment: [String: String]) -> String? {
        guard let reference = reference(Path.join(gitDirectory, "HEAD")) else { return nil }
        // The file of a repository with reftable is a dummy; the tables hold the real one.
        if reference == branches + ".invalid" {
            return symbolicReference(gitDirectory, environment: environment).flatMap(shortened)
        }
        return shortened(reference)
    }

    private static func reference(_ file: String) -> String? {
        // Old repositories have a link here; everything else is a file, so the failure is expected.
        if let target = try? FileSystem.readLink(file) { return target }
        guard let text = GitFiles.line(of: file), text.hasPrefix("ref:") else { return nil }
        return String(text.dropFirst(4).drop { $0 == " " || $0 == "\t" })
    }

    private static func shortened(_ reference: String) -> String? {
        reference.hasPrefix(branches) ? String(reference.dropFirst(branches.count)) : nil
    }

    private static func symbolicReference(
        _ gitDirectory: String, environment: [String: String]
    ) -> String? {
        guard let git = Program.find("git", path: environment["PATH"], directory: gitDirectory)
        else { return nil }
        // A hook's own GIT_DIR must not lead elsewhere; the owner was looked at before.
        var call = Subprocess(
            git,
            ["-c", "safe.directory=*", "--git-dir", gitDirectory, "symbolic-ref", "-q", "HEAD"],
            environment: environment.filter { !$0.key.hasPrefix("GIT_") }, directory: gitDirectory)
        call.mergesErrors = false
        call.timeout = 2000
        // A branch is a name to show and to begin with; without one the folder's name serves.
        guard let result = try? call.run(), result.isSuccess else { return nil }
        return result.text.split(separator: "\n").first.map(String.init)
    }
}
