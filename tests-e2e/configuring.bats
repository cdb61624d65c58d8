#!/usr/bin/env bats
# What changes the configuration's files: config get, set, unset and edit.

load lib/suite

setup_file() {
    suite_begin
    repository app <<'YAML' >/dev/null
version: 1
services:
  api: { command: "true", port: 18811 }
YAML
    worktree "$world/app" side >/dev/null
}

teardown_file() { suite_end; }

setup() { cd "$world/app" || return; }

# as_person ANSWER COMMAND…: on a terminal, where ANSWER is typed to the first question.
as_person() {
    python3 "$checkout/tests-e2e/lib/typed.py" "$@"
}

@test "a key is set, read and unset, and all else in .envctl stays" {
    printf '# mine\n' >.envctl
    exits 0 envctl config set services.api.port 9000 --json
    assert_answer envctl.config_change/1
    assert_json '.changes[0] | .changed and .effective.value == 9000'
    exits 0 envctl config get services.api.port
    assert_equal "$output" 9000
    exits 0 envctl config get services.api --json
    assert_answer envctl.config_get/1
    assert_json '[.settings[] | select(.path == "services.api.port") | .origin.layer] == ["checkout"]'
    local before
    before=$(stat -c '%i %y' .envctl)
    exits 0 envctl config set services.api.port=9000
    assert_stdout already
    assert_equal "$(stat -c '%i %y' .envctl)" "$before"
    exits 0 envctl config unset services.api.port --json
    assert_answer envctl.config_change/1
    assert_equal "$(cat .envctl)" "# mine"
    exits 0 envctl config get services.api.port
    assert_equal "$output" 18811
    rm .envctl
}

@test "what would be wrong is refused with the nearest word, and nothing is written" {
    exits 1 envctl config set services.api.prot 1
    assert_stderr "did you mean 'services.api.port'?"
    exits 1 envctl config set services.api.port many --json
    assert_json '.error.code == "config.invalid" and (.error.findings | length == 1)'
    exits 1 envctl config get services.api.nothing
    exits 1 envctl config set services.api.port
    assert_stderr "KEY VALUE"
    [[ ! -e .envctl ]]
}

@test "a line of one's own is refused by its place in the file as it is" {
    exits 0 envctl config set jobs 4
    printf '\nENVCTL_JOBS=3\n' >>.envctl
    local line
    line=$(grep -n '^ENVCTL_JOBS=3' .envctl)
    exits 1 envctl config set jobs 5
    assert_stderr "/.envctl:${line%%:*}"
    exits 1 envctl config unset jobs
    assert_stderr "/.envctl:${line%%:*}"
    # Before the block, too, where a set would win.
    printf 'ENVCTL_JOBS=3\n%s\n' "$(grep -v '^ENVCTL_JOBS=3' .envctl)" >.envctl
    exits 1 envctl config unset jobs
    assert_stderr "/.envctl:1"
    rm .envctl
}

@test "a backend that a requirement does not have is a mistake" {
    cd "$(repository backends <<<'requirements: { supabase: { backend: native } }')"
    exits 1 envctl config check
    assert_says "can't have the backend 'native': Supabase does not run that way"
    assert_says "docker, external, auto"
    configure . <<<'requirements: { supabase: { backend: auto }, redis: { backend: docker } }'
    exits 0 envctl config check
}

@test "ten at once: none is lost" {
    local key
    for key in A B C D E F G H I J; do
        envctl config set "services.api.env.$key" x >/dev/null 3>&- &
    done
    wait
    assert_equal "$(grep -c __ENV__ .envctl)" 10
    rm .envctl
}

@test "edit: only on a terminal, and a copy with mistakes replaces nothing" {
    exits 1 envctl config edit --json </dev/null
    assert_json '.error.code == "command.no_terminal"'
    cat >"$world/editor" <<'SH'
#!/bin/bash
printf 'ENVCTL_JOBS=%s\n' "$WANTED" >"${!#}"
SH
    chmod +x "$world/editor"
    VISUAL="$world/editor" WANTED=many exits 1 as_person n "$checkout/bin/envctl" config edit
    assert_stdout "wrong value for 'jobs'"
    assert_stdout "your copy is kept in"
    [[ ! -e .envctl ]]
    VISUAL="$world/editor --flag" WANTED=3 exits 0 as_person n "$checkout/bin/envctl" config edit
    assert_equal "$(cat .envctl)" "ENVCTL_JOBS=3"
    EDITOR=true exits 0 as_person n "$checkout/bin/envctl" config edit --shared
    assert_stdout "nothing was changed"
    EDITOR=false exits 1 as_person n "$checkout/bin/envctl" config edit
    assert_stdout "the editor did not end well"
    rm .envctl
}
