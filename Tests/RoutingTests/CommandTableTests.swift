import Testing

@testable import Routing

@Suite struct CommandTableTests {
    @Test func everyCommandHasARowAndNoRowIsThereTwice() {
        for command in CommandName.allCases {
            let rows = CommandTable.rows(of: command)
            #expect(!rows.isEmpty, "\(command) has no row")
            // A command has subcommands or none, since the parser takes the next word for one.
            #expect(rows.count == 1 || rows.allSatisfy { $0.subcommand != nil })
        }
        let names = CommandTable.rows.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test func aliasesAndFlagsNeverCollide() {
        let aliases = CommandTable.rows.flatMap(\.aliases)
        let flags = Set(CommandTable.flags.map(\.spelling))
        #expect(Set(aliases).isDisjoint(with: flags) && Set(aliases).count == aliases.count)
        for row in CommandTable.rows {
            #expect(Set(row.allFlags.map(\.spelling)).count == row.allFlags.count, "\(row.name)")
        }
        // What takes a value here takes one there, so that a line is cut the same way everywhere.
        for (_, same) in Dictionary(grouping: CommandTable.flags, by: \.spelling) {
            #expect(Set(same.map { $0.value == nil }).count == 1, "\(same[0].spelling)")
        }
        let shorts = CommandTable.flags.compactMap(\.short)
        #expect(Set(shorts).count == shorts.count)
    }

    @Test func everyTextIsThere() {
        for row in CommandTable.rows {
            #expect(!row.summary.isEmpty && !row.summary.hasSuffix("."), "\(row.name)")
            #expect(row.description.hasSuffix("."), "\(row.name)")
        }
        for flag in CommandTable.flags {
            #expect(!flag.help.isEmpty && !flag.help.hasSuffix("."), "\(flag.name)")
        }
    }

    @Test func examplesAreUnderstood() throws {
        for row in CommandTable.rows {
            for example in row.examples where !example.line.contains("\"") {
                let words = arguments(example.line)
                #expect(words.first == "envctl")
                #expect(try Parser.parse(Array(words.dropFirst())).command == row.command)
            }
        }
    }

    @Test func namesOfConstantsFollowTheFlags() {
        #expect(Flag.dryRun.constant == "dryRun")
        #expect(Flag.json.constant == "json")
    }
}

extension Flag {
    /// The name of the constant: `dry-run` is `Flag.dryRun`.
    var constant: String {
        let parts = name.split(separator: "-")
        return parts.dropFirst().reduce(String(parts[0])) {
            $0 + $1.prefix(1).uppercased() + $1.dropFirst()
        }
    }
}
