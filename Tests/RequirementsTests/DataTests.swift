import Platform
import Supervision
import Testing
import Vocabulary

@testable import Requirements

/// What the data commands stand on; the commands themselves are tested end to end.
struct DataTests {
    @Test("the record is of the folder that is there, before and after both change places")
    func recordFollowsTheFolder() throws {
        let world = try World()
        let (data, new) = (world.path("postgres"), world.path("postgres.new-1"))
        for folder in [data, new] { try FileSystem.createDirectories(folder) }
        var old = DataRecord(identity: "old", isFresh: false)
        old.password = "known"
        let next = DataRecord(identity: "next", isFresh: false)
        let inode = try FileSystem.status(new).inode
        try old.before(next, inode: inode).save(to: data + ".json")
        #expect(try DataRecord(readingFrom: data + ".json") == old)
        try FileSystem.exchange(data, new)
        #expect(try DataRecord(readingFrom: data + ".json") == next)
        try FileSystem.exchange(data, new)
        #expect(try DataRecord(readingFrom: data + ".json") == old)
    }

    @Test("a copy that nobody waited for is lost with its boot, unless it was told to be flushed")
    func unflushed() throws {
        let world = try World()
        let path = world.path("postgres.json")
        var record = DataRecord(identity: "r/postgres", isFresh: true)
        let (now, later) = (Self.kernel("one"), Self.kernel("two"))
        #expect(!record.isLost(in: later))
        record.unflushedIn = "one"
        try record.save(to: path)
        #expect(try DataRecord(readingFrom: path) == record)
        #expect(!record.isLost(in: now) && record.isLost(in: later))
        #expect(record.isBegunAnew(in: later))
        record.origin = "project main"
        #expect(!record.isBegunAnew(in: later))
        let mark = FlushHelper.mark(beside: path)
        try FileSystem.writeAtomically(Array("other/postgres".utf8), to: mark)
        #expect(try DataRecord(readingFrom: path)?.isLost(in: later) == true)
        try FileSystem.writeAtomically(Array("r/postgres".utf8), to: mark)
        let flushed = try #require(try DataRecord(readingFrom: path))
        #expect(flushed.isDurable && !flushed.isLost(in: later))
    }

    private static func kernel(_ boot: String) -> KernelInstance {
        KernelInstance(bootID: boot, pidNamespace: 1)
    }

    @Test("what a snapshot says of its files is checked one by one")
    func snapshotIsChecked() throws {
        let files = ["a", "b/c"].map {
            FileDigest(path: $0, size: 1, sha256: String(repeating: "0", count: 64))
        }
        let snapshot = Snapshot(
            name: "x", component: ComponentID(unchecked: "db"), kind: "postgres", version: "15.1",
            format: "15", created: Timestamp(milliseconds: 0), wasRunning: true, folder: "/x",
            backend: .native, content: ["user": "app"], locale: nil, files: files)
        try snapshot.check(files)
        var changed = files
        changed[0].sha256 = String(repeating: "1", count: 64)
        let more = files + [FileDigest(path: "d", size: 0, sha256: "")]
        for (found, cause) in [
            (changed, "a has changed"), ([files[0]], "b/c is missing"), (more, "d is new"),
        ] {
            let failure = try #require(throws: Failure.self) { try snapshot.check(found) }
            #expect(failure.code == "data.snapshot_damaged")
            #expect(failure.causes == [cause])
        }
    }

    @Test("a manifest is read as it was written, and a half of one is none")
    func manifest() throws {
        let world = try World()
        let path = world.path("x.json")
        let snapshot = Snapshot(
            name: "x", component: ComponentID(unchecked: "db"), kind: "postgres", version: nil,
            format: nil, created: Timestamp(milliseconds: 1000), wasRunning: false, folder: "/x",
            backend: .docker, content: [:], locale: "C.UTF-8",
            files: [FileDigest(path: "a", size: 7, sha256: "f")])
        try snapshot.save(to: path)
        let read = try Snapshot(readingFrom: path, folder: "/x")
        #expect(read.files == snapshot.files)
        #expect(read.created == snapshot.created)
        #expect(read.bytes == 7)
        #expect(read.backend == .docker)
        #expect(read.locale == "C.UTF-8")
        let bytes = try FileSystem.read(path)
        try FileSystem.writeAtomically(Array(bytes.dropLast(bytes.count / 2)), to: path)
        let failure = try #require(throws: Failure.self) {
            try Snapshot(readingFrom: path, folder: "/x")
        }
        #expect(failure.code == "data.snapshot_damaged")
    }

    @Test("the record of data in volumes says which one is data, and which may go")
    func volumeRecord() throws {
        let world = try World()
        let folder = world.path("postgres")
        let path = DockerData.record(of: folder)
        #expect(!DockerData.isRecorded(folder))
        var record = DataRecord(identity: "r/postgres", isFresh: true)
        record.isBegun = true
        record.doomed = ["first"]
        try record.save(to: path)
        #expect(try DataRecord(readingFrom: path) == record)
        #expect(!DockerData.isRecorded(folder))
        #expect(record.volume(first: "first") == nil)
        record.isBegun = false
        #expect(record.volume(first: "first") == "first")
        record.volume = "second"
        try record.save(to: path)
        #expect(try DataRecord(readingFrom: path)?.volume(first: "first") == "second")
        #expect(DockerData.isRecorded(folder))
        #expect(DockerData.component(ofRecord: "postgres.docker.json")?.rawValue == "postgres")
        #expect(DockerData.component(ofRecord: "postgres.json") == nil)
    }

    @Test(
        "the engine's words for sizes are read",
        arguments: [("0B", 0), ("48.2MB", 48_200_000), ("3.5kB", 3500), ("1.2GB", 1_200_000_000)])
    func sizes(text: String, bytes: Int64) {
        #expect(OwnedVolumes.bytes(text[...]) == bytes)
    }

    @Test("digests are taken of real files")
    func digests() throws {
        let world = try World()
        let folder = world.path("tree")
        try FileSystem.createDirectories(folder + "/a b")
        try FileSystem.writeAtomically(Array("abc".utf8), to: folder + "/a b/file")
        try FileSystem.writeAtomically([], to: folder + "/empty")
        let work = AccountWork(account: nil, helper: "", path: world.host.environment["PATH"])
        let digests = try work.digests(below: folder)
        #expect(digests.map(\.path) == ["a b/file", "empty"])
        #expect(digests.map(\.size) == [3, 0])
        #expect(
            digests.first?.sha256
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test("the first WAL file is read off a label")
    func label() {
        let label = """
            START WAL LOCATION: 0/2000028 (file 000000010000000000000020)
            CHECKPOINT LOCATION: 0/2000060
            """
        #expect(PostgresBackup.firstWAL(label) == "000000010000000000000020")
        #expect(PostgresBackup.firstWAL("CHECKPOINT LOCATION: 0/2000060") == nil)
        #expect(PostgresBackup.firstWAL("START WAL LOCATION: 0/2 (file x)") == nil)
    }

    @Test(
        "names of snapshots are parts of a path and of nothing of ours",
        arguments: [
            ("before-2", true), ("A_1", true), ("", false), ("-x", false), ("a.json", false),
            ("..", false), ("a/b", false), ("ä", false), ("a b", false),
        ])
    func names(name: String, isFine: Bool) {
        let answer: ()? = try? SnapshotName.check(name)  // nil where it throws
        #expect((answer != nil) == isFine)
    }
}
