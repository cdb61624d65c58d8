/// The completions for bash (4 or newer).
struct BashCompletion {
    var script: String {
        """
        # Completions of envctl for bash: eval "$(envctl completions bash)"
        # Generated from envctl's command table.

        _envctl_names() {
            "${COMP_WORDS[0]}" completions "$1" 2>/dev/null
        }

        _envctl() {
            local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
            local command="" words="" flags="" word i
            COMPREPLY=()
            # bash takes --flag=value for three words.
            if [[ $current == "=" ]]; then
                current=""
            elif [[ $previous == "=" ]]; then
                previous=${COMP_WORDS[COMP_CWORD - 2]}
            fi
            for ((i = 1; i < COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                case $word in
                    \(valueFlags)) ((i++)) ;;
                    -* | =) ;;
                    *)
                        if [[ -z $command ]]; then
                            command=$word
                        else
                            case "$command $word" in
                                \(subcommands)) command+=" $word" ;;
                            esac
                        fi
                        ;;
                esac
            done
            case "$command $previous" in
        \(values)
            esac
            case $command in
        \(commands)
            esac
            if [[ $current == -* ]]; then
                words=$flags
            elif [[ -z $words ]]; then
                return
            fi
            mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
        }

        complete -o bashdefault -o default -F _envctl envctl

        """
    }

    private var valueFlags: String {
        CompletionTable.flagsWithValues.flatMap(CompletionTable.spellings).joined(separator: " | ")
    }

    private var subcommands: String {
        CompletionTable.longNames.map { "\"\($0)\"" }.joined(separator: " | ")
    }

    /// The values of the flags that have some: those of one command before those of all.
    private var values: String {
        CommandTable.flags.filter { $0.value != nil }.map { flag in
            "        \(patterns(flag))) \(completion(of: flag)); return ;;"
        }.joined(separator: "\n")
    }

    /// A flag of the same name may have other values elsewhere.
    private func patterns(_ flag: Flag) -> String {
        let twins = CommandTable.flags.filter { $0.spelling == flag.spelling }
        guard twins.count > 1 else {
            return CompletionTable.spellings(flag).map { "*\" \($0)\"" }.joined(separator: " | ")
        }
        let rows = CompletionTable.rows.filter { $0.allFlags.contains(flag) }
        return rows.flatMap { row in
            CompletionTable.spellings(flag).map { "\"\(row.name) \($0)\"" }
        }.joined(separator: " | ")
    }

    private func completion(of flag: Flag) -> String {
        if let kind = CompletionKind.of(flag) {
            return Self.reply("$(_envctl_names \(kind.rawValue))")
        }
        switch flag.value?.kind {
        case .choice(let words): return Self.reply(words.joined(separator: " "))
        case .path: return "mapfile -t COMPREPLY < <(compgen -f -- \"$current\")"
        default: return ":"
        }
    }

    private static func reply(_ words: String) -> String {
        "mapfile -t COMPREPLY < <(compgen -W \"\(words)\" -- \"$current\")"
    }

    private var commands: String {
        let first = CompletionTable.commands.map(\.name).joined(separator: " ")
        var lines = [line("\"\"", words: first, flags: Flag.global)]
        lines += CompletionTable.families.map { family in
            let words = family.words.map(\.word).joined(separator: " ")
            return line("\"\(family.name)\"", words: words, flags: Flag.global)
        }
        lines += CompletionTable.rows.map { row in
            let names = CompletionKind.of(row.positionals).map { "$(_envctl_names \($0.rawValue))" }
            let words = CompletionTable.words(after: row) + (names.map { [$0] } ?? [])
            return line(
                "\"\(row.name)\"", words: words.joined(separator: " "), flags: row.allFlags)
        }
        return lines.joined(separator: "\n")
    }

    private func line(_ pattern: String, words: String, flags: [Flag]) -> String {
        """
                \(pattern))
                    [[ $current == -* ]] || words="\(words)"
                    flags="\(flags.flatMap(CompletionTable.spellings).joined(separator: " "))"
                    ;;
        """
    }
}
