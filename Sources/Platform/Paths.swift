import Glibc

/// Textual work on paths; none of it asks the file system unless it says so.
package enum Path {
    /// `base` and `name` joined by one slash; an absolute `name` stands for itself.
    package static func join(_ base: String, _ name: String) -> String {
        if name.hasPrefix("/") || base.isEmpty { return name }
        if name.isEmpty { return base }
        return base.hasSuffix("/") ? base + name : base + "/" + name
    }

    package static func join(_ base: String, _ names: String...) -> String {
        names.reduce(base) { join($0, $1) }
    }

    /// The part after the last slash; `/` for the root.
    package static func name(_ path: String) -> String {
        let trimmed = trimmingSlashes(path)
        guard let slash = trimmed.lastIndex(of: "/"), trimmed != "/" else { return trimmed }
        return String(trimmed[trimmed.index(after: slash)...])
    }

    /// The folder that holds `path`; `/` for the root, `.` for a bare name.
    package static func parent(_ path: String) -> String {
        let trimmed = trimmingSlashes(path)
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }

    /// `path` without `.`, `..` and doubled slashes, absolute against `directory`.
    package static func absolute(_ path: String, in directory: String) -> String {
        var parts: [Substring] = []
        for part in join(directory, path).split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// Whether `path` is `folder` or below it (both absolute and normalised).
    package static func isInside(_ path: String, _ folder: String) -> Bool {
        path == folder || folder == "/" || path.hasPrefix(folder + "/")
    }

    /// `path` as seen from `folder`, which it must be inside of; `.` for the folder itself.
    package static func relative(_ path: String, to folder: String) -> String? {
        guard isInside(path, folder) else { return nil }
        if path == folder { return "." }
        return String(path.dropFirst(folder == "/" ? 1 : folder.count + 1))
    }

    /// Resolves all links (`realpath`); throws where the path does not exist.
    package static func canonical(_ path: String) throws(SystemError) -> String {
        guard let resolved = realpath(path, nil) else {
            throw SystemError("realpath", path, errno: errno)
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func trimmingSlashes(_ path: String) -> String {
        var result = path[...]
        while result.count > 1, result.hasSuffix("/") { result = result.dropLast() }
        return String(result)
    }
}
