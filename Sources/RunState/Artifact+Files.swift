import Glibc
package import Platform
package import Vocabulary

extension Artifact {
    /// Reads the file; nil where there is none. For those who only look: nothing is changed.
    package static func read(_ path: String) throws -> Self? {
        guard let bytes = try FileSystem.readIfPresent(path) else { return nil }
        return try decode(bytes, at: path)
    }

    /// Reads the file for one who will write it: a damaged one is set aside as `.bad-<time>` and
    /// counts as missing. One that can't be read, or is newer, stays where it is.
    ///
    /// - Parameter report: called with the failure and the new name of a damaged file.
    package static func readForWriting(
        _ path: String, clock: Clock = .system, report: (Failure, String) -> Void = { _, _ in }
    ) throws -> Self? {
        do { return try read(path) } catch let failure as Failure {
            guard failure.code == "state.damaged" else { throw failure }
            report(failure, try setAside(path, clock))
            return nil
        }
    }

    private static func setAside(_ path: String, _ clock: Clock) throws(SystemError) -> String {
        let aside = path + ".bad-" + clock.now().compact
        try checked("rename", path) { rename(path, aside) }
        return aside
    }

    /// Replaces the file as a whole; for what can be made again from other files, and may be empty
    /// after a power cut.
    func swap(_ path: String) throws(SystemError) {
        try FileSystem.writeBySwapping(Array(json.pretty.utf8), to: path)
    }

    /// Replaces the file as a whole.
    ///
    /// - Parameter synced: flushed with its folder, for what must be there after a power cut.
    package func write(_ path: String, synced: Bool = false) throws(SystemError) {
        try FileSystem.writeAtomically(Array(json.pretty.utf8), to: path, synced: synced)
    }
}

extension RunRecord: Artifact {
    package static var schema: Schema { .runState }
}

extension RuntimeMap: Artifact {
    package static var schema: Schema { .runtimeMap }
}

extension PortsManifest: Artifact {
    package static var schema: Schema { .portsManifest }
}

extension ErrorReport: Artifact {
    package static var schema: Schema { .errorReport }
}

extension ReadinessReport: Artifact {
    package static var schema: Schema { .readinessReport }
}

extension ScopeRecord: Artifact {
    package static var schema: Schema { .scope }
}
