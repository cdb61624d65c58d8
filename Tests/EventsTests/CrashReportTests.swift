import Platform
import Testing
import Vocabulary

@testable import Events

@Suite struct CrashReportTests {
    private let text = """
        envctl.crash/1
        program: envctl
        version: 0.1.0
        command: start
        pid: 42
        time_ms: 1795247100123
        signal: 11
        address: 0x0
        event: begin plan
        event: component.launching api
        frame: 0x5000
        frame: 0x6001
        frame: 0x9
        map: 4000-7000 r-xp 00001000 fe:00 123                        /opt/envctl/envctl
        map: 7000-8000 r-xp 00000000 00:00 0 [vdso]

        """

    @Test func isReadFromItsLines() throws {
        let report = try #require(CrashReport(path: "/x", text: text))
        #expect(report.program == "envctl")
        #expect(report.command == "start")
        #expect(report.pid == 42)
        #expect(report.events == ["begin plan", "component.launching api"])
        #expect(report.signalName == "SIGSEGV")
        #expect(report.time.milliseconds == 1_795_247_100_123)
        // A caller's address is one behind its call.
        #expect(report.frames.map(\.text) == ["envctl+0x2000", "envctl+0x3000", "0x9"])
    }

    @Test(arguments: ["", "envctl.crash/2\ntime_ms: 1\n", "envctl.crash/1\nsignal: 11\n"])
    func whatIsNoReportIsNone(_ text: String) {
        #expect(CrashReport(path: "/x", text: text) == nil)
    }

    @Test func aCutReportTellsWhatItHas() throws {
        let report = try #require(CrashReport(path: "/x", text: String(text.prefix(130))))
        #expect(report.signal == 11)
        #expect(report.frames.allSatisfy { $0.module == nil })
    }

    @Test func aFolderThatIsNotThereHasNone() {
        #expect(CrashReport.all(belowState: "/nowhere").isEmpty)
    }

    @Test func namesOfFunctionsAreReadable() {
        let name = "$s8Platform10CrashWatchO7provoke_2inySSSg_SStFZ"
        #expect(CrashWatch.readable(name).contains("Platform.CrashWatch.provoke"))
        #expect(CrashWatch.readable("cp_crash_now") == "cp_crash_now")
    }
}
