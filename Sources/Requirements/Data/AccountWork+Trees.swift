import Platform
import Supervision
import Vocabulary

extension AccountWork {
    /// Copies a tree, or a part of it, as the account.
    ///
    /// - Throws: `data.copy_failed` with what failed; a full disk is named as such.
    func copy(_ copy: TreeCopy) throws {
        var copy = copy
        copy.isLater = flushesLater
        try helper("copy the data", CopyHelper.arguments(copy, as: account), at: copy.source)
    }

    /// Waits until all of a tree is on the disk.
    func sync(_ tree: String) throws {
        try helper(
            "flush the copy", CopyHelper.arguments(syncing: tree, as: account), at: tree)
    }

    private func helper(_ what: String, _ arguments: [String], at place: String) throws {
        var process = Subprocess(helper, arguments, environment: [:], directory: "/")
        process.mark = mark
        let result = try process.run(cancellation: cancellation)
        if result.isSuccess { return }
        let reason = result.cancelled ? "it was interrupted" : lastLines(of: result.text)
        throw Failure(
            result.cancelled ? "command.interrupted" : "data.copy_failed", "could not \(what)",
            at: place, because: [reason].filter { !$0.isEmpty },
            hint: result.exit.code == CopyHelper.noSpace
                ? "free some space on this file system, then try again" : nil)
    }

    /// Writes a small file below the account's folder, as the account.
    func write(_ text: String, to path: String) throws {
        try run("write \(Path.name(path))", try find("tee"), ["--", path], input: text)
    }

    /// Size and SHA-256 of each regular file below a folder, sorted by path.
    func digests(below folder: String) throws -> [FileDigest] {
        let script = """
            cd "$1" && find . -type f -printf '%s %P\\n' | LC_ALL=C sort -k2 \
            && echo && find . -type f -printf '%P\\0' | LC_ALL=C sort -z \
            | xargs -0 -r sha256sum --
            """
        let text = try run(
            "read the files of \(folder)", "/bin/sh", ["-c", script, "sh", folder],
            outputLimit: 64 << 20)
        return try FileDigest.parse(text, of: folder)
    }
}
