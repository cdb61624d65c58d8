import Glibc
import Platform
import Testing
import Vocabulary

struct LockTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func oneHolderAtATime() throws {
        let path = folder.file("lock")
        #expect(try FileLock.isHeld(path) == false)
        var first = try FileLock.attempt(path, note: "start")
        #expect(first != nil)
        #expect(try FileLock.isHeld(path))
        #expect(try FileLock.attempt(path, note: "stop") == nil)
        first = nil
        #expect(try FileLock.isHeld(path) == false)
    }

    @Test func aBoundedWaitNamesTheHolder() throws {
        let path = folder.file("lock")
        let held = try #require(try FileLock.attempt(path, note: "start"))
        var told = ""
        #expect {
            _ = try FileLock.acquire(path, note: "stop", milliseconds: 20) { told = $0 }
        } throws: { error in
            let failure = error as? Failure
            return failure?.code == "lock.held"
                && failure?.causes.first?.contains("(start,") == true
        }
        #expect(told.contains("\(getpid()) start"))
        withExtendedLifetime(held) {}
    }

    @Test func aChildKeepsTheDataLock() throws {
        let path = folder.file("data.lock")
        let fifo = folder.file("gate")
        #expect(mkfifo(fifo, 0o600) == 0)
        var lock = try DataLock.attempt(path)
        let descriptor = try #require(lock)
        let null = try Descriptor.open("/dev/null", O_RDWR)
        let pid = try spawn(
            SpawnRequest(
                program: "/bin/sh", arguments: ["sh", "-c", "read line < \(fifo)"], environment: [],
                descriptors: [null.raw, null.raw, null.raw, descriptor.raw]))
        lock = nil
        _ = consume descriptor
        #expect(try DataLock.isHeld(path))
        let gate = try Descriptor.open(fifo, O_WRONLY)
        try FileSystem.write([10], to: gate.raw, subject: fifo)
        let handle = try #require(try ProcessHandle.open(pid))
        #expect(handle.waitForExit(milliseconds: 5000))
        _ = try Reaping.exit(of: pid)
        #expect(try DataLock.isHeld(path) == false)
    }
}
