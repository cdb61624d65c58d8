import Digests
import Glibc
import Platform
import Vocabulary

/// The digest of inputs as they are now: of a step with its commands, or of one alone.
package struct InputDigest {
    private let hasher = SHA256.Hasher()

    /// 64 hex digits of one input, e.g. of the files that a service is made from. Reads files: blocks.
    package static func of(_ input: StepInput) throws -> String {
        let digest = InputDigest()
        try digest.add(input)
        return Hex.encode(digest.hasher.finish())
    }

    /// 64 hex digits; nil for a step without inputs. Reads files: blocks.
    static func of(_ step: Step) throws -> String? {
        if step.inputs.isEmpty { return nil }
        let digest = InputDigest()
        digest.add("commands", step.commandsDefinition.compact)
        for input in step.inputs { try digest.add(input) }
        return Hex.encode(digest.hasher.finish())
    }

    private func add(_ input: StepInput) throws {
        switch input {
        case .value(let name, let value): add("value", name, value)
        case .dataIdentity(let name, let identity): add("data", name, identity)
        case .file(let path): try addFile(path)
        case .glob(let pattern, let root):
            add("glob", root, pattern)
            try addFolder(root, "", GlobPattern(pattern))
        }
    }

    /// Each word with its length before it, so that no two lists of words look the same.
    private func add(_ words: String...) {
        for word in words { hasher.update("\(word.utf8.count):\(word)") }
    }

    private func addFile(_ path: String) throws {
        if FileSystem.isDirectory(path) { return try addFolder(path, "", GlobPattern("**")) }
        do throws(SystemError) {
            // Only regular files are read: the reading of a pipe would wait for a writer.
            let isRegular = try FileSystem.status(path).isRegular
            add("file", path, isRegular ? try SHA256.hex(ofFile: path) : "special")
        } catch {
            // A file may vanish between the listing and the reading; a loop of links is no file.
            guard [ENOENT, ENOTDIR, ELOOP].contains(error.errno) else { throw error }
            add("missing", path)
        }
    }

    /// Links to folders are not followed: they may lead round.
    private func addFolder(_ root: String, _ below: String, _ pattern: GlobPattern) throws {
        let folder = below.isEmpty ? root : Path.join(root, below)
        guard FileSystem.isDirectory(folder) else { return }
        for name in try FileSystem.list(folder) {
            let relative = below.isEmpty ? name : Path.join(below, name)
            let path = Path.join(root, relative)
            let isFolder = isRealFolder(path)
            if isFolder, pattern.mayMatchBelow(relative) {
                try addFolder(root, relative, pattern)
            } else if !isFolder, pattern.matches(relative) {
                try addFile(path)
            }
        }
    }

    private func isRealFolder(_ path: String) -> Bool {
        // What vanished since it was listed is no folder.
        (try? FileSystem.status(path, followLinks: false))?.isDirectory ?? false
    }
}
