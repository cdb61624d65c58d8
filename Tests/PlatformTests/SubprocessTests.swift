import Glibc
import Platform
import Testing

struct SubprocessTests {
    static func shell(_ script: String) -> Subprocess {
        Subprocess("/bin/sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin"])
    }

    @Test func collectsBothStreamsInOrder() throws {
        let result = try Self.shell("echo one; echo two >&2; exit 3").run()
        #expect(result.text == "one\ntwo\n")
        #expect(result.exit == Exit(code: 3))
    }

    @Test func keepsTheStreamsApartWhereAsked() throws {
        var request = Self.shell("echo out; echo err >&2")
        request.mergesErrors = false
        let result = try request.run()
        #expect(result.text == "out\n")
        #expect(result.errorOutput == Array("err\n".utf8))
    }

    @Test func feedsInputLargerThanAPipe() throws {
        var request = Self.shell("wc -c")
        request.input = [UInt8](repeating: 65, count: 1_000_000)
        #expect(try request.run().text == "1000000\n")
        request.input = []
        #expect(try request.run().text == "0\n")
    }

    @Test func keepsTheTailOfLongOutput() throws {
        var request = Self.shell("yes x | head -c 100000; echo end")
        request.outputLimit = 100
        let result = try request.run()
        #expect(result.output.count == 100)
        #expect(result.text.hasSuffix("end\n"))
    }

    @Test func aDaemonThatHoldsThePipeIsNotWaitedFor() throws {
        let folder = try TemporaryFolder()
        #expect(mkfifo(folder.file("gate"), 0o600) == 0)
        let result = try Self.shell(
            "(setsid sh -c 'read x < \(folder.file("gate"))' &) ; echo done"
        ).run()
        #expect(result.text == "done\n")
        let gate = try Descriptor.open(folder.file("gate"), O_WRONLY)
        try FileSystem.write([10], to: gate.raw, subject: "gate")
    }

    @Test(.timeLimit(.minutes(1))) func aTimeOutEndsGrandchildrenToo() throws {
        let mark = "300.\(Int.random(in: 1...999_999_999))"
        var request = Self.shell(
            "setsid sleep \(mark) & trap '' TERM; sleep \(mark); sleep \(mark)")
        request.timeout = 100
        request.grace = 50
        let result = try request.run()
        #expect(result.timedOut)
        #expect(!result.isSuccess)
        let left = ProcessEntry.all().filter { entry in
            !entry.isZombie
                && ((try? FileSystem.readText("/proc/\(entry.pid)/cmdline"))?.contains(mark)
                    ?? false)
        }
        #expect(left.isEmpty)
    }

    @Test func cancellationIsNoTimeOut() throws {
        let cancellation = try Cancellation()
        let result = try Self.shell("echo ready; sleep 300").run(cancellation: cancellation) { _ in
            cancellation.cancel()
        }
        #expect(result.cancelled && !result.timedOut)
        #expect(cancellation.reason == .requested)
    }

    @Test func aMissingProgramIsAnError() throws {
        let request = Subprocess("/no/such/program", environment: [:])
        #expect(throws: SystemError("posix_spawn", "/no/such/program", errno: ENOENT)) {
            try request.run()
        }
        let lost = Subprocess("/bin/true", environment: [:], directory: "/no/such/folder")
        #expect(throws: SystemError("chdir", "/no/such/folder", errno: ENOENT)) { try lost.run() }
    }
}
