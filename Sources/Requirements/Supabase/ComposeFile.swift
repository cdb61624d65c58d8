import Digests
import Platform
import Vocabulary

/// A compose file of ours, with the digest of its content in its first line.
enum ComposeFile {
    private static let mark = "# Written by envctl, which refuses an edited one. Digest: "

    static func sealed(_ content: String) -> String {
        mark + SHA256.hex(of: content) + "\n" + content
    }

    /// Whether the file at `path` is there and not as we wrote it.
    static func isEdited(_ path: String) throws -> Bool {
        guard let bytes = try FileSystem.readIfPresent(path) else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.firstIndex(of: "\n") else { return true }
        return text != sealed(String(text[text.index(after: end)...]))
    }

    /// Writes it, where nobody's edit would be lost by that.
    ///
    /// - Throws: `compose.edited` with both ways on.
    /// - Returns: whether it was another one, or none, before.
    static func write(_ text: String, to path: String, of component: ComponentID) throws -> Bool {
        if try isEdited(path) {
            throw Failure(
                "compose.edited", "the compose file of '\(component)' was edited by hand", at: path,
                because: ["envctl makes it from the configuration, and would undo the edit"],
                hint: "to drop the edit: rm '\(path)'; to keep it: say it in envctl.yaml under "
                    + "requirements.\(component) (include, images, variables), then rm the file")
        }
        let bytes = Array(text.utf8)
        if try FileSystem.readIfPresent(path) == bytes { return false }
        try FileSystem.createDirectories(Path.parent(path))
        try FileSystem.writeAtomically(bytes, to: path)
        return true
    }
}
