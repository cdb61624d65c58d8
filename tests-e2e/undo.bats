#!/usr/bin/env bats
# Starts that are undone: what they replaced comes back, and whoever stops is not kept waiting.

load lib/suite

setup_file() {
    suite_begin
    repository app </dev/null >/dev/null
}

setup() {
    cd "$world/app" || return
    rm -f go
    configured one 'PYTHON SERVICE serve ${port}' true
}

teardown() { stop_everything; }

teardown_file() { suite_end; }

# configured VALUE COMMAND PREPARATION: what api answers, and how the other one behaves.
configured() {
    configure "$world/app" <<YAML
version: 1
services:
  api:
    command: PYTHON SERVICE serve \${port}
    port: 18921
    ready: { http: /healthz }
    env: { VERSION: $1 }
  web:
    prepare: $3
    command: $2
    port: 18922
    needs: [api]
YAML
}

version_of_api() { fetch "http://127.0.0.1:$(port_of api)/env/VERSION"; }
answers() { [[ $(version_of_api) == "$1" && $(status_of api) == ready ]]; }
lines() { wc -l <"$(run_folder)/events.jsonl"; }

# A start with another api, stuck in a step of web; its pid is in $start.
begin_stuck() {
    configured two 'PYTHON SERVICE serve ${port}' "touch \"$world/stuck\"; test -e go || sleep 100000"
    rm -f "$world/stuck"
    "$checkout/bin/envctl" start >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
    start=$!
    wait_for 60 test -e "$world/stuck"
    wait_for 60 answers two
}

@test "a start that fails brings back what it had replaced" {
    envctl start
    configured two 'PYTHON SERVICE exit 3' true
    exits 1 envctl start
    assert_stderr "what ran before was started again: 'api'"
    wait_for 60 answers one
    # What was told is what was recorded.
    exits 0 jq -es 'any(.[]; .event == "component.restoring" and .component == "api")' \
        "$(run_folder)/events.jsonl"
    exits 0 envctl stop
    assert_equal "$(leaks)" ""
}

@test "what a killed start had replaced comes back by its supervisor" {
    local start
    envctl start api
    begin_stuck
    kill -KILL "$start"
    wait_for 60 answers one
    exits 0 envctl stop
    assert_equal "$(leaks)" ""
}

@test "a Ctrl-C brings back what was replaced" {
    local start
    envctl start api
    begin_stuck
    # A start in the background of a shell ignores SIGINT.
    kill -TERM "$start"
    local code=0
    wait "$start" || code=$?
    assert_equal "$code" 2
    wait_for 60 answers one
}

@test "a stop during the undo wins" {
    local start
    envctl start api
    begin_stuck
    kill -KILL "$start"
    exits 0 envctl stop
    assert_equal "$(leaks)" ""
}

@test "where command and supervisor are killed, what was replaced is still to run" {
    local start supervisor
    envctl start api
    begin_stuck
    supervisor=$(supervisor_pid)
    kill -KILL "$start" "$supervisor"
    wait_for 20 is_gone "$supervisor"
    configured one 'PYTHON SERVICE serve ${port}' true
    exits 0 envctl resume
    assert_stderr "it had replaced what ran: 'api', still to run"
    wait_for 60 answers one
    exits 0 envctl stop
    assert_equal "$(leaks)" ""
}

# A start waits in the question for redis's version until the gate opens; it holds the lock and has
# no supervisor yet.
gate() {
    mkdir -p "$world/bin"
    mkfifo "$world/gate"
    printf '#!/bin/sh\necho asked >>"%s/asked"\nread word <"%s/gate"\nexec "%s" "$@"\n' \
        "$world" "$world" "$(command -v redis-server)" >"$world/bin/redis-server"
    chmod +x "$world/bin/redis-server"
}

wishes() { compgen -G "$(scope_folder)/projects/*/stop.wish"; }

@test "a stop ends a start that has no supervisor yet" {
    command -v redis-server || skip "no redis-server"
    cd "$(repository early <<'YAML'
version: 1
requirements:
  redis: {}
YAML
    )"
    gate
    local start stop code=0
    PATH=$world/bin:$PATH "$checkout/bin/envctl" start --json >"$BATS_TEST_TMPDIR/start" \
        2>/dev/null 3>&- &
    start=$!
    wait_for 60 test -e "$world/asked"
    "$checkout/bin/envctl" stop >"$BATS_TEST_TMPDIR/stop" 2>&1 3>&- &
    stop=$!
    wait_for 60 wishes
    while kill -0 "$start" 2>/dev/null; do
        # Every one that asks is let through; nobody reads where none asks.
        timeout 0.2 sh -c 'echo go >"$1"' sh "$world/gate" || true
    done
    wait "$start" || code=$?
    assert_equal "$code" 1
    assert_equal "$(jq -r .error.code "$BATS_TEST_TMPDIR/start")" start.stopped
    wait "$stop" || complain "the stop failed" "$(cat "$BATS_TEST_TMPDIR/stop")"
    run wishes
    assert_equal "$output" ""
    assert_equal "$(leaks)" ""
}
