/// The completions for zsh.
struct ZshCompletion {
    var script: String {
        """
        #compdef envctl
        # Completions of envctl for zsh: eval "$(envctl completions zsh)", after compinit; or this text as
        # _envctl in a folder of fpath. Generated from envctl's command table.

        _envctl_names() {
            local -a names
            names=(${(f)"$("${words[1]}" completions "$1" 2>/dev/null)"})
            (( ${#names} )) && compadd -a names
        }

        _envctl() {
            local command="" word i current=${words[CURRENT]} previous=${words[CURRENT - 1]}
            local -a choices
            for ((i = 2; i < CURRENT; i++)); do
                word=${words[i]}
                case $word in
                    (\(valueFlags)) ((i++)) ;;
                    (-*) ;;
                    (*)
                        if [[ -z $command ]]; then
                            command=$word
                        else
                            case "$command $word" in
                                (\(subcommands)) command+=" $word" ;;
                            esac
                        fi
                        ;;
                esac
            done
            case "$command $previous" in
        \(values)
            esac
            if [[ $current == -* ]]; then
                case $command in
        \(flags)
                    (*) choices=(\(Self.described(Flag.global))) ;;
                esac
                _describe flag choices
                return
            fi
            case $command in
        \(commands)
            esac
        }

        if [[ ${funcstack[1]} == _envctl ]]; then
            _envctl "$@"
        elif (( $+functions[compdef] )); then
            compdef _envctl envctl
        fi

        """
    }

    private var valueFlags: String {
        CompletionTable.flagsWithValues.flatMap(CompletionTable.spellings).joined(separator: "|")
    }

    private var subcommands: String {
        CompletionTable.longNames.map { "\"\($0)\"" }.joined(separator: "|")
    }

    private var values: String {
        CompletionTable.flagsWithValues.map { flag in
            "        (\(patterns(flag))) \(completion(of: flag)); return ;;"
        }.joined(separator: "\n")
    }

    private func patterns(_ flag: Flag) -> String {
        let twins = CommandTable.flags.filter { $0.spelling == flag.spelling }
        guard twins.count > 1 else {
            return CompletionTable.spellings(flag).map { "*\" \($0)\"" }.joined(separator: "|")
        }
        let rows = CompletionTable.rows.filter { $0.allFlags.contains(flag) }
        return rows.flatMap { row in
            CompletionTable.spellings(flag).map { "\"\(row.name) \($0)\"" }
        }.joined(separator: "|")
    }

    private func completion(of flag: Flag) -> String {
        if let kind = CompletionKind.of(flag) { return "_envctl_names \(kind.rawValue)" }
        switch flag.value?.kind {
        case .choice(let words): return "compadd -- " + words.joined(separator: " ")
        case .path: return "_files"
        default: return "_message \(Self.quoted(flag.value?.name ?? ""))"
        }
    }

    private var flags: String {
        CompletionTable.rows.map { row in
            "            (\"\(row.name)\") choices=(\(Self.described(row.allFlags))) ;;"
        }.joined(separator: "\n")
    }

    private var commands: String {
        let first = CompletionTable.commands.map { Self.choice($0.name, $0.summary) }
        var lines = [Self.describing("\"\"", first)]
        lines += CompletionTable.families.map { family in
            Self.describing(
                "\"\(family.name)\"",
                family.words.map { Self.choice($0.word, $0.summary) })
        }
        lines += CompletionTable.rows.map { row in
            let words = CompletionTable.words(after: row)
            var parts = words.isEmpty ? [] : ["compadd -- " + words.joined(separator: " ")]
            if let kind = CompletionKind.of(row.positionals) {
                parts.append("_envctl_names \(kind.rawValue)")
            }
            if row.positionals == .file { parts.append("_files") }
            if row.positionals == .program { parts.append("_command_names -e; _files") }
            return
                "        (\"\(row.name)\") \(parts.isEmpty ? ":" : parts.joined(separator: "; ")) ;;"
        }
        return lines.joined(separator: "\n")
    }

    private static func describing(_ pattern: String, _ choices: [String]) -> String {
        "        (\(pattern)) choices=(\(choices.joined(separator: " "))); "
            + "_describe command choices ;;"
    }

    private static func described(_ flags: [Flag]) -> String {
        flags.flatMap { flag in
            CompletionTable.spellings(flag).map { choice($0, flag.help) }
        }.joined(separator: " ")
    }

    /// `_describe` takes the first colon for the end of the word.
    private static func choice(_ word: String, _ meaning: String) -> String {
        quoted("\(word):\(meaning)")
    }

    private static func quoted(_ text: String) -> String {
        "'"
            + text.split(separator: "'", omittingEmptySubsequences: false).joined(
                separator: "'\\''")
            + "'"
    }
}
