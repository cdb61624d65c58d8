import Glibc
import Platform
import Vocabulary

/// What programs have said of their version, in the cache folder: asking costs a process each time,
/// and a start asks every server.
///
/// Only native programs are remembered. A script may run another program, whose change its own
/// size and time don't show.
package struct ProgramVersions: Sendable {
    /// Absolute; may be deleted at any time.
    private let path: String
    /// Commands that only look read it and write nothing.
    private let isWritable: Bool
    private var known: [String: Answer] = [:]
    private var isChanged = false

    private struct Answer: Sendable, Equatable {
        var stamp: String
        var version: String
    }

    /// What can't be read is asked again: it is a cache.
    package init(path: String, isWritable: Bool) {
        self.path = path
        self.isWritable = isWritable
        guard let bytes = try? FileSystem.readIfPresent(path),  // see above
            let programs = try? JSON.parse(bytes)["programs"]?.object  // see above
        else { return }
        for (program, answer) in programs.members {
            guard let stamp = answer["stamp"]?.string, let version = answer["version"]?.string
            else { continue }
            known[program] = Answer(stamp: stamp, version: version)
        }
    }

    /// The version of the program, unless it was changed or replaced since it told it.
    subscript(program: String) -> String? {
        guard let answer = known[program], answer.stamp == Self.stamp(program) else { return nil }
        return answer.version
    }

    /// - Parameter program: its canonical path.
    mutating func remember(_ version: String, of program: String) {
        guard let stamp = Self.stamp(program), Self.isNative(program) else { return }
        let answer = Answer(stamp: stamp, version: version)
        isChanged = isChanged || known[program] != answer
        known[program] = answer
    }

    /// Of two starts at once the later one's file stays; the other's answers are asked again.
    func save() {
        guard isChanged, isWritable else { return }
        let programs = known.sorted { $0.key < $1.key }.map { program, answer in
            (
                program,
                ["stamp": .string(answer.stamp), "version": .string(answer.version)] as JSON
            )
        }
        let json: JSON = ["programs": .object(JSON.Object(programs))]
        // Without it the next start asks again.
        try? FileSystem.writeAtomically(Array((json.pretty + "\n").utf8), to: path)
    }

    private static func stamp(_ program: String) -> String? {
        // A program that is gone has no version.
        guard let status = try? FileSystem.status(program) else { return nil }
        return "\(status.device)|\(status.inode)|\(status.size)|\(status.modified)"
    }

    /// By the first bytes of ELF (`elf(5)`).
    private static func isNative(_ program: String) -> Bool {
        // One that can't be read is not remembered.
        guard let file = try? Descriptor.open(program, O_RDONLY) else { return false }
        var magic = [UInt8](repeating: 0, count: 4)
        return read(file.raw, &magic, 4) == 4 && magic == [0x7F, 0x45, 0x4C, 0x46]
    }
}
