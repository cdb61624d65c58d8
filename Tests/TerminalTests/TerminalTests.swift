import Platform
import Testing

@testable import Terminal

@Suite struct StyleTests {
    @Test(
        arguments: [
            (true, ["TERM": "xterm"], false, true),
            (true, ["TERM": "xterm", "NO_COLOR": ""], false, true),
            (true, ["TERM": "xterm", "NO_COLOR": "0"], false, false),
            (true, ["TERM": "xterm"], true, false),
            (true, ["TERM": "dumb"], false, false),
            (true, [:], false, false),
            (false, ["TERM": "xterm"], false, false),
        ] as [(Bool, [String: String], Bool, Bool)])
    func colourOnlyWhereItIsWanted(
        isTerminal: Bool, environment: [String: String], noColor: Bool, expected: Bool
    ) {
        let style = Style(isTerminal: isTerminal, environment: environment, noColor: noColor)
        #expect(style.isColored == expected)
    }

    @Test func inksAreJoinedAndReset() {
        #expect(Style(isColored: true).paint("ok", .bold, .green) == "\u{1B}[1;32mok\u{1B}[0m")
        #expect(Style(isColored: true).paint("") == "")
        #expect(Style.plain.paint("ok", .bold) == "ok")
    }

    @Test func componentsGetColoursInTurn() {
        #expect(Ink.distinct(0) == Ink.distinct(4))
        #expect(Set((0..<4).map(Ink.distinct)).count == 4)
    }
}

@Suite struct DisplayWidthTests {
    @Test(
        arguments: [
            ("", 0), ("api", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("ｶﾞ", 2), ("한글", 4),
            ("🚀", 2), ("❤", 1), ("❤️", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("✓ ✗ !", 5), ("…", 1), ("→", 1),
            ("a\u{200B}b", 2), ("a\tb", 2), ("\u{1B}", 0), ("ü\u{7F}", 1),
        ])
    func columns(text: String, expected: Int) {
        #expect(DisplayWidth.of(text) == expected)
    }

    @Test func cutsToColumnsAndNeverBeyond() {
        #expect("feature-login".truncated(to: 8) == "feature…")
        #expect("日本語".truncated(to: 4) == "日…")
        #expect("日本".truncated(to: 4) == "日本")
        #expect("abc".truncated(to: 0) == "")
    }

    @Test func fillsUp() {
        #expect("日".padded(to: 4) == "日  ")
        #expect("7".padded(to: 3, leading: true) == "  7")
        #expect("long".padded(to: 2) == "long")
    }
}

@Suite struct ElapsedTests {
    @Test(
        arguments: [
            (-5, "0 ms"), (0, "0 ms"), (340, "340 ms"), (999, "999 ms"), (1000, "1.0 s"),
            (1249, "1.2 s"), (9949, "9.9 s"), (9950, "10 s"), (45_000, "45 s"), (59_499, "59 s"),
            (59_500, "1 min"), (125_000, "2 min 5 s"), (3_599_400, "59 min 59 s"),
            (12_000_000, "3 h 20 min"), (7_200_000, "2 h"), (352_800_000, "4 d 2 h"),
        ])
    func text(milliseconds: Int, expected: String) {
        #expect(Elapsed(milliseconds: milliseconds).description == expected)
    }
}
