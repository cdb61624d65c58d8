#!/usr/bin/env bats
# Rows of the table "when things break" that no other file holds; docs/reliability.md has all of it.

load lib/suite

setup_file() {
    suite_begin
    repository app <<'YAML' >/dev/null
version: 1
requirements:
  redis: { settings: { appendfsync: always } }
services:
  api:
    prepare: "test ! -e slow || sleep 4713"
    command: PYTHON SERVICE serve ${port}
    port: 18771
    ready: { http: /healthz }
    stop: { timeout: 2s }
    needs: [redis]
YAML
}

setup() { cd "$world/app" || return; }

teardown() {
    rm -f "$world/app/slow"
    envctl stop >/dev/null 2>&1 || true # the next test starts anew
    if mountpoint --quiet "$ENVCTL_STATE_DIR"; then umount --lazy "$ENVCTL_STATE_DIR"; fi
}

teardown_file() {
    stop_everything
    suite_end
}

is_another() { [[ $(pid_of "$1") != "$2" && $(status_of "$1") == ready ]]; }
one_redis() {
    local seen
    seen=$(leaked_processes) # first, since a pipe would see its own programs
    [[ $(grep -c redis-server <<<"$seen") == 1 ]]
}
is_not_ready() { [[ $(status_of "$1") != ready ]]; }
in_the_step() { [[ $(leaked_processes) == *"sleep 4713"* ]]; }

# begin_start: a start that stays in the middle of its graph; $start is its pid, $supervisor that of
# its supervisor.
begin_start() {
    touch slow
    "$checkout/bin/envctl" start --json >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" 3>&- &
    start=$!
    wait_for 20 in_the_step
    wait_for 20 pid_of redis
    supervisor=$(supervisor_pid)
}

@test "the supervisor is killed during a start: the start undoes what it began and exits 1" {
    local start supervisor code=0
    begin_start
    kill -KILL "$supervisor"
    wait "$start" || code=$?
    assert_equal "$code" 1
    json_valid "$BATS_TEST_TMPDIR/out" envctl.start/1
    assert_equal "$(leaked_processes)" ""
    assert_equal "$(claims)" ""
    rm slow
    exits 0 envctl start
}

@test "command and supervisor are both killed during a start: the next command undoes it and says so" {
    local start supervisor
    begin_start
    kill -KILL "$start" "$supervisor"
    wait "$start" || true # it was killed
    wait_for 5 is_gone "$supervisor"
    exits 0 envctl status
    assert_stdout "cut short"
    rm slow
    exits 0 envctl start
    assert_stderr "cut short"
    assert_equal "$(status_of api)" ready
    assert_equal "$(pgrep -fc -- "sleep 4713")" 0
    # A spawn that is under way bears that name, too.
    wait_for 10 one_redis
}

@test "the same, but the next command is a stop" {
    local start supervisor
    begin_start
    kill -KILL "$start" "$supervisor"
    wait "$start" || true # it was killed
    wait_for 5 is_gone "$supervisor"
    exits 0 envctl stop
    assert_equal "$(leaked_processes)" ""
    assert_equal "$(claims)" ""
}

# Milliseconds from the proof that the killed incarnation was empty to the spawn of the next.
pauses() {
    jq -s 'map(select(.component == "api")) as $all
        | [$all[] | select(.event == "component.restarting") | .mono as $from
            | first($all[] | select(.event == "component.launched" and .mono >= $from) | .mono)
            - $from] | map(. / 1000) | .[]' "$(run_folder)/events.jsonl"
}

@test "a service that was killed is spawned again within 50 ms of the proof" {
    exits 0 envctl start
    local api
    for _ in 1 2 3; do
        api=$(pid_of api)
        kill -KILL "$api"
        wait_for 20 is_another api "$api"
        # Calm before the next, so that the first restart is the one that is measured.
        exits 0 envctl restart api
    done
    jq -es 'any(.[]; .event == "component.exited" and .data.exit.signal != null)' \
        "$(run_folder)/events.jsonl" >/dev/null
    # The best of three, since the machine may have other things to do.
    pauses | jq -es 'length >= 3 and min < 50' >/dev/null || complain "ms: $(pauses | paste -sd ' ')"
}

# small_disk: the state is on a file system of 24 MiB.
small_disk() {
    [[ $EUID == 0 ]] || skip "only root can mount"
    mkdir -p "$ENVCTL_STATE_DIR"
    mount -t tmpfs -o size=24m,mode=711 e2e "$ENVCTL_STATE_DIR" || skip "mounting is not allowed"
}

fill() { dd if=/dev/zero of="$ENVCTL_STATE_DIR/ballast" bs=64k 2>/dev/null || true; } # full

artifacts() { tree_digest "$ENVCTL_STATE_DIR"/scopes "$ENVCTL_STATE_DIR/ports.json"; }

assert_artifacts_valid() {
    local file
    while read -r file; do json_valid "$file"; done < <(
        find "$ENVCTL_STATE_DIR" \( -name '*.json' -o -name '*.jsonl' \) -type f \
            ! -path '*/data/*' ! -name secrets.json ! -name steps_history.json
    )
}

@test "disk full before the first start: a clear error, nothing is left, and room heals it" {
    small_disk
    fill
    exits 1 envctl start --json
    assert_answer envctl.start/1
    assert_says "No space left on device"
    exits 1 timeout 30 "$checkout/bin/envctl" start
    assert_stderr "No space left on device"
    assert_equal "$(leaked_processes)" ""
    rm "$ENVCTL_STATE_DIR/ballast"
    exits 0 envctl start
    assert_artifacts_valid
    exits 0 envctl stop
    assert_equal "$(leaks)" ""
}

@test "disk full while it is stopped: a start fails, the records stay as they are" {
    small_disk
    exits 0 envctl start
    fetch "$(url_of api)/redis/incr/n"
    exits 0 envctl stop
    local before
    fill
    before=$(artifacts)
    exits 1 timeout 30 "$checkout/bin/envctl" start
    assert_stderr "No space left on device"
    assert_equal "$(leaked_processes)" ""
    exits 0 envctl status
    rm "$ENVCTL_STATE_DIR/ballast"
    assert_artifacts_valid
    exits 0 envctl start
    assert_equal "$(fetch "$(url_of api)/redis/incr/n")" ":2"
}

@test "disk full while it runs: what runs goes on, status is true, a stop ends it" {
    small_disk
    exits 0 envctl start
    fetch "$(url_of api)/redis/incr/n"
    local api redis
    api=$(pid_of api) redis=$(pid_of redis)
    fill
    exits 0 envctl status
    assert_equal "$(pid_of api) $(pid_of redis)" "$api $redis"
    # Nothing is spawned whose mark could not be recorded.
    kill -KILL "$api"
    wait_for 20 is_not_ready api
    # It ends everything; that the claims could not be taken back is an error that says why.
    run --separate-stderr timeout 60 "$checkout/bin/envctl" stop
    [[ $status == 0 || $stderr == *"No space left on device"* ]] || complain "no clear error"
    assert_equal "$(leaked_processes)" ""
    rm "$ENVCTL_STATE_DIR/ballast"
    assert_artifacts_valid
    exits 0 envctl stop
    assert_equal "$(claims)" ""
    exits 0 envctl start
    assert_equal "$(fetch "$(url_of api)/redis/incr/n")" ":2"
}

@test "a removed runtime folder is made anew while it runs, and every command goes on" {
    exits 0 envctl start
    local api
    api=$(pid_of api)
    rm -rf "$ENVCTL_RUNTIME_DIR"
    exits 0 envctl start
    assert_equal "$(pid_of api)" "$api"
    rm -rf "$ENVCTL_RUNTIME_DIR"
    exits 0 envctl restart api
    assert_different "$(pid_of api)" "$api"
    rm -rf "$ENVCTL_RUNTIME_DIR"
    exits 0 envctl stop
    assert_equal "$(leaked_processes)" ""
}

# reuse PID: an unrelated process of that number; $stranger is it.
reuse() {
    local _
    for _ in $(seq 200); do
        echo $(($1 - 1)) >/proc/sys/kernel/ns_last_pid
        setsid sleep 4714 >/dev/null 2>&1 3>&- &
        stranger=$!
        [[ $stranger != "$1" ]] || return 0
        kill -KILL "$stranger"
        wait "$stranger" || true # it was killed
    done
    skip "the number was not to be had"
}

@test "a pid that was given to another program is neither signalled nor adopted" {
    [[ -w /proc/sys/kernel/ns_last_pid ]] || skip "only root can choose a pid"
    exits 0 envctl start
    local api supervisor stranger
    api=$(pid_of api) supervisor=$(supervisor_pid)
    kill -KILL "$supervisor"
    wait_for 10 is_gone "$supervisor"
    kill -KILL "$api"
    wait_for 10 eval '[[ ! -e /proc/'"$api"' ]]'
    reuse "$api"
    exits 0 envctl status --json
    assert_equal "$(jq -r '.projects[0].components[] | select(.name == "api") | .status' \
        <<<"$output")" lost
    exits 0 envctl resume
    assert_different "$(pid_of api)" "$api"
    exits 0 envctl stop
    kill -0 "$stranger"
    kill -KILL "$stranger"
}
