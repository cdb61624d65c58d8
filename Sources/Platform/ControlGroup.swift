import Glibc

/// One cgroup v2 of ours: the kernel's own list of what an incarnation started, which no program
/// leaves by forking, by a new session or by an empty environment.
package struct ControlGroup: Sendable, Equatable {
    /// Absolute path of its folder.
    package let path: String

    package init(path: String) { self.path = path }

    /// What every folder of ours begins with.
    static let prefix = "envctl-"

    /// The name of an incarnation's folder: of no other run and no other mark.
    package static func name(run: String, mark: UInt64) -> String {
        "\(prefix)\(run)-\(String(mark, radix: 16))"
    }

    /// A group that a record names; nil where that is none, has gone, or can't be ours: its name
    /// has to be that of the run and the mark, and its file system has to be the kernel's.
    package static func recorded(_ path: String?, run: String, mark: UInt64) -> ControlGroup? {
        guard let path, Path.name(path) == name(run: run, mark: mark),
            FileSystem.isControlGroup(path)
        else { return nil }
        return ControlGroup(path: path)
    }

    /// Makes its folder; fine where it exists.
    package func make() throws(SystemError) {
        do throws(SystemError) { try checked("mkdir", path) { mkdir(path, 0o755) } } catch {
            if error.errno != EEXIST { throw error }
        }
    }

    /// For a spawn into it.
    package func open() throws(SystemError) -> Descriptor {
        try Descriptor.open(path, O_RDONLY | O_DIRECTORY)
    }

    /// What the kernel calls it elsewhere, e.g. in `Listener.cgroup`: the inode of its folder; nil
    /// where it has gone.
    package var id: UInt64? {
        // As told.
        (try? FileSystem.status(path))?.inode
    }

    /// Whether a process of it or below it lives (`cgroup.events`), zombies not counted; nil where
    /// it has gone or can't be read.
    package var isPopulated: Bool? {
        // As told.
        guard let text = try? FileSystem.readText(file("cgroup.events")) else { return nil }
        return text.split(separator: "\n").contains("populated 1")
    }

    /// The processes in it and below it, as far as this pid namespace sees them.
    package func pids() -> [Int32] {
        // One that has gone has none.
        let text = (try? FileSystem.readText(file("cgroup.procs"))) ?? ""
        let own = text.split(separator: "\n").compactMap { Int32($0) }.filter { $0 > 0 }
        return own + children().flatMap { $0.pids() }
    }

    /// Whether a process belongs to it, also while it ends and is in no list any more.
    package func contains(_ pid: Int32) -> Bool {
        // It has gone: then it is nobody's.
        guard let text = try? FileSystem.readText("/proc/\(pid)/cgroup") else { return false }
        let line = text.split(separator: "\n").first { $0.hasPrefix("0::") }
        let name = Path.name(path)
        return line?.split(separator: "/").contains { $0 == name || $0 == "\(name) (deleted)" }
            ?? false
    }

    /// Sends SIGKILL to all in it and below it, at once, forks under way included; on kernels
    /// before 5.14 to each, frozen first.
    package func kill() throws(SystemError) {
        do throws(SystemError) { try write("1", to: "cgroup.kill") } catch {
            if error.errno != ENOENT { throw error }
            try killEach()
        }
    }

    /// Frozen processes can't fork, and SIGKILL ends them nevertheless. They are never thawed:
    /// what was struck is not to live on.
    func killEach() throws(SystemError) {
        do throws(SystemError) { try write("1", to: "cgroup.freeze") } catch {
            // The folder has gone, so nothing was in it.
            if error.errno == ENOENT { return }
            throw error
        }
        for pid in pids() {
            guard let handle = try ProcessHandle.open(pid), contains(pid) else { continue }
            try handle.send(SIGKILL)
        }
    }

    /// Removes its folder and those below it, which the kernel allows only where nothing lives.
    ///
    /// - Returns: whether it is gone.
    @discardableResult
    package func remove() -> Bool {
        for child in children() { child.remove() }
        return rmdir(path) == 0 || errno == ENOENT
    }

    /// Removes what supervisors of the run have left in a folder of groups, where that is empty.
    package static func removeEmpty(of run: String, in folder: String) {
        guard FileSystem.isControlGroup(folder) else { return }
        // What can't be listed takes some kernel memory until the next boot.
        for name in (try? FileSystem.list(folder)) ?? []
        where name.hasPrefix("\(prefix)\(run)-") {
            ControlGroup(path: Path.join(folder, name)).remove()
        }
    }

    private func children() -> [ControlGroup] {
        // As in `pids`. The kernel counts folders as links, which spares a look at each file.
        guard let status = try? FileSystem.status(path), status.linkCount > 2 else { return [] }
        let names = (try? FileSystem.list(path)) ?? []  // as above
        return names.map { Path.join(path, $0) }.filter(FileSystem.isDirectory).map {
            ControlGroup(path: $0)
        }
    }

    private func file(_ name: String) -> String { Path.join(path, name) }

    private func write(_ text: String, to name: String) throws(SystemError) {
        let file = try Descriptor.open(file(name), O_WRONLY)
        try FileSystem.write(Array(text.utf8), to: file.raw, subject: path)
    }
}
