import Glibc
import Platform
import RunState
import Vocabulary

/// What the machine is: kernel, memory, disks, limits, cgroups.
struct PlatformFacts {
    private let subject: DebugSubject

    init(_ subject: DebugSubject) { self.subject = subject }

    var json: JSON {
        [
            "kernel": .object(kernel), "release": JSON(release), "memory": .object(memory),
            "cpus": JSON(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))),
            "file_systems": .array(fileSystems), "limits": JSON(lines("/proc/self/limits")),
            "cgroups": JSON(lines("/proc/self/cgroup")),
            "cgroup_mounts": JSON(lines("/proc/self/mounts").filter { $0.contains(" cgroup") }),
            "uid": JSON(Int(subject.host.userID)), "path": JSON(subject.host.environment["PATH"]),
            "roots": [
                "state": .string(subject.layout.roots.state),
                "runtime": .string(subject.layout.roots.runtime),
                "cache": .string(subject.layout.roots.cache),
            ],
        ]
    }

    private var kernel: JSON.Object {
        [
            "version": JSON(lines("/proc/version").first),
            "oom_kills": JSON(
                lines("/proc/vmstat").first { $0.hasPrefix("oom_kill ") }
                    .flatMap { Int($0.dropFirst(9)) }),
        ]
    }

    private var release: [String] {
        lines("/etc/os-release").filter { $0.hasPrefix("PRETTY_NAME=") || $0.hasPrefix("ID=") }
    }

    private var memory: JSON.Object {
        let wanted = ["MemTotal", "MemAvailable", "SwapTotal", "SwapFree"]
        return JSON.Object(
            lines("/proc/meminfo").compactMap { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, wanted.contains(String(parts[0])) else { return nil }
                return (String(parts[0]), .string(String(parts[1].drop { $0 == " " })))
            })
    }

    private var fileSystems: [JSON] {
        let roots = subject.layout.roots
        let places = [
            ("state", roots.state), ("runtime", roots.runtime), ("cache", roots.cache),
            ("worktree", subject.project?.worktree ?? subject.host.directory),
        ]
        return places.compactMap { MachineFacts.fileSystem(role: $0.0, path: $0.1) }.map {
            [
                "role": .string($0.role), "path": .string($0.path), "free": JSON(Int($0.free)),
                "total": JSON(Int($0.total)), "free_files": JSON($0.freeFiles.map { Int($0) }),
                "read_only": .bool($0.isReadOnly), "type": JSON(MachineFacts.kind(of: $0.path)),
            ]
        }
    }

    private func lines(_ path: String) -> [String] {
        // What a kernel does not offer is not there.
        ((try? FileSystem.readText(path)) ?? "").split(separator: "\n").map(String.init)
    }
}
