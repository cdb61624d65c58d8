import Glibc
package import Vocabulary

/// Which process, beyond doubt: a pid alone is reused.
package struct ProcessIdentity: Hashable, Sendable {
    package var pid: Int32
    /// Clock ticks since boot (`starttime` of `/proc/<pid>/stat`).
    package var startTime: UInt64
    /// `/proc/sys/kernel/random/boot_id`.
    package var bootID: String
    /// Inode of `/proc/<pid>/ns/pid`.
    package var pidNamespace: UInt64

    package init(pid: Int32, startTime: UInt64, bootID: String, pidNamespace: UInt64) {
        self.pid = pid
        self.startTime = startTime
        self.bootID = bootID
        self.pidNamespace = pidNamespace
    }

    package var json: JSON {
        [
            "pid": .int(Int64(pid)), "start_time": .int(Int64(startTime)),
            "boot_id": .string(bootID), "pid_namespace": .int(Int64(pidNamespace)),
        ]
    }

    package init(json: JSON) throws {
        pid = Int32(truncatingIfNeeded: try json.requiredInt("pid"))
        startTime = UInt64(truncatingIfNeeded: try json.requiredInt("start_time"))
        bootID = try json.requiredString("boot_id")
        pidNamespace = UInt64(truncatingIfNeeded: try json.requiredInt("pid_namespace"))
    }
}

/// What of the kernel makes a pid unique: this boot and this pid namespace.
package struct KernelInstance: Hashable, Sendable {
    package var bootID: String
    package var pidNamespace: UInt64
    /// Whether cgroups are looked at; where not, the marks are the only way.
    package var usesControlGroups: Bool

    package init(bootID: String, pidNamespace: UInt64, usesControlGroups: Bool = true) {
        self.bootID = bootID
        self.pidNamespace = pidNamespace
        self.usesControlGroups = usesControlGroups
    }

    /// The kernel we run on. `ENVCTL_TEST_BOOT_ID` replaces the boot id: the seam through which
    /// tests simulate a reboot. `ENVCTL_TEST_NO_CGROUP=1` is the one by which they switch cgroups
    /// off.
    package static func current(environment: [String: String]) throws(SystemError) -> KernelInstance
    {
        let text = try FileSystem.readText("/proc/sys/kernel/random/boot_id")
        let real = String(text.prefix { $0 != "\n" })
        return KernelInstance(
            bootID: environment["ENVCTL_TEST_BOOT_ID"] ?? real,
            pidNamespace: try FileSystem.status("/proc/self/ns/pid").inode,
            usesControlGroups: environment["ENVCTL_TEST_NO_CGROUP"] != "1")
    }

    /// The identity of a running process; nil where there is none of that pid.
    package func identity(of pid: Int32) -> ProcessIdentity? {
        guard let entry = ProcessEntry.read(pid) else { return nil }
        return ProcessIdentity(
            pid: pid, startTime: entry.startTime, bootID: bootID, pidNamespace: pidNamespace)
    }

    /// The entry of exactly that process, zombies excluded; nil where it is gone.
    package func living(_ identity: ProcessIdentity) -> ProcessEntry? {
        guard identity.bootID == bootID, identity.pidNamespace == pidNamespace,
            let entry = ProcessEntry.read(identity.pid), entry.startTime == identity.startTime,
            !entry.isZombie
        else { return nil }
        return entry
    }
}
