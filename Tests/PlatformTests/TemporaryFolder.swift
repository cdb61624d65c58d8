import Platform

/// A folder below `/tmp` that is removed with all in it when the test ends.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = "/tmp/envctl-test-\(Random.hex(bytes: 8))"
        try FileSystem.createDirectories(path)
    }

    deinit {
        // What is left behind only takes space; the test has had its result.
        try? FileSystem.removeTree(path)
    }

    func file(_ name: String) -> String { Path.join(path, name) }
}
