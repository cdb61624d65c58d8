/// The completions for fish.
struct FishCompletion {
    var script: String {
        let parts = [Self.head, commands, rows, Self.lines(Flag.global, condition: nil)]
        return parts.joined(separator: "\n") + "\n"
    }

    private static let head = """
        # Completions of envctl for fish: envctl completions fish | source
        # Generated from envctl's command table.

        function __envctl_names
            set -l words (commandline -opc)
            $words[1] completions $argv[1] 2>/dev/null
        end

        # The command on the line is one of these: __envctl_is start 'config get'
        function __envctl_is
            set -l words
            set -l skip 0
            for word in (commandline -opc)[2..-1]
                if test $skip = 1
                    set skip 0
                else if contains -- $word \(valueFlags)
                    set skip 1
                else if not string match -q -- '-*' $word
                    set -a words $word
                end
            end
            for command in $argv
                set -l wanted (string split ' ' -- $command)
                set -l length (count $wanted)
                if test (count $words) -ge $length
                    set -l first $words[1..$length]
                    if test "$first" = "$wanted"
                        return 0
                    end
                end
            end
            return 1
        end

        # Nothing but flags on the line, or nothing behind the command that is named.
        function __envctl_ends
            set -l words
            for word in (commandline -opc)[2..-1]
                if not string match -q -- '-*' $word
                    set -a words $word
                end
            end
            test "$words" = "$argv"
        end

        complete -c envctl -f
        """

    private static var valueFlags: String {
        CompletionTable.flagsWithValues.flatMap(CompletionTable.spellings).joined(separator: " ")
    }

    private var commands: String {
        let first = CompletionTable.commands.map { command in
            "complete -c envctl -n __envctl_ends -a \(command.name) -d \(Self.quoted(command.summary))"
        }
        let second = CompletionTable.families.flatMap { family in
            family.words.map { word, summary in
                "complete -c envctl -n '__envctl_ends \(family.name)' -a \(word)"
                    + " -d \(Self.quoted(summary))"
            }
        }
        return (first + second).joined(separator: "\n")
    }

    private var rows: String {
        CompletionTable.rows.flatMap { row -> [String] in
            let condition = "__envctl_is \(row.subcommand == nil ? row.name : "\"\(row.name)\"")"
            var lines = CompletionTable.words(after: row).map {
                "complete -c envctl -n '\(condition)' -a \($0)"
            }
            if let kind = CompletionKind.of(row.positionals) {
                lines.append(
                    "complete -c envctl -n '\(condition)' -a '(__envctl_names \(kind.rawValue))'")
            }
            if [.file, .program].contains(row.positionals) {
                lines.append("complete -c envctl -n '\(condition)' -F")
            }
            lines.append(Self.lines(row.flags + row.targetFlags, condition: condition))
            return lines.filter { !$0.isEmpty }
        }.joined(separator: "\n")
    }

    private static func lines(_ flags: [Flag], condition: String?) -> String {
        flags.map { flag in
            var line = "complete -c envctl"
            if let condition { line += " -n '\(condition)'" }
            line += " -l \(flag.name)"
            if let short = flag.short { line += " -s \(short)" }
            if flag.value != nil { line += values(of: flag) }
            return line + " -d \(quoted(flag.help))"
        }.joined(separator: "\n")
    }

    private static func values(of flag: Flag) -> String {
        if let kind = CompletionKind.of(flag) {
            return " -x -a '(__envctl_names \(kind.rawValue))'"
        }
        switch flag.value?.kind {
        case .choice(let words): return " -x -a '\(words.joined(separator: " "))'"
        case .path: return " -r -F"
        default: return " -x"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = ""
        for character in text {
            if character == "'" || character == "\\" { result += "\\" }
            result.append(character)
        }
        return "'" + result + "'"
    }
}
