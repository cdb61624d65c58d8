import CPlatform

extension FileSystem {
    /// Whether `path` is on NFS (`statfs`), where open-file-description locks and renames are not
    /// what they are elsewhere.
    package static func isOnNFS(_ path: String) throws(SystemError) -> Bool {
        let nfsMagic: Int64 = 0x6969
        return try checked("statfs", path) { cp_file_system_type(path) } == nfsMagic
    }
}
