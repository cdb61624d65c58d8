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

teardown_file() {
    stop_everything
    suite_end
}

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
    offers "$1" user supabase ''
    offers "$1" list supabase user l
    offers "$1" --email supabase user update --e
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
    exits 0 fish --no-config -c 'envctl completions fish | source'
    assert_equal "$output$stderr" ""
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
    assert_stderr "did you mean 'zsh'"
    [[ ! -e $ENVCTL_STATE_DIR ]]
}

@test "the manual page has no mistake" {
    exits 0 mandoc -T lint -W error "$checkout/docs/envctl.1"
    exits 0 mandoc -T utf8 "$checkout/docs/envctl.1"
    assert_stdout "envctl config set"
}

@test "env shows no password on a terminal, and all of it to a program" {
    cd "$(repository secret <<'YAML'
version: 1
requirements:
  redis: {}
services:
  api: { command: sleep 1000 }
YAML
    )"
    envctl start
    local password
    password=$(envctl env --format json | jq -r .REDIS_PASSWORD)
    [[ ${#password} -gt 8 ]]
    exits 0 on_terminal env
    refute_stdout "$password"
    assert_stdout "--with-secrets"
    exits 0 on_terminal env --json
    refute_stdout "$password"
    exits 0 on_terminal env --with-secrets
    assert_stdout "$password"
    assert_equal "$(envctl exec sh -c 'printf %s "$REDIS_PASSWORD"')" "$password"
}

# on_terminal WORD…: envctl, with a terminal for all of its streams.
on_terminal() {
    python3 "$checkout/tests-e2e/lib/typed.py" "" "$checkout/bin/envctl" "$@"
}

@test "direnv reads the environment, and again when something stops" {
    command -v direnv >/dev/null || skip "direnv is not installed"
    cd "$world/secret"
    grep -F 'envctl env --format direnv' "$checkout/docs/user-guide.md" >.envrc
    export DIRENV_LOG_FORMAT=
    direnv allow .
    exits 0 direnv exec . sh -c 'printf %s "$REDIS_URL"'
    [[ $output == redis://* ]]
    envctl stop
    exits 0 direnv exec . sh -c 'printf %s "${REDIS_URL-none}"'
    assert_equal "$output" none
    assert_stderr "nothing runs here"
    run envctl env --format direnv
    assert_equal "$status" 1
    [[ $output == *"watch_file $(scope_folder)/runtime_map.json"* ]]
}

@test "exec: terminal, signals and the exit code are the program's own" {
    cd "$world/secret"
    envctl start
    exits 0 on_terminal exec sh -c 'test -t 0 && test -t 1 && test -t 2 && stty size'
    # Whoever runs the tests in the background ignores SIGINT, and so would all of its children.
    exits 130 env --default-signal=INT "$checkout/bin/envctl" exec sh -c 'kill -INT $$'
    exits 143 "$checkout/bin/envctl" exec sh -c 'kill -TERM $$'
    exits 7 "$checkout/bin/envctl" exec sh -c 'trap "exit 7" TERM; kill -TERM $$'
    envctl stop
}

@test "status --wait: until it is true, or time is up" {
    cd "$world/secret"
    exits 0 envctl status --wait stopped --json
    exits 1 envctl status --wait ready --timeout 200ms --json
    assert_json '.ok == false and .error.code == "status.wait_timeout" and (.projects | length == 1)'
    assert_answer envctl.status/1
    envctl status --wait ready --timeout 30s --json >"$BATS_TEST_TMPDIR/waited" 3>&- &
    local waiter=$!
    exits 0 envctl start --quiet
    assert_equal "$stderr" ""
    wait "$waiter"
    jq -e .ok "$BATS_TEST_TMPDIR/waited" >/dev/null
    envctl stop
}
