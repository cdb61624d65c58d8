/// Finding programs.
package enum Program {
    /// The absolute path of `name` by `PATH`; a name with a slash is taken as a path from
    /// `directory`. Nil where there is none that can be executed.
    package static func find(_ name: String, path: String?, directory: String) -> String? {
        if name.contains("/") {
            let whole = Path.join(directory, name)
            return FileSystem.isExecutable(whole) ? whole : nil
        }
        let folders = (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        return folders.lazy.map { Path.join(Path.join(directory, String($0)), name) }
            .first(where: FileSystem.isExecutable)
    }
}
