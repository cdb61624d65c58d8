package import Configuration
import Glibc
package import Platform
import Vocabulary

/// A private copy of a configuration file, which an editor works on and which replaces the file only
/// when it has no mistakes.
package final class ConfigurationDraft: Sendable {
    /// The file itself, absolute.
    package let file: String
    /// The copy, under the same name, since editors go by names.
    package let copy: String
    private let sources: ConfigurationSources
    private let before: [UInt8]?

    /// Makes the copy in a folder of its own below `temporary`.
    ///
    /// - Throws: `SystemError`.
    package init(of file: String, _ sources: ConfigurationSources, below temporary: String)
        throws(SystemError)
    {
        self.file = file
        self.sources = sources
        before = try FileSystem.readIfPresent(file)
        let folder = Path.join(temporary, "envctl-edit-" + Random.hex(bytes: 6))
        try FileSystem.createDirectories(folder)
        copy = Path.join(folder, Path.name(file))
        try FileSystem.create(copy, with: before ?? [], mode: 0o600)
    }

    /// Whether the copy says something else than the file did.
    package var isChanged: Bool {
        get throws(SystemError) { try FileSystem.read(copy) != before ?? [] }
    }

    /// What would be wrong with the configuration if the copy took the file's place.
    package func mistakes() throws -> [Finding] {
        var drafted = sources
        drafted.drafts[file] = try FileSystem.read(copy)
        return try ConfigurationLoader(drafted).mistakes()
    }

    /// Puts the copy's content in the file's place.
    ///
    /// - Throws: `config.changed_meanwhile` where the file is no longer what was copied.
    package func commit() throws {
        let lock = try FolderLock.take(Path.parent(file))
        defer { lock.release() }
        guard try FileSystem.readIfPresent(file) == before else {
            throw Failure(
                "config.changed_meanwhile", "the file was changed while you edited its copy",
                at: file, because: ["your copy is kept in \(copy)"],
                hint: "diff \(shellWord(file)) \(shellWord(copy))")
        }
        try FileSystem.rewrite(file, with: try FileSystem.read(copy), mode: mode)
    }

    /// Of a file that is not there yet: `.envctl` may hold passwords.
    private var mode: FileMode {
        Path.name(file) == ConfigurationLoader.checkoutFileName ? 0o600 : 0o644
    }

    package func discard() {
        // A copy that stays in the temporary folder harms nobody.
        try? FileSystem.removeTree(Path.parent(copy))
    }
}
