import Glibc
import Testing
import Vocabulary

@testable import Platform

/// What the texts of the kernel mean, wherever these tests run.
struct ControlGroupPlaceTests {
    static let hybrid = """
        31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
        32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu
        41 31 0:38 / /sys/fs/cgroup/unified rw,relatime shared:4 - cgroup2 cgroup2 rw
        """

    @Test(arguments: [
        (hybrid, "1:cpu:/a\n0::/\n", "/sys/fs/cgroup/unified"),
        (hybrid, "0::/user.slice/a.scope\n", "/sys/fs/cgroup/unified/user.slice/a.scope"),
        (hybrid, "0::/a/envctl-r-1/envctl-s-2/b\n", "/sys/fs/cgroup/unified/a"),
        (
            "5 4 0:3 /pod /sys/fs/my\\040group rw - cgroup2 c rw", "0::/pod/x\n",
            "/sys/fs/my group/x"
        ),
        // A mount that does not show our own group, none at all, and no cgroup v2 of ours.
        ("5 4 0:3 /pod /sys/fs/cgroup rw - cgroup2 c rw", "0::/other\n", nil),
        ("5 4 0:3 / /sys/fs/cgroup rw - cgroup c rw", "0::/other\n", nil),
        (hybrid, "1:cpu:/a\n", nil), (hybrid, "0::/../outside\n", nil),
    ])
    func findsThePlace(_ mounts: String, _ groups: String, _ folder: String?) {
        #expect(ControlGroupPlace(mounts: mounts, groups: groups)?.folder == folder)
    }

    @Test func knowsWhenItIsInsideAnEnvironment() {
        let inside = ControlGroupPlace(mounts: Self.hybrid, groups: "0::/a/envctl-r-1\n")
        #expect(inside?.isAboveOwn == true)
        let beside = ControlGroupPlace(mounts: Self.hybrid, groups: "0::/a/other\n")
        #expect(beside?.isAboveOwn == false)
    }

    @Test func onlyOurOwnFoldersAreTaken() throws {
        let mark = Mark.random()
        #expect(ControlGroup.recorded(nil, run: "r", mark: mark) == nil)
        #expect(ControlGroup.recorded("/sys/fs/cgroup", run: "r", mark: mark) == nil)
        // The right name in a file system that is not the kernel's.
        let folder = try TemporaryFolder()
        let forged = folder.file(ControlGroup.name(run: "r", mark: mark))
        try FileSystem.createDirectories(forged)
        #expect(ControlGroup.recorded(forged, run: "r", mark: mark) == nil)
    }

    @Test func theSeamSwitchesThemOff() throws {
        let off = try KernelInstance.current(environment: ["ENVCTL_TEST_NO_CGROUP": "1"])
        let group = ControlGroup(path: "/sys/fs/cgroup/x")
        #expect(ProcessSweep(marks: [1], kernel: off, groups: [group]).groups.isEmpty)
    }
}

/// With the kernel's real cgroups; skipped where no process can be born in one.
@Suite(
    .enabled(
        if: ControlGroupPlace.current()?.works(run: "test") == true,
        "no process can be born in a cgroup v2 below our own here"))
struct ControlGroupTests {
    let kernel: KernelInstance
    let place: ControlGroupPlace
    let run = "test-" + Random.hex(bytes: 6)
    let mark = Mark.random()

    init() throws {
        kernel = try KernelInstance.current(environment: [:])
        place = try #require(ControlGroupPlace.current())
    }

    private func made() throws -> ControlGroup {
        let group = place.group(run: run, mark: mark)
        try group.make()
        return group
    }

    private func shell(_ script: String, in group: ControlGroup, mark: UInt64?) throws -> Int32 {
        let null = try Descriptor.open("/dev/null", O_RDWR)
        return try spawn(
            SpawnRequest(
                program: "/bin/sh", arguments: ["sh", "-c", script],
                environment: ["PATH=/usr/bin:/bin"], descriptors: [null.raw, null.raw, null.raw],
                mark: mark, group: group))
    }

    private func sweep(_ group: ControlGroup) -> ProcessSweep {
        ProcessSweep(marks: [mark], kernel: kernel, groups: [group])
    }

    @Test func aProcessIsBornInItAndItsDescendantsStay() throws {
        let group = try made()
        defer { group.remove() }
        let pid = try shell(
            "env -i setsid sh -c 'sleep 300 & sleep 300' & wait", in: group, mark: nil)
        #expect(group.contains(pid))
        #expect(group.isPopulated == true)
        #expect(!group.remove())
        // No mark, no session, no environment: the group alone knows them.
        while group.pids().count < 4 { pause(milliseconds: 1) }
        #expect(try sweep(group).killUntilEmpty() == .groups)
        #expect(group.isPopulated == false)
        #expect(try Reaping.exit(of: pid)?.signal == SIGKILL)
        #expect(group.remove())
        #expect(!FileSystem.exists(group.path))
    }

    @Test func theSpawnIsAsThatWithoutAGroup() throws {
        let group = try made()
        defer { group.remove() }
        let folder = try TemporaryFolder()
        let log = try Descriptor.open(folder.file("log"), O_WRONLY | O_CREAT)
        let null = try Descriptor.open("/dev/null", O_RDWR)
        signal(SIGUSR1, SIG_IGN)
        defer { signal(SIGUSR1, SIG_DFL) }
        let script = """
            ls /proc/self/fd | tr '\\n' ' '; pwd; echo $ONE; \
            sed -nE 's/^Sig(Blk|Ign).*(.{7})$/\\2/p' /proc/self/status | tr '\\n' ' '; \
            cut -d' ' -f6 /proc/$$/stat; echo $$
            """
        let pid = try spawn(
            SpawnRequest(
                program: "/bin/sh", arguments: ["sh", "-c", script],
                environment: ["PATH=/usr/bin:/bin", "ONE=1"], directory: folder.path,
                descriptors: [null.raw, log.raw, log.raw], mark: mark, group: group))
        while try Reaping.exit(of: pid) == nil { pause(milliseconds: 1) }
        // The C library keeps 32 and 33 to itself.
        let zeros = String(repeating: "0", count: 7)
        let text = try FileSystem.readText(folder.file("log"))
        #expect(
            text == "0 1 2 3 \(folder.path)\n1\n\(zeros) \(zeros) \(pid)\n\(pid)\n")
    }

    @Test func aProgramThatIsNotThereIsTold() throws {
        let group = try made()
        defer { group.remove() }
        let error = #expect(throws: SystemError.self) {
            try spawn(
                SpawnRequest(
                    program: "/no/such/program", arguments: ["x"], environment: [],
                    descriptors: [], group: group))
        }
        #expect(error?.operation == "posix_spawn")
        #expect(error?.errno == ENOENT)
        #expect(group.isPopulated == false)
    }

    @Test func aGroupThatHasGoneRefuses() throws {
        let group = try made()
        #expect(group.remove())
        let error = #expect(throws: SystemError.self) { try shell("true", in: group, mark: nil) }
        #expect(error?.subject == group.path)
        #expect(group.isPopulated == nil)
        #expect(group.pids().isEmpty)
    }

    @Test func aKernelWithoutKillFreezesAndKillsEach() throws {
        let group = try made()
        defer { group.remove() }
        let forks = "trap '' TERM; while :; do sleep 300 & done"
        let pid = try shell(forks, in: group, mark: nil)
        while group.pids().count < 20 { pause(milliseconds: 1) }
        while group.isPopulated == true {
            try group.killEach()
            pause(milliseconds: 1)
        }
        #expect(try Reaping.exit(of: pid)?.signal == SIGKILL)
    }

    @Test func whoLeavesTheGroupIsFoundByTheMark() throws {
        let group = try made()
        defer { group.remove() }
        let script = "echo 0 > \(place.folder)/cgroup.procs; exec sleep 300"
        let pid = try shell(script, in: group, mark: mark)
        while group.contains(pid) { pause(milliseconds: 1) }
        // The empty group alone proves nothing any more.
        #expect(try sweep(group).killUntilEmpty() == .twoScans)
        #expect(try Reaping.exit(of: pid)?.signal == SIGKILL)
    }

    @Test func groupsBelowItGoWithIt() throws {
        let group = try made()
        let inner = Path.join(group.path, "inner")
        let script = "mkdir \(inner); echo 0 > \(inner)/cgroup.procs; exec sleep 300"
        let pid = try shell(script, in: group, mark: nil)
        while group.pids() != [pid] || !FileSystem.isDirectory(inner) { pause(milliseconds: 1) }
        #expect(try sweep(group).killUntilEmpty() == .groups)
        _ = try Reaping.exit(of: pid)
        ControlGroup.removeEmpty(of: run, in: place.folder)
        #expect(!FileSystem.exists(group.path))
    }
}
