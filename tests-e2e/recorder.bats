#!/usr/bin/env bats
# The debug recorder: what it tells of a start, that it is off unless somebody asks, and that it is
# bounded.

load lib/suite

setup_file() {
    suite_begin
    shop=$(repository shop <<YAML
version: 1
services:
  api:
    command: PYTHON SERVICE serve \${port}
    port: 18771
    ready: { http: / }
    env: { API_TOKEN: "canary-token-7d1e44" }
steps:
  greet: { run: "echo hello", before: api }
YAML
    )
    export shop
}

setup() { cd "$shop" || return; }

teardown_file() {
    stop_everything
    suite_end
}

# sessions WORD: the files of the sessions whose head says this command or program.
sessions() {
    local file
    for file in "$(scope_folder)"/debug/session-*/events.debug.jsonl; do
        [[ -e $file ]] || continue
        if jq -s -e --arg word "$1" '.[0].data | .command == $word or .program == $word' \
            "$file" >/dev/null; then
            printf '%s\n' "$file"
        fi
    done
}

# Each begin has its end on the same thread, in order; what is listed, and no key besides.
well_formed() {
    json_valid "$1" envctl.debug_event/1
    jq -s -e 'reduce .[] as $line ({}; ($line.thread | tostring) as $thread
        | if $line.kind == "begin" then .[$thread] += [$line.work]
          elif $line.kind == "end" then
            if .[$thread][-1] == $line.work then .[$thread] |= .[:-1] else error("\($line)") end
          else . end) | all(.[]; . == [])' "$1" >/dev/null
    jq -s -e --slurpfile list "$checkout/contracts/events.json" '
        all(.[]; (.data | keys) - ($list[0].recorder[.work].keys | keys) == [])' "$1" >/dev/null
}

@test "off, nothing is made and nothing is looked for" {
    exits 0 envctl start
    exits 0 env ENVCTL_DEBUG=0 "$checkout/bin/envctl" status
    [[ ! -e $(scope_folder)/debug ]]
    if command -v strace >/dev/null; then
        strace -f -o "$BATS_TEST_TMPDIR/calls" "$checkout/.build/release/envctl" status >/dev/null
        run ! grep -E 'debug/session' "$BATS_TEST_TMPDIR/calls"
    fi
    exits 0 envctl stop
}

@test "a start: every phase in the command's session, and what the supervisor saw in its own" {
    local command supervisor work
    ENVCTL_DEBUG=1 exits 0 envctl start
    command=$(sessions start) supervisor=$(sessions envctl-supervisor)
    well_formed "$command"
    for work in command routing repository configuration entry lock recovery plan supervisor \
        connect call steps subprocess event commit answer; do
        jq -s -e --arg work "$work" 'any(.[]; .work == $work)' "$command" >/dev/null \
            || complain "nothing is told of: $work"
    done
    jq -s -e 'any(.[]; .work == "subprocess" and .data.exit == "exit 0")' "$command" >/dev/null
    jq -s -e 'any(.[]; .data.what == "probe_passed")
        and any(.[]; .work == "spawn") and any(.[]; .work == "records")
        and any(.[]; .work == "request" and .data.method == "commit")' "$supervisor" >/dev/null
    assert_equal "$(stat -c %a "$command" "$supervisor" | sort -u)" 600
    # Command lines are digests, and what is secret is not there at all.
    jq -s -e 'all(.[] | .data.command_line // empty; test("^[0-9a-f]{32}$"))' "$command" >/dev/null
    run ! grep -r canary-token-7d1e44 "$(scope_folder)/debug"
    # So they are in the run's own events.
    jq -s -e 'map(select(.event == "step.start" and .data.id == "steps.greet"))
        | length == 1 and (.[0].data.description | test("^command [0-9a-f]{32}$"))' \
        "$(run_folder)/events.jsonl" >/dev/null
    run ! grep -r 'echo hello' "$(run_folder)/events.jsonl" "$(scope_folder)/debug"
    assert_equal "$(stat -c %a "$(scope_folder)/digest.key")" 600
}

@test "a stop is recorded by both; the supervisor's session is whole then" {
    local supervisor
    ENVCTL_DEBUG=1 exits 0 envctl stop
    well_formed "$(sessions stop)"
    jq -s -e 'any(.[]; .work == "stop") and any(.[]; .work == "truth")' "$(sessions stop)" >/dev/null
    supervisor=$(sessions envctl-supervisor)
    jq -s -e 'any(.[]; .data.what == "exited") and any(.[]; .data.what == "scanned")' \
        "$supervisor" >/dev/null
}

@test "a deep session has the ends of outputs; a wait for a lock names who held it" {
    local first
    ENVCTL_DEBUG=deep exits 0 envctl start
    first=$(sessions start | tail -n 1)
    jq -s -e 'any(.[]; .data.output == "hello\n")' "$first" >/dev/null
    exits 0 envctl stop
    # One start waits in a step, so the next one waits for its lock.
    mkfifo "$world/gate"
    sed -i "s|run: \"echo hello\"|run: \"timeout 20 cat $world/gate\"|" envctl.yaml
    envctl start 3>&- &
    other=$!
    wait_for 10 grep -q '"step.start"' "$(run_folder)/events.jsonl"
    ENVCTL_DEBUG=1 envctl start 3>&- &
    waiting=$!
    wait_for 10 waits_for_lock
    echo hello >"$world/gate"
    wait "$other" "$waiting"
    sed -i "s|timeout 20 cat $world/gate|echo hello|" envctl.yaml
    first=$(sessions start | tail -n 1)
    jq -s -e 'any(.[]; .work == "lock" and .kind == "end"
        and (.data.waited_for // "" | contains(" start ")))' "$first" >/dev/null
}

waits_for_lock() { grep -q '"start.waiting"' "$(sessions start | tail -n 1)"; }

@test "a trace keeps the rules of its format, and has the supervisor's part beside the command's" {
    local trace=$BATS_TEST_TMPDIR/trace.json rules=$checkout/tests-e2e/lib/trace_rules.py
    "$python" "$rules" --self-test
    exits 0 envctl stop
    ENVCTL_DEBUG_TRACE=$trace exits 0 envctl start
    "$python" "$rules" "$trace"
    jq -e 'any(.[]; .ph == "B" and .name == "plan")
        and any(.[]; .ph == "b" and .name == "api.ready")' "$trace" >/dev/null
    # Two processes by name; what the supervisor saw is told of on its own tracks.
    jq -e --arg pid "$(supervisor_pid)" '
        ([.[] | select(.ph == "M") | .args.name] == ["envctl start", "envctl-supervisor main"])
        and ([.[] | select(.pid == ($pid | tonumber))]
            | any(.[]; .args.what == "probe_passed") and any(.[]; .name == "spawn"))' "$trace" \
        >/dev/null
    # A later command's has what that supervisor did since then, and not its beginning.
    ENVCTL_DEBUG_TRACE=$trace exits 0 envctl stop
    "$python" "$rules" "$trace"
    jq -e 'any(.[]; .args.what == "exited") and all(.[]; .name != "spawn")
        and ([.[] | select(.ph == "M")] | length == 2)' "$trace" >/dev/null
}

@test "where there is no repository the session is the machine's; a bundle takes the scope's" {
    local path
    mkdir -p "$world/plain"
    (cd "$world/plain" && ENVCTL_DEBUG=1 envctl list-commands >/dev/null)
    [[ -n $(find "$ENVCTL_STATE_DIR/debug" -name events.debug.jsonl) ]]
    exits 0 envctl debug-last --json
    assert_json '.kind == "session"'
    exits 0 envctl debug-pack --json
    path=$(jq -r .path <<<"$output")
    tar -tzf "$path" | grep -q 'recorder/session-.*-supervisor/events.debug.jsonl'
    tar -tzf "$path" | grep -q 'recorder/session-.*/events.debug.jsonl'
    run ! grep -q digest.key <(tar -tzf "$path")
}

@test "twenty sessions are kept, and blast-all takes them" {
    local folder number
    folder=$(scope_folder)
    for number in $(seq 10 34); do
        mkdir "$folder/debug/session-202601${number}T000000.000Z-4194399"
    done
    ENVCTL_DEBUG=1 exits 0 envctl status
    # Those of living supervisors stay besides.
    [[ $(find "$folder/debug" -maxdepth 1 -name 'session-*' | wc -l) -le 21 ]]
    ENVCTL_DEBUG=1 exits 0 envctl blast-all --yes
    [[ ! -e $folder ]]
}
