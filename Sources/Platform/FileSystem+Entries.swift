import Glibc

extension FileSystem {
    /// What is in a folder, unsorted, without `.` and `..`, and whether each is a folder itself; a
    /// link to one is not.
    package static func entries(
        _ path: String
    ) throws(SystemError) -> [(name: String, isFolder: Bool)] {
        guard let folder = opendir(path) else { throw SystemError("opendir", path, errno: errno) }
        defer { closedir(folder) }
        var entries: [(name: String, isFolder: Bool)] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            var isFolder = entry.pointee.d_type == UInt8(DT_DIR)
            if entry.pointee.d_type == UInt8(DT_UNKNOWN) {
                // One that has gone meanwhile is no folder.
                let found = try? status(Path.join(path, name), followLinks: false)
                isFolder = found?.isDirectory ?? false
            }
            entries.append((name, isFolder))
        }
        return entries
    }
}
