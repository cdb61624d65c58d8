#!/usr/bin/env bats
# health and errors: what components answer now, and why one that failed did.

load lib/suite

setup_file() {
    suite_begin
    app=$(repository app </dev/null)
    export app
    configure "$app" <<'YAML'
version: 1
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 18951
    ready: { http: / }
  web:
    command: PYTHON SERVICE serve ${port}
    port: 18952
    restart: no
    needs: [api]
YAML
}

setup() { cd "$app" || return; }

teardown_file() {
    stop_everything
    suite_end
}

health_of() {
    jq -r --arg name "$1" \
        '.projects[0].components[] | select(.component == $name) | .healthy' <<<"$output"
}

@test "without a running environment both end with 1 and say what to type" {
    exits 1 envctl health
    assert_stderr "envctl start"
    exits 1 envctl errors --json
    assert_answer envctl.errors/1
    assert_json '.error.code == "environment.not_running"'
}

@test "each component answers with its probe and its latency" {
    exits 0 envctl start
    exits 0 envctl health --json
    assert_answer envctl.health/1
    assert_json '.ok and (.projects[0].components | length == 2)'
    assert_json '.projects[0].components[0].probe == "http GET 127.0.0.1:18951/"'
    assert_json 'all(.projects[0].components[]; .healthy and .latency_ms > 0)'
    exits 0 envctl errors
    assert_stdout "no failures"
}

@test "a component that does not answer is unhealthy though its process lives" {
    local pid
    exits 0 envctl status --json
    pid=$(jq -r '.projects[0].components[] | select(.name == "api") | .pid' <<<"$output")
    kill -STOP "$pid"
    exits 1 envctl health api --json
    kill -CONT "$pid"
    assert_answer envctl.health/1
    assert_equal "$(health_of api)" false
    assert_json '.projects[0].components[0].reason == "Connection timed out"'
    exits 0 envctl health api
}

@test "health --watch shows each change, until it is asked to end" {
    local pid
    exits 0 envctl status --json
    pid=$(jq -r '.projects[0].components[] | select(.name == "web") | .pid' <<<"$output")
    "$checkout/bin/envctl" health --watch >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
    local watch=$!
    wait_for 20 grep -q 'web *healthy' "$BATS_TEST_TMPDIR/out"
    kill -KILL "$pid"
    wait_for 20 grep -q 'web: failed: ' "$BATS_TEST_TMPDIR/out"
    kill -INT "$watch"
    local code=0
    wait "$watch" || code=$?
    assert_equal "$code" 1
}

@test "errors names the cause of each component in one line, and the whole of it below" {
    wait_for 10 eval 'envctl errors | grep -q "^web: "'
    exits 0 envctl errors
    assert_equal "$(grep -c '^web: .*signal 9 (SIGKILL)' <<<"$output")" 1
    refute_stdout "api: "
    assert_stdout "web · component.exited · signal 9 (SIGKILL)"
    assert_stdout "next:  see 'envctl logs web'"
    exits 0 envctl errors --json
    assert_answer envctl.errors/1
    assert_json '.projects[0].failures | length == 1'
    assert_json '.projects[0].failures[0] | .component == "web" and .exit.signal == 9'
    exits 1 envctl health
    assert_stdout "signal 9"
}

@test "the errors of a failed start are told though nothing runs" {
    exits 0 envctl stop
    exits 1 envctl errors api
    local broken
    broken=$(repository broken <<<'services: { api: { command: "echo no database >&2; exit 3", restart: no } }')
    cd "$broken" || return
    exits 1 envctl start
    exits 0 envctl errors
    assert_equal "$(grep -c '^api: .*exit 3' <<<"$output")" 1
    assert_stdout "no database"
    exits 1 envctl health
}
