import Glibc
package import Platform

/// The word of a stop to a start that is under way and has no supervisor yet: a file that the start
/// looks for between its phases. Nobody is signalled, so no stranger can be.
package struct StopWish: Sendable, Hashable {
    package let path: String

    package init(path: String) { self.path = path }

    package var isMade: Bool { FileSystem.exists(path) }

    /// Made again where whoever took the lock meanwhile has removed it.
    package func make() throws(SystemError) {
        if isMade { return }
        try FileSystem.writeAtomically(Array("\(getpid()) stop\n".utf8), to: path, mode: 0o600)
    }

    /// By whoever has just taken the project's lock: what was wished before was not meant for it.
    /// Where none is made nothing is touched: a file system may be read-only by now.
    package func withdraw() throws(SystemError) {
        if isMade { try FileSystem.removeFile(path) }
    }
}
