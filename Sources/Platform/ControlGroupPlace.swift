import CPlatform
import Glibc

/// The cgroup v2 folder below which this process may have groups of its own: beside cgroup v1 on a
/// hybrid machine, or alone.
package struct ControlGroupPlace: Sendable, Equatable {
    /// Absolute path.
    package let folder: String
    /// Whether it lies above our own group, since that is one of an environment in which we were
    /// started: what is ours must not end with that.
    package let isAboveOwn: Bool

    /// The place of this process (`/proc/self/mountinfo` and the `0::` line of
    /// `/proc/self/cgroup`); nil where no cgroup v2 is mounted that shows it.
    package static func current() -> ControlGroupPlace? {
        // Without `/proc` there is nothing to find.
        guard let mounts = try? FileSystem.readText("/proc/self/mountinfo") else { return nil }
        // As above.
        guard let groups = try? FileSystem.readText("/proc/self/cgroup") else { return nil }
        return ControlGroupPlace(mounts: mounts, groups: groups)
    }

    /// - Parameters:
    ///   - mounts: the text of `/proc/self/mountinfo`.
    ///   - groups: the text of `/proc/self/cgroup`.
    init?(mounts: String, groups: String) {
        guard let line = groups.split(separator: "\n").first(where: { $0.hasPrefix("0::/") }) else {
            return nil
        }
        let parts = line.dropFirst("0::".count).split(separator: "/")
        // Outside of what our cgroup namespace shows.
        if parts.contains("..") { return nil }
        let outer = parts.prefix { !$0.hasPrefix(ControlGroup.prefix) }
        isAboveOwn = outer.count < parts.count
        let own = "/" + outer.joined(separator: "/")
        let places = mounts.split(separator: "\n").compactMap { Self.place(of: own, mount: $0) }
        guard let first = places.first else { return nil }
        folder = first
    }

    /// Where a mount shows that group; nil where it doesn't, or is no cgroup v2.
    private static func place(of group: String, mount: Substring) -> String? {
        let words = mount.split(separator: " ")
        guard words.count > 6, let dash = words.firstIndex(of: "-"), dash + 1 < words.count,
            words[dash + 1] == "cgroup2",
            let below = Path.relative(group, to: unescaped(words[3]))
        else { return nil }
        let point = unescaped(words[4])
        return below == "." ? point : Path.join(point, below)
    }

    /// Spaces and the like are written in octal there: `\040`.
    private static func unescaped(_ word: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(word.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The group of an incarnation, made or not.
    package func group(run: String, mark: UInt64) -> ControlGroup {
        ControlGroup(
            path: Path.join(folder, ControlGroup.name(run: run, mark: mark)))
    }

    /// Whether groups work here, found by having a child born in one: the mode bits don't tell,
    /// since a folder may be made where nothing can be moved in. Takes less than a millisecond.
    package func works(run: String) -> Bool {
        let group = group(run: run, mark: Mark.random())
        defer { group.remove() }
        // Why it does not work is nobody's concern: the marks are the other way.
        guard (try? group.make()) != nil, let open = try? group.open() else { return false }
        return betweenSpawns { cp_enters(open.raw) } == 0 && group.isPopulated == false
    }

    /// Moves this process to the place, out of the group of the environment that it was started
    /// in.
    package func enter() throws(SystemError) {
        let file = try Descriptor.open(Path.join(folder, "cgroup.procs"), O_WRONLY)
        try FileSystem.write(Array("0".utf8), to: file.raw, subject: folder)
    }
}
