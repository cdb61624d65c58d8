#!/usr/bin/env bats
# Logs: kept within bounds, indexed, merged, followed, searched, cleared; whatever happens meanwhile.

load lib/suite

setup_file() { suite_begin; }

teardown() { stop_everything; }

teardown_file() { suite_end; }

# talkers NAME [KEY: VALUE]: a repository with two services that write what they are told through
# their FIFOs, and started.
talkers() {
    local service='{ command: "while :; do cat NAME.in; done", ready: { alive: 20ms }'
    {
        printf 'version: 1\n%s\nservices:\n' "${2:-}"
        printf '  api: %s, stop: { timeout: 1s } }\n' "${service/NAME/api}"
        printf '  web: %s, stop: { timeout: 1s } }\n' "${service/NAME/web}"
    } | repository "$1"
    mkfifo "$world/$1/api.in" "$world/$1/web.in"
}

# Bounded, since a FIFO waits for its reader.
say() { timeout 5 bash -c 'printf "%s\n" "$2" >"$1.in"' _ "$@"; }
watches() { grep -q -s '^inotify ' "/proc/$1"/fdinfo/*; }
# indexed COMPONENT COUNT: its index has so many entries at least.
indexed() { (($(stat -c %s "$logs/$1.log.index") >= 32 + 24 * $2)); }
has() { grep -q -F -- "$2" "$1"; }
event() { envctl_events | grep -q -F "$1"; }
envctl_events() { cat "$ENVCTL_STATE_DIR"/scopes/*/runs/*/events.jsonl; }

setup() {
    # One world, one environment: what a test needs to be its own has another name.
    if [[ -d $world/talk ]]; then cd "$world/talk" || return; else cd "$(talkers talk)" || return; fi
    envctl start --quiet >/dev/null 2>&1 || envctl start
    logs=$(envctl status --json | jq -r '.projects[0].components[0].log')
    logs=${logs%/*}
}

@test "lines of several components come in the order in which they were written" {
    say api a1
    wait_for 5 indexed api 1
    say web w1
    wait_for 5 indexed web 1
    say api a2
    wait_for 5 indexed api 2
    exits 0 envctl logs
    assert_equal "$output" $'api | a1\nweb | w1\napi | a2'
    exits 0 envctl logs --timestamps --tail 1 web
    [[ $output =~ ^20[0-9-]{8}T[0-9:.]{12}Z\ w1$ ]] || complain "no time"
    exits 0 envctl logs --json
    printf '%s\n' "$output" >"$BATS_TEST_TMPDIR/lines.jsonl"
    json_valid "$BATS_TEST_TMPDIR/lines.jsonl"
    assert_json 'select(.line == "a2") | .time | startswith("20")'
}

@test "lines are chosen by time, by expression, and by number" {
    local now
    now=$(date -u +%FT%T.%3NZ)
    say api "new status=500"
    wait_for 5 indexed api 3
    exits 0 envctl logs --since "$now"
    assert_equal "$output" "api | new status=500"
    exits 0 envctl logs api --until "$now"
    refute_stdout "status=500"
    exits 0 envctl logs --since 10m --grep '^a[12]$|status=5[0-9]{2}' api --tail 2
    assert_equal "$output" $'a2\nnew status=500'
    exits 1 envctl logs --grep '('
    assert_says "POSIX extended expression"
    exits 1 envctl logs --since yesterday
    assert_says "10m"
}

@test "following goes on across restarts and a log that begins anew" {
    "$checkout/bin/envctl" logs api -f --tail 0 >"$BATS_TEST_TMPDIR/seen" 3>&- &
    local reader=$!
    # It waits: the kernel is to tell it of writes.
    wait_for 5 watches "$reader"
    say api before
    wait_for 5 has "$BATS_TEST_TMPDIR/seen" before
    envctl restart api
    say api between
    wait_for 5 has "$BATS_TEST_TMPDIR/seen" between
    envctl stop
    mv "$logs/api.log" "$logs/api.log.1"
    envctl start
    say api after
    wait_for 5 has "$BATS_TEST_TMPDIR/seen" after
    kill -INT "$reader"
    wait "$reader" || true
    assert_equal "$(cat "$BATS_TEST_TMPDIR/seen")" $'before\nbetween\nafter'
}

@test "the index goes on with another supervisor, and with a clock that jumped" {
    local pid
    say api one
    pid=$(envctl status --json | jq '.projects[0].supervisor.pid')
    kill -KILL "$pid"
    wait_for 5 is_gone "$pid"
    say api two
    ENVCTL_TEST_CLOCK_OFFSET=-86400 envctl resume
    say api three
    exits 0 envctl logs api --tail 3
    assert_equal "$output" $'one\ntwo\nthree'
    say web last
    wait_for 5 bash -c 'envctl() { "$0" "$@"; }; envctl logs --json --tail 1 web | jq -e ".time"' \
        "$checkout/bin/envctl"
    exits 0 envctl logs --tail 1
    assert_equal "$output" $'api | three\nweb | last'
}

@test "a log that the service makes shorter is told, and read from its beginning" {
    say api "long line that goes away"
    wait_for 5 bash -c "grep -q 'goes away' '$logs/api.log'"
    wait_for 5 bash -c "'$checkout/bin/envctl' logs api --json --tail 1 | jq -e .time"
    : >"$logs/api.log"
    wait_for 5 event log.truncated_by_service
    say api short
    exits 0 envctl logs api
    assert_equal "${lines[-1]}" short
    refute_stdout "goes away"
}

@test "clear-logs empties them; whoever runs goes on writing" {
    say api old
    wait_for 5 has "$logs/api.log" old
    exits 0 envctl clear-logs api --json
    assert_answer
    assert_json '.projects[0].components[0].name == "api"'
    exits 0 envctl logs api
    assert_equal "$output" ""
    say api new
    wait_for 5 has "$logs/api.log" new
    exits 0 envctl logs api
    assert_equal "$output" new
    envctl stop
    exits 0 envctl clear-logs
    assert_stdout "are empty now"
    exits 0 envctl logs api
    assert_equal "$output" ""
}

kept() { (($(stat -c '%b * %B' "$1") <= $2)); }

@test "a log is kept within its limit, offsets stay, and a launch begins a new one" {
    cd "$(talkers bounded 'log_limit: 256KiB')"
    envctl start
    logs=$(envctl status --json | jq -r '.projects[0].components[0].log')
    logs=${logs%/*}
    seq 1 200000 >api.in
    wait_for 10 kept "$logs/api.log" $((400 * 1024))
    (($(stat -c %s "$logs/api.log") > 1000000)) || complain "it has moved"
    exits 0 envctl logs api --tail 1
    assert_equal "$output" 200000
    exits 0 envctl logs api --grep 0
    [[ ${lines[0]} =~ ^[0-9]+$ && ${lines[0]} -gt 1000 ]] || complain "the first line is a piece"
    envctl restart api
    [[ -e $logs/api.log.1 && -e $logs/api.log.1.index ]] || complain "nothing was put aside"
    say api again
    wait_for 5 has "$logs/api.log" again
    exits 0 envctl logs api --tail 2
    assert_equal "$output" $'200000\nagain'
}

@test "a file system that makes no holes: status says so, and the next launch begins a new log" {
    [[ $(id -u) == 0 ]] || skip "only root mounts a file system"
    mkdir "$world/ram"
    mount -t ramfs none "$world/ram" 2>/dev/null || skip "no file system can be mounted here"
    chmod 711 "$world/ram"
    cd "$(talkers unholed 'log_limit: 64KiB')"
    export ENVCTL_STATE_DIR=$world/ram/state
    envctl start
    seq 1 50000 >api.in
    says() { envctl status | grep -q "can't give back"; }
    wait_for 5 says
    exits 0 envctl status --json
    assert_answer
    assert_json '.projects[0].lacks["logs.no_holes"] != null'
    envctl restart api
    [[ -n $(find "$ENVCTL_STATE_DIR" -name api.log.1) ]] || complain "nothing was put aside"
    envctl stop
    umount "$world/ram"
}

@test "without inotify logs are looked at while somebody reads, and status says so" {
    unshare --user --map-root-user sh -c 'echo 0 >/proc/sys/user/max_inotify_instances' \
        2>/dev/null || skip "no user namespace can be made here"
    cd "$(talkers unwatched)"
    # shellcheck disable=SC2317
    inside() {
        unshare --user --map-root-user sh -c \
            'echo 0 >/proc/sys/user/max_inotify_instances && exec "$0" "$@"' \
            "$checkout/bin/envctl" "$@"
    }
    inside start
    exits 0 envctl status
    assert_stdout "logs are only looked at while somebody reads them"
    assert_stdout "fs.inotify.max_user_instances"
    say api hello
    logs=$(envctl status --json | jq -r '.projects[0].components[0].log')
    wait_for 5 has "$logs" hello
    exits 0 envctl logs api --json
    assert_json '.time != null and .line == "hello"'
    "$checkout/bin/envctl" logs api -f --tail 0 >"$BATS_TEST_TMPDIR/seen" 3>&- &
    local reader=$!
    more() { say api more && has "$BATS_TEST_TMPDIR/seen" more; }
    wait_for 5 more
    kill "$reader"
}

@test "while all is stopped the logs are kept without a watch, with their times" {
    local supervisor stopping
    printf 'version: 1\nservices:\n  api: { command: bash api.sh, ready: { log: here } }\n' \
        | repository parting
    cat >"$world/parting/api.sh" <<'SH'
trap 'for n in 1 2 3 4 5; do echo "parting $n"; sleep 0.2; done; exit' TERM
echo here
while :; do sleep 0.1; done
SH
    cd "$world/parting"
    exits 0 envctl start
    supervisor=$(supervisor_pid)
    wait_for 5 watches "$supervisor"
    "$checkout/bin/envctl" stop >/dev/null 2>&1 3>&- &
    stopping=$!
    wait_for 5 has "$(log_of api)" "parting 1"
    kill -0 "$supervisor"
    ! watches "$supervisor" || complain "a watch is left, and its end takes time"
    wait "$stopping"
    exits 0 envctl logs api --json
    # 0.8 s lie between the first and the last; a look comes every tenth of a second.
    jq -se 'map(select(.line | startswith("parting")).time | sub("\\.(?<ms>[0-9]+)Z$"; "Z") | fromdate)
        | length == 5' <<<"$output" >/dev/null || complain "not five lines with a time each"
    assert_equal "$(jq -s 'map(select(.line | startswith("parting")).time) | unique | length >= 3' \
        <<<"$output")" true
}

# counted COMMAND…: what it read in bytes and held in KiB goes to $read_bytes and $peak.
counted() {
    exits 0 python3 "$checkout/tests-e2e/lib/reads.py" "$@"
    read -r _ read_bytes _ peak < <(tail -n 1 <<<"$stderr")
}

@test "two gigabytes are tailed without being read, searched in little memory, and since by the index" {
    cd "$(repository flood <<'YAML'
version: 1
services:
  api:
    command: PYTHON SERVICE flood 2147483648 go
    log_limit: 4GiB
    ready: { file: flooded, timeout: 120s }
YAML
    )"
    envctl start --timeout 120s
    local log read_bytes peak since
    log=$(envctl status --json | jq -r '.projects[0].components[0].log')
    (($(stat -c %s "$log") > 2100000000))
    counted "$checkout/bin/envctl" logs api --tail 100
    assert_equal "$(wc -l <<<"$output")" 100
    ((read_bytes < 1000000)) || complain "$read_bytes bytes were read for a tail"
    # The count counts: a search has to see all of it, and finds the one line.
    counted "$checkout/bin/envctl" logs api --grep 'a needle$'
    assert_equal "$output" "a needle"
    ((read_bytes > 2100000000)) || complain "only $read_bytes bytes were counted"
    ((peak < 64 * 1024)) || complain "$peak KiB at most"
    # The index has an entry of before, and what comes now is later than that.
    read -r -t 1.2 <> <(:) || true
    since=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    touch go
    wait_for 10 grep -q 'late line 999' <(tail -c 1000 -f "$log" --pid=$$)
    counted "$checkout/bin/envctl" logs api --since "$since"
    assert_stdout "late line 999"
    refute_stdout "nothing to see"
    ((read_bytes < 20000000)) || complain "$read_bytes bytes were read since a time"
    envctl stop
    envctl clear-logs
}

@test "a step that is named has no log, and it is told where its output is" {
    cd "$(repository stepping <<'YAML'
version: 1
services: { k: { command: sleep 100000 } }
steps: { s: { run: "echo said-by-s", before: k } }
YAML
    )"
    exits 0 envctl start
    exits 1 envctl logs s
    assert_stderr "'s' is a step"
    local file
    file=$(grep -o '/[^ ,]*/steps.json' <<<"$stderr")
    assert_equal "$(jq -r '.results["steps.s"].output' "$file")" "said-by-s"
    exits 1 envctl logs s --json
    assert_json '.error.code == "logs.step"'
    exits 1 envctl logs t
    assert_stderr "there is no component 't'"
}
