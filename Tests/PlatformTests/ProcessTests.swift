import Glibc
import Testing
import Vocabulary

@testable import Platform

struct ProcessTests {
    let kernel: KernelInstance

    init() throws { kernel = try KernelInstance.current(environment: [:]) }

    @Test func readsNamesWithParenthesesAndSpaces() throws {
        let text = "12 (a) b) (c) S 1 7 8 0 -1 4 0 0 0 0 0 0 0 0 20 0 1 0 4711 0 0"
        let entry = try #require(ProcessEntry.parse(text, pid: 12))
        #expect(entry.name == "a) b) (c")
        #expect(entry.startTime == 4711)
        #expect(entry.session == 8)
    }

    @Test func identityIsMoreThanAPid() throws {
        let own = try #require(kernel.identity(of: getpid()))
        #expect(kernel.living(own) != nil)
        var other = own
        other.startTime += 1
        #expect(kernel.living(other) == nil)
        other = own
        other.bootID = "another boot"
        #expect(kernel.living(other) == nil)
        #expect(try ProcessIdentity(json: own.json) == own)
    }

    @Test func theMarkReachesDescendantsThatHide() throws {
        let mark = Mark.random()
        let null = try Descriptor.open("/dev/null", O_RDWR)
        let pid = try spawn(
            SpawnRequest(
                program: "/bin/sh",
                arguments: ["sh", "-c", "env -i setsid sh -c 'sleep 300 & sleep 300' & wait"],
                environment: ["PATH=/usr/bin:/bin"], descriptors: [null.raw, null.raw, null.raw],
                mark: mark))
        let sweep = ProcessSweep(marks: [mark], kernel: kernel)
        #expect(sweep.members().contains { $0.pid == pid })
        #expect(try sweep.killUntilEmpty() == .twoScans)
        #expect(sweep.members().isEmpty)
        #expect(try Reaping.exit(of: pid)?.signal == SIGKILL)
        #expect(ProcessEntry.mark(of: getpid()) != mark)
    }

    /// One that has taken off its mark is found by its session.
    @Test func aSessionOfAMarkedProcessIsOurs() throws {
        let mark = Mark.random()
        let null = try Descriptor.open("/dev/null", O_RDWR)
        let script = """
            import os, resource, signal
            if os.fork() == 0:
                resource.setrlimit(10, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            signal.pause()
            """
        let pid = try spawn(
            SpawnRequest(
                program: "/usr/bin/env", arguments: ["env", "python3", "-c", script],
                environment: ["PATH=/usr/local/bin:/usr/bin:/bin"],
                descriptors: [null.raw, null.raw, null.raw], mark: mark))
        let sweep = ProcessSweep(marks: [mark], kernel: kernel)
        while sweep.members().count < 2 || !sweep.members().contains(where: Self.isUnmarked) {
            pause(milliseconds: 1)
        }
        #expect(try sweep.killUntilEmpty() == .twoScans)
        #expect(sweep.members().isEmpty)
        #expect(try Reaping.exit(of: pid)?.signal == SIGKILL)
    }

    private static func isUnmarked(_ entry: ProcessEntry) -> Bool {
        ProcessEntry.mark(of: entry.pid) == nil
    }

    @Test func aStrangerIsNoMember() throws {
        let sweep = ProcessSweep(
            marks: [Mark.random()], environment: ["ENVCTL_RUN=none"], kernel: kernel)
        #expect(sweep.members().isEmpty)
        #expect(try sweep.strike().handles.isEmpty)
    }

    @Test func seesListenersOnEveryAddress() throws {
        let socket = Descriptor(Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let number = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw -> UInt16 in
                bind(socket.raw, raw, length)
                listen(socket.raw, 1)
                getsockname(socket.raw, raw, &length)
                return UInt16(bigEndian: pointer.pointee.sin_port)
            }
        }
        let port = try #require(Port(Int(number)))
        let listener = try #require(try Listeners.all().first { $0.port == port })
        #expect(listener.address == "0.0.0.0")
        #expect(try Listeners.isFree(port) == false)
        #expect(Listeners.owner(of: listener)?.pid == getpid())
        #expect(Listeners.isHeld(listener, by: [getpid()]))
        #expect(!Listeners.isHeld(listener, by: [1]))
    }

    @Test func blockingWorkReturnsItsValueAndItsError() throws {
        #expect(try Blocking.wait { try await Blocking.run { 42 } } == 42)
        #expect(throws: Failure("x", "y")) {
            try Blocking.wait { try await Blocking.run { throw Failure("x", "y") } }
        }
    }
}
