import Platform

/// A folder of one test's own, removed with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = "/tmp/envctl-diagnostics-" + Random.hex(bytes: 6)
        try FileSystem.createDirectories(path)
    }

    deinit {
        // What is left behind only takes space; the test has had its result.
        try? FileSystem.removeTree(path)
    }

    func file(_ name: String) -> String { Path.join(path, name) }
}
