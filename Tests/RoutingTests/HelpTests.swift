import Testing

@testable import Routing

@Suite struct HelpTests {
    @Test func overviewNamesEveryCommandAndFlag() {
        let text = Help.text(topic: [])
        for row in CommandTable.rows where row.command != .bare {
            #expect(text.contains("\n  \(row.name) "), "\(row.name)")
        }
        for flag in Flag.global + Flag.target { #expect(text.contains("  \(flag.term) ")) }
    }

    @Test(arguments: CommandTable.rows)
    func everyHelpFitsItsColumns(row: CommandRow) {
        let text = Help.text(topic: row.words)
        for line in text.split(separator: "\n") {
            #expect(line.count <= 92, "\(line)")
            #expect(!line.hasSuffix(" "), "\(line)")
        }
        #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
    }

    @Test func logs() {
        #expect(
            Help.text(topic: ["logs"]) == """
                envctl logs: Show what the components wrote

                usage: envctl logs [TARGET] [COMPONENT…] [FLAGS]

                Shows the last lines of all components, or of those that are named, in the order in which
                they were written. With --since, --until or --grep it shows all lines that fit, unless
                --tail says how many.

                flags:
                  -f, --follow    go on as new lines come
                  -n, --tail N    only the last N lines of each component; 200 where nothing says which
                                  lines
                  --since WHEN    lines since WHEN: 10m is ten minutes ago, or a time such as
                                  2026-11-21T07:40:00Z
                  --until WHEN    lines until WHEN
                  --grep REGEX    lines that match the POSIX extended expression REGEX
                  --timestamps    put the time before each line, to a tenth of a second

                targets (default: the worktree you stand in):
                  --project NAME  the project NAME; may be repeated
                  --main          the main worktree; also the word 'main'
                  --trees         all linked worktrees; also the word 'trees'
                  --all           every project of this repository
                  --everywhere    every repository of this user

                flags of every command:
                  --json          answer as JSON on stdout, errors too
                  --headless      never prompt and never draw, also on a terminal
                  -q, --quiet     print the answer and errors, and no progress
                  --no-color      print without colour
                  --repo PATH     work on the repository or folder at PATH instead of the current one
                  -h, --help      show the help of this command
                  --version       show the version of envctl

                also: envctl --logs

                examples:
                  envctl logs api -f --tail 20  the last 20 lines, and what comes
                  envctl logs --since 10m       of the last ten minutes
                  envctl logs api --grep 'status=5[0-9]{2}' --timestamps
                                                lines that match, with their times

                """)
    }

    @Test func textIsWrappedUnderItself() {
        let layout = TextLayout(width: 20)
        #expect(layout.wrap("one two three four five", indent: 2) == "  one two three four\n  five")
        #expect(
            layout.entry("--a", "one two three", column: 10) == "  --a     one two\n          three"
        )
        #expect(layout.entry("--long-flag", "one", column: 10) == "  --long-flag\n          one")
        #expect(layout.wrap("") == "")
    }
}
