import Testing

@testable import Terminal

@Suite struct LiveRowTests {
    private static let cells: [LiveRow.Cell] = [
        .init("日本語-api", width: 12), .init("starts", .yellow, width: 8),
        .init("1.2 s", width: 7, least: 7, alignsTrailing: true),
        .init("loading 🚀 of 한글 and more", .dim, least: 8),
    ]

    @Test(arguments: Array(0...90)) func noRowIsWiderThanItMayBe(columns: Int) {
        let plain = LiveRow(Self.cells, columns: columns)
        #expect(plain.width <= columns)
        #expect(DisplayWidth.of(plain.text) <= plain.width)
        let painted = LiveRow(Self.cells, columns: columns, style: Style(isColored: true))
        #expect(painted.width == plain.width)
        #expect(painted.text.plainLine == plain.text)
    }

    @Test(
        arguments: [
            (60, "日本語-api    starts      1.2 s  loading 🚀 of 한글 and more"),
            (44, "日本語-api    starts      1.2 s  loading 🚀…"), (38, "日本語-api    starts      1.2 s"),
            (20, "日本語-api    starts"), (6, "日本…"), (0, ""),
        ] as [(Int, String)])
    func whatHasNoRoomIsCutOrLeftOut(columns: Int, expected: String) {
        let text = LiveRow(Self.cells, columns: columns).text
        #expect(String(text.reversed().drop { $0 == " " }.reversed()) == expected)
    }
}

@Suite struct LiveRegionTests {
    private func rows(_ texts: String...) -> [LiveRow] {
        texts.map { LiveRow([.init($0)], columns: 100) }
    }

    @Test func framesAreDrawnOverEachOther() {
        var region = LiveRegion()
        #expect(region.frame(rows("a", "b"), columns: 20) == "\ra\u{1B}[K\r\nb\u{1B}[K\r\n\u{1B}[J")
        #expect(region.frame(rows("a", "b"), columns: 20) == "", "nothing has changed")
        #expect(region.frame(rows("c"), columns: 20) == "\r\u{1B}[2Ac\u{1B}[K\r\n\u{1B}[J")
        #expect(
            region.frame(rows("c"), above: ["note"], columns: 20)
                == "\r\u{1B}[1Anote\u{1B}[K\r\nc\u{1B}[K\r\n\u{1B}[J")
        #expect(region.end(columns: 20) == "\r\u{1B}[1A\u{1B}[J")
        #expect(region.end(columns: 20) == "", "it is over")
    }

    @Test func aNarrowerTerminalHasWrappedWhatWasDrawn() {
        for (wraps, lines) in [(true, 4), (false, 2)] {
            var region = LiveRegion(wraps: wraps)
            _ = region.frame(rows(String(repeating: "x", count: 25), "b"), columns: 30)
            #expect(region.frame(rows("c"), columns: 10).hasPrefix("\r\u{1B}[\(lines)Ac"))
        }
    }

    @Test func afterOthersHaveWrittenItBeginsBelow() {
        var region = LiveRegion()
        _ = region.frame(rows("a", "b"), columns: 20)
        region.forget()
        #expect(region.frame(rows("a", "b"), columns: 20).hasPrefix("\ra"))
    }

    @Test(
        arguments: [
            (["TERM": "xterm-256color"], true),
            (["TERM": "xterm", "XTERM_VERSION": "XTerm(1)"], false),
            (["TERM": "linux"], false), (["TERM": "screen"], false),
            (["TERM": "screen-256color", "TMUX": "/tmp/t,1,0"], true),
        ] as [([String: String], Bool)])
    func terminalsThatCut(environment: [String: String], wraps: Bool) {
        #expect(LiveRegion.wraps(environment) == wraps)
    }
}

@Suite struct PlainLineTests {
    @Test(
        arguments: [
            ("as it is", "as it is"), ("\u{1B}[1;31mred\u{1B}[0m", "red"), ("a\tb", "a b"),
            ("10 %\r20 %\r", "20 %"), ("\u{1B}]0;title\u{07}shown", "shown"),
            ("\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"), ("\u{1B}[2J\u{1B}[H", ""),
            ("\u{1B}(Bx", "Bx"), ("bell\u{07}", "bell"), ("\u{202E}abc", "abc"),
            ("cut \u{1B}[3", "cut "),
            ("日本 👩‍👩‍👧", "日本 👩‍👩‍👧"), ("\u{9B}31mx", "31mx"),
        ])
    func nothingIsLeftThatATerminalActsOn(line: String, expected: String) {
        #expect(line.plainLine == expected)
    }
}
