import Testing
import Vocabulary

@testable import Routing

@Suite struct UsageTests {
    @Test(
        arguments: [
            ("strat", "usage.unknown_command", "unknown command 'strat'", "start"),
            ("frobnicate", "usage.unknown_command", "unknown command 'frobnicate'", nil),
            ("help strat", "usage.unknown_command", "unknown command 'strat'", "start"),
            ("help config chekc", "usage.unknown_command", "unknown command 'config chekc'", nil),
            ("config", "usage.missing_subcommand", "'config' needs a subcommand", nil),
            (
                "config chekc", "usage.unknown_subcommand", "'config' has no subcommand 'chekc'",
                "check"
            ),
            ("logs --tial 5", "usage.unknown_flag", "envctl logs has no flag --tial", "--tail"),
            ("status --tail 5", "usage.unknown_flag", "envctl status has no flag --tail", nil),
            ("status --tail", "usage.unknown_flag", "envctl status has no flag --tail", nil),
            ("start --stop", "usage.unknown_flag", "envctl start has no flag --stop", nil),
            ("--strat", "usage.unknown_flag", "envctl has no flag --strat", "--start"),
            ("start -x", "usage.unknown_flag", "envctl start has no flag -x", nil),
            ("list-trees --all", "usage.unknown_flag", "envctl list-trees has no flag --all", nil),
            ("logs --tail", "usage.missing_value", "--tail needs a value: N", nil),
            ("logs --tail --json", "usage.missing_value", "--tail needs a value: N", nil),
            (
                "start --detach=yes", "usage.unexpected_value",
                "--detach takes no value, found 'yes'", nil
            ),
            (
                "logs --tail -5", "usage.invalid_value",
                "--tail takes a whole number, 0 or more, found '-5'", nil
            ),
            (
                "env --format fsih", "usage.invalid_value",
                "--format takes one of sh, dotenv, json, fish, direnv, found 'fsih'", "fish"
            ),
            (
                "start --timeout soon", "usage.invalid_value",
                "--timeout takes a duration such as 500ms, 30s or 1m30s, found 'soon'", nil
            ),
            (
                "stop --project=", "usage.invalid_value",
                "--project takes a value that is not empty, found ''", nil
            ),
            ("status --repo=", "usage.invalid_value", "--repo takes a path, found ''", nil),
            (
                "status mian", "usage.unexpected_word",
                "envctl status does not know the word 'mian'", "main"
            ),
            (
                "list-commands main", "usage.unexpected_word",
                "envctl list-commands does not know the word 'main'", nil
            ),
            (
                "stop-all api", "usage.unexpected_word",
                "envctl stop-all does not know the word 'api'", nil
            ),
            ("main", "usage.unexpected_word", "envctl does not know the word 'main'", nil),
            (
                "status PORT=1", "usage.unexpected_assignment",
                "envctl status takes no assignment, found 'PORT=1'", nil
            ),
            ("start a/b", "usage.invalid_component", "'a/b' can't be the name of a component", nil),
            (
                "start port=1", "usage.invalid_component",
                "'port=1' can't be the name of a component", nil
            ),
            ("exec", "usage.missing_program", "no program to run was named", nil),
            (
                "data restore", "usage.missing_subject",
                "envctl data restore needs a name of a snapshot", nil
            ),
            ("data import", "usage.missing_subject", "envctl data import needs a file", nil),
            (
                "data clone", "usage.missing_subject", "envctl data clone needs --from PROJECT", nil
            ),
            ("exec --", "usage.missing_program", "no program to run was named", nil),
            (
                "start --foreground --detach", "usage.conflicting_flags",
                "--foreground and --detach exclude each other", nil
            ),
            (
                "start --dry-run --foreground", "usage.conflicting_flags",
                "--foreground and --dry-run exclude each other", nil
            ),
            (
                "stop main --project a", "usage.conflicting_targets",
                "the mode 'main' and --project exclude each other", nil
            ),
            (
                "stop --all --project a", "usage.conflicting_targets",
                "--all and --project exclude each other", nil
            ),
            (
                "stop --everywhere trees", "usage.conflicting_targets",
                "--everywhere and the mode 'trees' exclude each other", nil
            ),
            (
                "stop-all --everywhere --repo x", "usage.conflicting_targets",
                "--everywhere and --repo exclude each other", nil
            ),
        ] as [(String, String, String, String?)])
    func mistakes(line: String, code: String, message: String, suggestion: String?) throws {
        let failure = try #require(throws: Failure.self) { try route(line) }
        #expect(failure.code == code)
        #expect(failure.message == message)
        #expect(failure.details["suggestion"]?.string == suggestion)
        let hint = try #require(failure.hint)
        #expect(hint.contains("usage: envctl"))
        #expect(hint.hasPrefix("did you mean '\(suggestion ?? "")'? ") == (suggestion != nil))
    }

    @Test func theHintHasTheUsageLineOfTheCommand() throws {
        let failure = try #require(throws: Failure.self) { try route("logs --tial 5") }
        #expect(
            failure.hint
                == "did you mean '--tail'? usage: envctl logs [TARGET] [COMPONENT…] [FLAGS]")
        let elsewhere = try #require(throws: Failure.self) { try route("status --follow") }
        #expect(elsewhere.causes == ["it belongs to: envctl logs, envctl events"])
        let missing = try #require(throws: Failure.self) { try route("config") }
        #expect(
            missing.details["known"]
                == JSON(CommandTable.rows(of: .config).compactMap(\.subcommand)))
    }

    @Test(
        arguments: [
            ("logs --tial --json", true, false), ("strat --json --no-color", true, true),
            ("--json --bogus", true, false), ("stop -- --json", false, false),
            ("start --repo --json", true, false), ("start --repo=--json", false, false),
        ])
    func outputIsKnownBesideAnyMistake(line: String, json: Bool, noColor: Bool) {
        #expect(Parser.asksForJSON(arguments(line)) == json)
        #expect(Parser.asksForNoColor(arguments(line)) == noColor)
    }

    @Test(
        arguments: [
            ("0", 0), ("90", 90_000), ("500ms", 500), ("30s", 30_000), ("2m", 120_000),
            ("1h", 3_600_000), ("1m30s", 90_000), ("1s1m", nil), ("1s1s", nil), ("", nil),
            ("s", nil), ("-1s", nil), ("1.5s", nil), ("1d", nil), ("1m30", nil), ("+5", nil),
            ("99999999999999999999s", nil), ("9999999h", nil), ("9223372036854775807", nil),
        ] as [(String, Int?)])
    func durations(text: String, milliseconds: Int?) {
        #expect(FlagDuration(text: text)?.milliseconds == milliseconds)
    }

    /// Whatever is typed, the answer is a route or a failure with a known code, never a trap.
    @Test func anyOrderOfAnyWordsIsAnswered() {
        var generator = Steps(state: 20_261_121)
        let words =
            CommandTable.rows.flatMap { $0.words + $0.aliases }
            + CommandTable.flags.flatMap { [$0.spelling, $0.spelling + "=", $0.spelling + "=1"] }
            + [
                "main", "trees", "--", "-", "-f", "-n", "-nf", "A=1", "a=1", "", "=", "--=", "5",
                "é",
            ]
        let codes = UsageCode.allCases.map(\.rawValue)
        for _ in 0..<20_000 {
            let line = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                words.randomElement(using: &generator) ?? ""
            }
            do {
                _ = try Parser.parse(line)
            } catch {
                #expect(codes.contains(error.code), "\(line)")
            }
        }
    }

    /// A fixed sequence, so that a failing walk can be walked again (splitmix64).
    private struct Steps: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
