import Platform

/// A folder of one test, gone with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = "/tmp/envctl-steps-" + Random.hex(bytes: 6)
        try FileSystem.createDirectories(path)
    }

    deinit { try? FileSystem.removeTree(path) }  // a leftover in /tmp harms nobody

    func file(_ name: String) -> String { Path.join(path, name) }

    func write(_ text: String, _ name: String) throws {
        try FileSystem.createDirectories(Path.parent(file(name)))
        try FileSystem.writeAtomically(Array(text.utf8), to: file(name))
    }

    func text(_ name: String) throws -> String { try FileSystem.readText(file(name)) }
}
