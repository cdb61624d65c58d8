import Configuration
import Glibc
import Platform
import Testing
import Vocabulary

@testable import Setup

@Suite struct CheckoutEditorTests {
    private static let configuration = """
        version: 1
        services:
          api: { command: serve, port: 8000 }
          web-app: { command: serve, port: 3000, needs: [api] }
        """

    /// Nothing but the name of the failure is of interest.
    private func code(_ body: () throws -> ConfigurationChange) -> String {
        do {
            let change = try body()
            return "none: \(change)"
        } catch { return Failure(error).code }
    }

    @Test(arguments: [
        ("services.api.port", "ENVCTL_SERVICES__API__PORT"),
        ("services.web-app.port", "ENVCTL_SERVICES__WEB_APP__PORT"),
        ("ENVCTL_SERVICES__API__PORT", "ENVCTL_SERVICES__API__PORT"),
        ("SERVICES__WEB_APP__PORT", "ENVCTL_SERVICES__WEB_APP__PORT"),
    ]) func bothFormsOfAKeyAreUnderstood(_ name: String, _ variable: String) throws {
        let workshop = try Workshop(Self.configuration)
        let change = try workshop.editor.set(name, to: "9000")
        #expect(change.isChanged)
        #expect(change.key.variable == variable)
        #expect(
            try workshop.text("tree/.envctl")
                == "# >>> envctl >>>\n\(variable)=9000\n# <<< envctl <<<\n")
        #expect(change.effective?.value == .int(9000))
        #expect(change.effective?.origin.description == ".envctl:2")
    }

    @Test func everyOtherByteStays() throws {
        let workshop = try Workshop(Self.configuration)
        let mine = "\u{FEFF}# mine \r\n  ENVCTL_JOBS = '3'  # odd\r\n\r\n\r\n"
        try workshop.write("tree/.envctl", mine)
        _ = try workshop.editor.set("services.api.port", to: "9000")
        _ = try workshop.editor.set("services.api.command", to: "a \"b\" # c")
        _ = try workshop.editor.set("services.api.port", to: "9001")
        let block =
            "# >>> envctl >>>\r\nENVCTL_SERVICES__API__PORT=9001\r\n"
            + "ENVCTL_SERVICES__API__COMMAND=\"a \\\"b\\\" # c\"\r\n# <<< envctl <<<\r\n"
        #expect(try workshop.text("tree/.envctl") == mine + block)
        _ = try workshop.editor.unset("services.api.port")
        _ = try workshop.editor.unset("services.api.command")
        #expect(try workshop.text("tree/.envctl") == mine)
    }

    @Test func theSameAgainWritesNothing() throws {
        let workshop = try Workshop(Self.configuration)
        _ = try workshop.editor.set("jobs", to: "4")
        let before = try workshop.stamp("tree/.envctl")
        let again = try workshop.editor.set("jobs", to: "4")
        #expect(!again.isChanged)
        #expect(try !workshop.editor.unset("history").isChanged)
        #expect(try workshop.stamp("tree/.envctl") == before)
        #expect(try workshop.editor.set("jobs", to: "5").isChanged)
        #expect(try workshop.stamp("tree/.envctl") != before)
    }

    @Test func aFileOfOurOwnGoesWithItsLastKey() throws {
        let workshop = try Workshop(Self.configuration)
        _ = try workshop.editor.set("jobs", to: "4")
        _ = try workshop.editor.unset("jobs")
        #expect(try workshop.text("tree/.envctl") == nil)
        #expect(try !workshop.editor.unset("jobs").isChanged)
    }

    @Test(arguments: [
        ("services.api.prot", "1", "config.unknown_key"),
        ("sevices.api.port", "1", "config.unknown_key"),
        ("services.web_app.port", "1", "config.unknown_key"),
        ("services.api", "1", "config.invalid"),
        ("services.api.port", "many", "config.invalid"),
        ("services.api.port", "70000", "config.invalid"),
        ("services.ap.port", "1", "config.invalid"),
        ("services.web-app.needs", "nobody", "config.invalid"),
        ("services.api.command", "run ${nothing}", "config.invalid"),
        ("STATE_DIR", "/x", "config.unknown_key"),
        ("", "1", "config.unknown_key"),
    ]) func whatWouldBeWrongIsNotWritten(_ key: String, _ value: String, _ expected: String) throws
    {
        let workshop = try Workshop(Self.configuration)
        #expect(code { try workshop.editor.set(key, to: value) } == expected)
        #expect(try workshop.text("tree/.envctl") == nil)
    }

    @Test(arguments: [
        ("services.api.prot", "did you mean 'services.api.port'?"),
        ("SERVICES__API__PROT", "did you mean 'ENVCTL_SERVICES__API__PORT'?"),
        ("services.web_app.port", "did you mean 'services.web-app.port'?"),
        ("services.ap.port", "did you mean 'services.api.port'?"),
    ]) func theNearestKeyIsNamed(_ key: String, _ hint: String) throws {
        let workshop = try Workshop(Self.configuration)
        do {
            _ = try workshop.editor.set(key, to: "1")
            Issue.record("it was set")
        } catch let failure as Failure { #expect(failure.hint == hint) }
    }

    /// One of two mistakes can be mended before the other.
    @Test func mistakesThatWereThereAreNoReason() throws {
        let workshop = try Workshop(Self.configuration + "\nhistory: none\njobs: many\n")
        let change = try workshop.editor.set("jobs", to: "2")
        #expect(change.isChanged)
        #expect(change.effective == nil)
        #expect(code { try workshop.editor.set("services.api.port", to: "x") } == "config.invalid")
    }

    @Test func aRepositoryCanBeConfiguredByItAlone() throws {
        let workshop = try Workshop()
        #expect(code { try workshop.editor.set("services.api.port", to: "1") } == "config.invalid")
        #expect(try workshop.editor.set("services.api.command", to: "serve").isChanged)
        #expect(try workshop.editor.set("services.api.port", to: "8000").isChanged)
        #expect(code { try workshop.editor.unset("services.api.command") } == "config.invalid")
    }

    @Test func aPersonsOwnLineIsNeverTouched() throws {
        let workshop = try Workshop(Self.configuration)
        try workshop.write("tree/.envctl", "ENVCTL_JOBS=3\n")
        #expect(code { try workshop.editor.unset("jobs") } == "config.own_line")
        #expect(try !workshop.editor.set("jobs", to: "3").isChanged)
        // Before our block it loses, behind it it would win.
        #expect(try workshop.editor.set("jobs", to: "4").effective?.value == .int(4))
        #expect(code { try workshop.editor.unset("jobs") } == "config.own_line")
        try workshop.write(
            "tree/.envctl", "# >>> envctl >>>\nENVCTL_HISTORY=9\n# <<< envctl <<<\nENVCTL_JOBS=3\n")
        #expect(code { try workshop.editor.set("jobs", to: "4") } == "config.own_line")
    }

    @Test func aBlockThatIsNotWholeIsLeftAlone() throws {
        let workshop = try Workshop(Self.configuration)
        try workshop.write("tree/.envctl", "# >>> envctl >>>\nENVCTL_JOBS=3\n")
        #expect(code { try workshop.editor.set("jobs", to: "4") } == "config.block_broken")
    }

    /// An own file hides the main worktree's, so it has to begin with what that says.
    @Test func inALinkedWorktreeNothingIsSwitchedOffByASet() throws {
        let workshop = try Workshop(Self.configuration)
        try workshop.write("main/.envctl", "ENVCTL_HISTORY=7\n")
        let unset = try workshop.editor.unset("history")
        #expect(!unset.isChanged)
        #expect(unset.effective?.value == .int(7))
        #expect(try workshop.text("tree/.envctl") == nil)
        let change = try workshop.editor.set("jobs", to: "2")
        #expect(change.copiedFrom == workshop.root + "/main/.envctl")
        let found = try #require(try ConfigurationLoader(workshop.sources).load())
        #expect(found.preferences.history == 7)
        #expect(found.preferences.jobs == 2)
        #expect(try workshop.text("main/.envctl") == "ENVCTL_HISTORY=7\n")
    }

    @Test func aHigherLayerIsTold() throws {
        let workshop = try Workshop(Self.configuration)
        workshop.environment["ENVCTL_JOBS"] = "8"
        let change = try workshop.editor.set("jobs", to: "2")
        #expect(change.isOverruled)
        #expect(change.effective?.value == .int(8))
    }

    @Test func aLinkStaysOneAndTheModeIsKept() throws {
        let workshop = try Workshop(Self.configuration)
        try workshop.write("elsewhere", "ENVCTL_JOBS=3\n")
        let file = workshop.root + "/elsewhere"
        #expect(chmod(file, 0o640) == 0)
        try FileSystem.replaceLink(workshop.root + "/tree/.envctl", target: file)
        _ = try workshop.editor.set("history", to: "9")
        #expect(try FileSystem.readLink(workshop.root + "/tree/.envctl") == file)
        #expect(try FileSystem.status(file).permissions == 0o640)
        #expect(try workshop.text("elsewhere")?.contains("HISTORY=9") == true)
    }
}
