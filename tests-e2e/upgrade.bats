#!/usr/bin/env bats
# Another version of envctl meets what this one has started: a copy of the binaries stands for it.

load lib/suite

setup_file() {
    suite_begin
    export newer=$world/newer
    mkdir "$newer"
    cp "$checkout/.build/release/envctl" "$checkout/.build/release/envctl-supervisor" "$newer"
    shop=$(repository shop <<'YAML'
version: 1
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 18901
    ready: { http: /healthz }
  writer:
    command: PYTHON SERVICE count
    ready: { log: "^1$" }
  quitter:
    command: ["sh", "-c", "trap 'exit 7' USR1; while :; do sleep 0.05; done"]
    restart: always
YAML
    )
    export shop
}

setup() {
    cd "$shop" || return
    envctl start
}

teardown() { stop_everything; }

teardown_file() { suite_end; }

pids() {
    local name
    for name in api writer quitter; do pid_of "$name"; done | paste -sd ' '
}

supervising_program() { readlink "/proc/$(supervisor_pid)/exe"; }
is_another() { [[ $(pid_of "$1") != "$2" && $(status_of "$1") == ready ]]; }
events() { cat "$(run_folder)/events.jsonl"; }

# The numbers in the writer's log follow each other without a gap.
assert_no_line_lost() {
    awk 'NR > 1 && $1 != 1 && $1 != last + 1 { print "after " last " came " $1; bad = 1 } { last = $1 }
        END { exit bad || NR < 20 }' <(head -n -1 "$(log_of writer)") \
        || complain "lines were lost"
}

@test "restart --supervisor replaces the supervisor in place, and nothing else" {
    local before port supervisor
    before=$(pids) port=$(port_of api) supervisor=$(supervisor_pid)
    exits 0 "$newer/envctl" restart --supervisor --json
    assert_answer envctl.restart/1
    assert_json '.projects[0].supervisor.pid == '"$supervisor"
    assert_equal "$(supervising_program)" "$newer/envctl-supervisor"
    assert_equal "$(supervisor_pid)" "$supervisor"
    assert_equal "$(pids)" "$before"
    assert_equal "$(port_of api)" "$port"
    assert_equal "$(fetch "http://127.0.0.1:$port/healthz")" ok
    assert_equal "$(status_of writer)" ready
    # And back, by the command that began.
    exits 0 envctl restart --supervisor
    assert_stdout "all that ran runs on"
    assert_different "$(supervising_program)" "$newer/envctl-supervisor"
    assert_equal "$(pids)" "$before"
    assert_no_line_lost
    exits 0 envctl stop
    assert_stdout "quitter: ended"
    assert_equal "$(leaks)" ""
}

@test "what ends after that is restarted by its policy, with its exit known" {
    exits 0 "$newer/envctl" restart --supervisor
    local quitter
    quitter=$(pid_of quitter)
    kill -USR1 "$quitter"
    wait_for 20 is_another quitter "$quitter"
    assert_equal "$(events | jq -c 'select(.event == "component.exited") | .data.exit.code')" 7
    assert_equal "$(member .restarts quitter)" 1
    # Its counter, and what comes later, outlive the next replacement.
    exits 0 envctl restart --supervisor
    assert_equal "$(member .restarts quitter)" 1
    exits 0 envctl restart quitter
    exits 0 "$newer/envctl" stop
    assert_equal "$(leaks)" ""
}

@test "a supervisor that can't begin is not begun" {
    local before broken=$world/broken
    before=$(pids)
    mkdir -p "$broken"
    cp "$checkout/.build/release/envctl" "$broken"
    printf '#!/bin/sh\necho broken; exit 3\n' >"$broken/envctl-supervisor"
    chmod +x "$broken/envctl-supervisor"
    exits 1 "$broken/envctl" restart --supervisor --json
    assert_json '.error.code == "supervisor.reexec_failed"'
    assert_equal "$(pids)" "$before"
    assert_equal "$(status_of api)" ready
}

@test "restart --supervisor takes no component, and needs something that runs" {
    exits 1 envctl restart --supervisor api
    assert_stderr "envctl restart --supervisor"
    exits 0 envctl stop
    exits 1 envctl restart --supervisor --json
    assert_json '.error.code == "environment.not_running"'
}
