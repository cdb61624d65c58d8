import Glibc
import Platform
import Vocabulary

@testable import RunState

/// A state folder of its own for one test, gone with it.
final class TemporaryState: Sendable {
    let folder: String
    let layout: StateLayout

    init(isRoot: Bool = false) throws {
        folder = "/tmp/envctl-test-\(getpid())-\(Random.hex(bytes: 4))"
        try FileSystem.createDirectories(folder)
        layout = StateLayout(
            StateRoots(
                state: folder + "/state", runtime: folder + "/run", cache: folder + "/cache",
                isRoot: isRoot))
    }

    deinit {
        // A leftover below /tmp fails no test.
        try? FileSystem.removeTree(folder)
    }

    /// Every path below the folder, sorted.
    func contents() throws -> [String] {
        func below(_ path: String) throws -> [String] {
            try FileSystem.list(path).flatMap { name -> [String] in
                let whole = Path.join(path, name)
                let isFolder = try FileSystem.status(whole, followLinks: false).isDirectory
                return [whole] + (isFolder ? try below(whole) : [])
            }
        }
        return try below(folder)
    }
}

/// A wall clock that stands still.
func stopped(at text: String = "2026-11-21T07:40:00.000Z") -> Clock {
    let time = Timestamp(text) ?? Timestamp(milliseconds: 0)
    return Clock(now: { time }, monotonic: { 5_000_000 })
}
