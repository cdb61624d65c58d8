import Testing

@testable import Terminal

@Suite struct TableTests {
    private let table = Table(
        columns: [
            "COMPONENT", "STATUS", Table.Column("READY", alignsTrailing: true),
            Table.Column("ADDRESS", isFlexible: true),
        ],
        rows: [
            [
                "postgres", Table.Cell("ready", .green), "340 ms",
                "postgresql://127.0.0.1:20001/storefront",
            ],
            ["日本", Table.Cell("failed", .red), "1.2 s"],
            ["🚀 web", "ready", "45 s", "http://127.0.0.1:20002"],
        ])

    @Test func columnsAreAlignedByWhatIsSeen() {
        #expect(
            table.render() == """
                COMPONENT  STATUS   READY  ADDRESS
                postgres   ready   340 ms  postgresql://127.0.0.1:20001/storefront
                日本       failed   1.2 s
                🚀 web     ready     45 s  http://127.0.0.1:20002
                """)
    }

    @Test func flexibleColumnsGiveWay() {
        #expect(
            table.render(width: 50) == """
                COMPONENT  STATUS   READY  ADDRESS
                postgres   ready   340 ms  postgresql://127.0.0.1…
                日本       failed   1.2 s
                🚀 web     ready     45 s  http://127.0.0.1:20002
                """)
        let narrow = table.render(width: 10).split(separator: "\n")
        #expect(narrow.allSatisfy { DisplayWidth.of($0) <= 35 }, "below 8 columns nothing is cut")
    }

    @Test func colourDoesNotMoveColumns() {
        let lines = table.render(style: Style(isColored: true)).split(separator: "\n")
        #expect(lines[2].hasPrefix("日本       \u{1B}[31mfailed\u{1B}[0m   1.2 s"))
        #expect(lines[0].hasPrefix("\u{1B}[2mCOMPONENT\u{1B}[0m  "))
    }

    @Test func controlCharactersCannotBreakARow() {
        let hostile = Table(columns: ["", ""], rows: [["a\nb\u{1B}[2J", "c"]])
        #expect(hostile.render() == "a b [2J  c")
    }

    @Test func extraCellsAreLeftOutAndMissingOnesAreEmpty() {
        #expect(
            Table(columns: ["A", "B"], rows: [["1", "2", "3"], []]).render() == "A  B\n1  2\n")
    }

    @Test func withoutRowsThereAreTitlesOnly() {
        #expect(Table(columns: ["A", "B"]).render() == "A  B")
    }
}
