import Glibc
import Platform
import Supervision
import Vocabulary

@testable import SupervisorCore

/// A tree of folders that changes at random beside a watch; afterwards a file is written into each
/// folder that is there, and whoever watches must have told of exactly those that matter.
final class WatchedTree {
    let top: String
    private let loop: EventLoop
    private let watch: ComponentWatch
    private var generator: SeededGenerator
    private var told: Set<String> = []
    private var counter = 0
    private var stepsLeft = 60
    /// Files that had to be told, and those that were.
    private(set) var expected: Set<String> = []
    private(set) var found: Set<String> = []
    private(set) var failures: [String] = []

    init(seed: UInt64) throws {
        let path = "/tmp/envctl-tree-\(getpid())-\(seed)"
        top = path
        try FileSystem.createDirectories(path + "/root/src")
        generator = SeededGenerator(seed: seed)
        loop = try EventLoop(clock: .system)
        let rule = WatchRule(
            root: path + "/root", paths: ["src"],
            ignore: [IgnoreList(folder: "/", patterns: ["ignored"])])
        watch = ComponentWatch(
            rule, WatchedPaths(rule), Watches(loop: loop, clock: .system), loop)
        watch.onChange = { [unowned self] in told.insert($0) }
        watch.onFailure = { [unowned self] in failures.append("\($0)") }
    }

    deinit {
        try? FileSystem.removeTree(top)  // only space
    }

    func run() throws {
        try watch.begin()
        step()
        try loop.run {}
        watch.end()
    }

    private func step() {
        // What can't be done, since something has gone before, is not done.
        for _ in 0..<Int.random(in: 1...4, using: &generator) { try? change() }
        stepsLeft -= 1
        // There is always something to be seen at the end.
        if stepsLeft == 0 { try? FileSystem.createDirectories(top + "/root/src/last") }
        let pause = stepsLeft == 0 ? 100 : Int.random(in: 0...25, using: &generator)
        _ = loop.schedule(after: pause) { [unowned self] in stepsLeft == 0 ? probe() : step() }
    }

    private func change() throws {
        let folders = try folders()
        guard let folder = folders.randomElement(using: &generator),
            let other = folders.randomElement(using: &generator)
        else { return try FileSystem.createDirectories(top + "/root/src") }
        counter += 1
        let isIgnored = Int.random(in: 0..<6, using: &generator) == 0
        let name = isIgnored ? "ignored" : "d\(Int.random(in: 0..<4, using: &generator))"
        switch Int.random(in: 0..<20, using: &generator) {
        case 0..<14: try FileSystem.createDirectories(Path.join(folder, name, "deep"))
        case 14, 15: rename(folder, Path.join(other, name))
        case 16: try FileSystem.removeTree(folder)
        // Then all is gone through, which hides what was missed before.
        case 17 where stepsLeft > 40:
            rename(Path.join(top, "root"), Path.join(top, "away\(counter)"))
        default: try FileSystem.createDirectories(top + "/root/src")
        }
    }

    /// All below `root/src`, that one included.
    private func folders() throws -> [String] {
        var open = [top + "/root/src"].filter(FileSystem.isDirectory)
        var all: [String] = []
        while let folder = open.popLast() {
            all.append(folder)
            open += try FileSystem.entries(folder).filter(\.isFolder)
                .map { Path.join(folder, $0.name) }
        }
        return all.sorted()
    }

    private func probe() {
        told = []
        let all = (try? folders()) ?? []  // none is a result, too
        for folder in all {
            let file = Path.join(folder, "probe")
            try? FileSystem.writeAtomically([], to: file)
            guard let path = Path.relative(file, to: top + "/root"),
                !path.split(separator: "/").contains("ignored")
            else { continue }
            expected.insert(path)
        }
        _ = loop.schedule(after: 100) { [unowned self] in
            found = told.filter { $0.hasSuffix("/probe") }
            loop.stop()
        }
    }
}
