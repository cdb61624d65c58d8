import Digests
import Glibc
import Platform

/// The digest of the files that a service declares as its inputs.
enum InputDigest {
    /// Names and contents of all regular files below `folder` that match, as 16 hex digits.
    ///
    /// - Parameter pattern: a path, or a glob in which `*` crosses slashes (so `**` does too).
    static func of(_ pattern: String, in folder: String) throws -> String {
        let hasher = SHA256.Hasher()
        for name in try matches(pattern, in: folder) {
            hasher.update(Array(name.utf8) + [0])
            hasher.update(try FileSystem.readIfPresent(Path.join(folder, name)) ?? [])
        }
        return String(Hex.encode(hasher.finish()).prefix(16))
    }

    private static func matches(_ pattern: String, in folder: String) throws -> [String] {
        guard pattern.contains(where: { "*?[".contains($0) }) else { return [pattern] }
        let fixed = pattern.prefix { !"*?[".contains($0) }
        let base = fixed.contains("/") ? Path.parent(String(fixed) + "x") : ""
        return try files(below: Path.join(folder, base), named: base).filter {
            fnmatch(pattern, $0, 0) == 0
        }
    }

    /// Relative names of all regular files, sorted; links are not followed.
    private static func files(below folder: String, named prefix: String) throws -> [String] {
        guard FileSystem.isDirectory(folder) else { return [] }
        return try FileSystem.list(folder).flatMap { entry -> [String] in
            let name = prefix.isEmpty ? entry : prefix + "/" + entry
            let path = Path.join(folder, entry)
            let status = try FileSystem.status(path, followLinks: false)
            if status.isDirectory { return try files(below: path, named: name) }
            return status.isRegular ? [name] : []
        }
    }
}
