#!/usr/bin/env bats
# Completions in the shells themselves, the manual page, direnv, and exec as a shell would.

load lib/suite

setup_file() {
    suite_begin
    repository app <<'YAML' >/dev/null
version: 1
services:
  api: { command: "true" }
  worker: { command: "true" }
YAML
    worktree "$world/app" side >/dev/null
    # The scripts call the program by its name.
    export PATH=$checkout/bin:$PATH
}

teardown_file() { suite_end; }

setup() { cd "$world/app" || return; }

# bash_completes WORD…: what bash offers for the last word, one a line.
bash_completes() {
    bash --norc -c '
        eval "$(envctl completions bash)"
        COMP_WORDS=(envctl "$@") COMP_CWORD=$#
        _envctl
        printf "%s\n" "${COMPREPLY[@]}"' _ "$@"
}

# zsh has no completion without a line editor: what its function hands to the editor is printed.
zsh_completes() {
    zsh -f -c '
        compadd() { [[ $1 == -a ]] && print -l -- ${(P)2} || print -l -- ${@:#--}; }
        _describe() { local -a given; given=(${(P)2}); print -l -- ${given%%:*}; }
        compdef() { :; }; _files() { :; }; _message() { :; }; _command_names() { :; }
        eval "$(envctl completions zsh)"
        words=(envctl "$@") CURRENT=$(($# + 1))
        _envctl' _ "$@"
}

fish_completes() {
    fish --no-config -c 'envctl completions fish | source; complete -C "$argv"' "envctl $*" \
        | cut -f1
}

# offers SHELL WANTED WORD…
offers() {
    local shell=$1 wanted=$2
    shift 2
    "${shell}_completes" "$@" >"$BATS_TEST_TMPDIR/offered"
    grep -qxF -- "$wanted" "$BATS_TEST_TMPDIR/offered" \
        || complain "$shell does not offer $wanted for: $*" "$(cat "$BATS_TEST_TMPDIR/offered")"
}

completes_everything() {
    offers "$1" start st
    offers "$1" start ''
    offers "$1" set config s
    offers "$1" api start ''
    offers "$1" worker stop api wo
    offers "$1" trees stop t
    offers "$1" --project status --p
    offers "$1" side status --project ''
    offers "$1" fish env --format ''
    offers "$1" services.api.command config get services.api.c
    offers "$1" --skip start api --s
    run "${1}_completes" start --timeout ''
    assert_equal "$status" 0
}

@test "completions in bash" {
    completes_everything bash
    # bash cuts at the sign.
    offers bash side status --project = si
}

@test "completions in zsh" {
    command -v zsh >/dev/null || skip "zsh is not installed"
    completes_everything zsh
}

@test "completions in fish" {
    command -v fish >/dev/null || skip "fish is not installed"
    completes_everything fish
}

@test "names for completions: quiet where there is nothing, and nothing is written" {
    cd "$BATS_TEST_TMPDIR"
    mkdir -p empty && cd empty
    exits 0 envctl completions components
    assert_equal "$output$stderr" ""
    printf 'services: [' >envctl.yaml
    exits 0 envctl completions keys
    assert_equal "$output$stderr" ""
    exits 1 envctl completions csh
    assert_stderr bash
    [[ ! -e $ENVCTL_STATE_DIR ]]
}

@test "the manual page has no mistake" {
    exits 0 mandoc -T lint -W error "$checkout/docs/envctl.1"
    exits 0 mandoc -T utf8 "$checkout/docs/envctl.1"
    assert_stdout "envctl config set"
}
