#!/usr/bin/env bats
# events: what happened, by number and by time, and on into the next run. And what is left where
# envctl itself crashes.

load lib/suite

setup_file() {
    suite_begin
    shop=$(repository shop <<YAML
version: 1
services:
  api:
    command: PYTHON SERVICE serve \${port}
    port: 18761
    restart: "no"
YAML
    )
    export shop
    cd "$shop" || return
    envctl start
}

setup() { cd "$shop" || return; }

teardown_file() {
    stop_everything
    suite_end
}

numbers() {
    jq -r .seq <<<"$output"
}

@test "each event has its number, from 1 and without a gap" {
    exits 0 envctl events --json
    printf '%s\n' "$output" >"$BATS_TEST_TMPDIR/events.jsonl"
    json_valid "$BATS_TEST_TMPDIR/events.jsonl" envctl.events/1
    assert_equal "$(numbers)" "$(seq 1 "$(numbers | wc -l)")"
    exits 0 envctl events
    assert_stdout component.ready
}

@test "--since takes a number, a time and a duration" {
    local last
    exits 0 envctl events --json
    last=$(numbers | tail -n 1)
    exits 0 envctl events --json --since $((last - 2))
    assert_equal "$(numbers)" "$(printf '%s\n%s' $((last - 1)) "$last")"
    exits 0 envctl events --json --since 2020-01-01T00:00:00Z
    assert_equal "$(numbers | head -n 1)" 1
    exits 0 envctl events --json --since 2999-01-01T00:00:00Z
    assert_equal "$output" ""
    exits 0 envctl events --json --since 1h
    assert_equal "$(numbers | head -n 1)" 1
    exits 1 envctl events --json --since yesterday
    assert_json '.error.code == "events.bad_cursor"'
}

@test "--run names another run; one that there is not is an error" {
    local run
    run=$(basename "$(run_folder)")
    exits 0 envctl events --json --run "$run"
    assert_equal "$(jq -r .run <<<"$output" | sort -u)" "$run"
    exits 1 envctl events --json --run 20200101T000000.000Z-000000
    assert_json '.error.code == "events.unknown_run"'
}

@test "--follow goes on into the next run" {
    local first follower
    first=$(basename "$(run_folder)")
    "$checkout/bin/envctl" events --json --follow >"$BATS_TEST_TMPDIR/followed" 3>&- &
    follower=$!
    envctl stop
    envctl start
    wait_for 5 grep -q "$(basename "$(run_folder)").*component.ready" "$BATS_TEST_TMPDIR/followed"
    kill -TERM "$follower"
    wait "$follower" || true
    assert_different "$first" "$(basename "$(run_folder)")"
    jq -r '[.run, .seq] | @tsv' "$BATS_TEST_TMPDIR/followed" | awk '
        $1 != run { run = $1; last = 0 }
        $2 != last + 1 { exit 1 }
        { last = $2 }'
}

@test "a command that crashes leaves a report, and ends as it would have" {
    run env ENVCTL_TEST_CRASH=command:trap "$checkout/bin/envctl" status --repo "$shop"
    [[ $status -ge 128 ]]
    local report
    report=$(grep -l 'command: status' "$ENVCTL_STATE_DIR"/crashes/*.txt)
    assert_equal "$(stat -c %a "$report")" 600
    grep -q '^signal: 4$' "$report"
    grep -q '^version: [0-9]' "$report"
    [[ $(grep -c '^frame: 0x' "$report") -ge 3 ]]
    grep -q '^map: .*/envctl$' "$report"
    run ! grep -q "$shop" "$report"
}

@test "so does the supervisor; no more than twenty are kept" {
    kill -SEGV "$(supervisor_pid)"
    wait_for 5 grep -q 'program: envctl-supervisor' -r "$ENVCTL_STATE_DIR/crashes"
    local report
    report=$(grep -l 'program: envctl-supervisor' "$ENVCTL_STATE_DIR"/crashes/*.txt)
    # The tail is names of events only, the last of them at its end.
    wait_for 5 grep -q '^map: ' "$report"
    grep -q '^event: component.ready api$' "$report"
    assert_equal "$(grep '^event: ' "$report" | tail -n 1)" "event: transaction.committed $(
        jq -r 'select(.event == "transaction.committed") | .data.id' "$(run_folder)/events.jsonl" \
            | tail -n 1)"
    exits 0 envctl debug-pack --json
    tar -xzOf "$(jq -r .path <<<"$output")" envctl-debug/crashes.json >"$BATS_TEST_TMPDIR/crashes"
    jq -e '.[0].program == "envctl-supervisor" and (.[0].events | length > 3)' \
        "$BATS_TEST_TMPDIR/crashes" >/dev/null
    if command -v llvm-symbolizer addr2line >/dev/null; then
        jq -e '[.[0].frames[].function // ""] | any(contains("EventLoop"))' \
            "$BATS_TEST_TMPDIR/crashes" >/dev/null
    fi
    exits 0 envctl start
    for _ in $(seq 1 22); do
        ENVCTL_TEST_CRASH=command:abort "$checkout/bin/envctl" list-trees >/dev/null 2>&1 || true
    done
    assert_equal "$(find "$ENVCTL_STATE_DIR/crashes" -type f | wc -l)" 20
}

@test "--version --json tells what it was built from" {
    exits 0 envctl --version --json
    assert_answer
    assert_json '.build.libraries.libgit2 | test("^[0-9]+\\.")'
    assert_json '.build.libraries | has("libyaml") and has("openssl")'
    assert_json '.build.commit | test("^[0-9a-f]{40}$")'
}
