import CPlatform

extension FileSystem {
    /// Whether `path` is on NFS (`statfs`), where open-file-description locks and renames are not
    /// what they are elsewhere.
    package static func isOnNFS(_ path: String) throws(SystemError) -> Bool {
        let nfsMagic: Int64 = 0x6969
        return try checked("statfs", path) { cp_file_system_type(path) } == nfsMagic
    }

    /// Bytes that may still be written to the file system of `path` (`statvfs`); `UInt64.max` where
    /// that can't be told.
    package static func freeBytes(_ path: String) -> UInt64 { cp_free_bytes(path) }

    /// Whether `path` is a folder of the cgroup v2 file system; false where it is gone.
    package static func isControlGroup(_ path: String) -> Bool {
        let magic: Int64 = 0x6367_7270
        return cp_file_system_type(path) == magic && isDirectory(path)
    }
}
