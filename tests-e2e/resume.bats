#!/usr/bin/env bats
# Nothing is lost: a killed supervisor, and a machine that was started anew.

load lib/suite

setup_file() {
    suite_begin
    shop=$(repository shop <<'YAML'
version: 1
requirements:
  postgres: { database: shop }
  redis: {}
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 18701
    ready: { http: /healthz }
    needs: [postgres, redis]
  writer:
    command: PYTHON SERVICE count
    ready: { log: "^1$" }
  extra:
    command: PYTHON SERVICE serve ${port}
    port: 18702
YAML
    )
    export shop
}

setup() { cd "$shop" || return; }

teardown_file() {
    unset ENVCTL_TEST_BOOT_ID
    stop_everything
    suite_end
}

pids() {
    local name
    for name in postgres redis api writer extra; do pid_of "$name"; done | paste -sd ' '
}

ports() {
    local name
    for name in postgres redis api extra; do port_of "$name"; done | paste -sd ' '
}

is() { [[ $(status_of "$1") == "$2" ]]; }
is_another() { [[ $(pid_of "$1") != "$2" && $(status_of "$1") == ready ]]; }

# The supervisor is killed, and gone.
lose_supervisor() {
    local pid
    pid=$(supervisor_pid)
    kill -KILL "$pid"
    wait_for 5 is_gone "$pid"
}

# The numbers in the writer's log follow each other without a gap; each of its lives begins with 1.
assert_no_line_lost() {
    awk 'NR > 1 && $1 != 1 && $1 != last + 1 { print "after " last " came " $1; bad = 1 } { last = $1 }
        END { exit bad || NR < 100 }' <(head -n -1 "$(log_of writer)") \
        || complain "lines were lost"
}

finding() {
    jq -r --arg name "$1" '.projects[0].findings[] | select(.name == $name)
        | .finding + " " + .action' <<<"$output"
}

@test "a resume of what never ran finds nothing and leaves no trace" {
    exits 0 envctl resume --json
    assert_answer envctl.resume/1
    assert_json '.projects[0].outcome == "nothing_to_resume"'
}

@test "start adopts what a killed supervisor left: same run, pids and ports, no line lost" {
    envctl start
    local before ports run
    before=$(pids) ports=$(ports) run=$(run_folder)
    lose_supervisor
    exits 0 envctl status
    assert_stdout lost
    assert_equal "$(pids)" "$before"
    exits 0 envctl start
    assert_says "took over"
    assert_equal "$(pids)" "$before"
    assert_equal "$(ports)" "$ports"
    assert_equal "$(run_folder)" "$run"
    grep -q '"supervisor.adopted"' "$run/events.jsonl"
    json_valid "$run/launch.json"
    json_valid "$run/events.jsonl"
    assert_no_line_lost
}

@test "an adopted service that is killed comes back, with its exit told as unknown" {
    local api
    api=$(pid_of api)
    kill -KILL "$api"
    wait_for 5 is_another api "$api"
    component api | jq -e '.restarts == 1'
    grep '"component.exited"' "$(run_folder)/events.jsonl" | tail -1 \
        | jq -e '.. | objects | .exit? | objects | .code == null and .signal == null'
}

@test "the restart counter survives a second adoption" {
    local before
    before=$(pids)
    lose_supervisor
    exits 0 envctl resume --json
    assert_answer envctl.resume/1
    assert_json '.projects[0].outcome == "resumed" and .projects[0].supervisor == "lost"'
    assert_equal "$(finding api)" "adoptable adopt"
    assert_equal "$(pids)" "$before"
    component api | jq -e '.restarts == 1'
    exits 0 envctl resume --json
    assert_json '.projects[0].outcome == "unchanged"'
    assert_equal "$(finding api)" "running keep"
}

@test "restart of one component adopts the others" {
    local api postgres writer
    api=$(pid_of api) postgres=$(pid_of postgres) writer=$(pid_of writer)
    lose_supervisor
    exits 0 envctl restart api
    assert_different "$(pid_of api)" "$api"
    assert_equal "$(pid_of postgres) $(pid_of writer)" "$postgres $writer"
}

@test "what died unwatched is found as lost and started again; what was stopped stays stopped" {
    envctl stop extra
    local run writer postgres
    run=$(run_folder) writer=$(pid_of writer) postgres=$(pid_of postgres)
    local supervisor api
    supervisor=$(supervisor_pid) api=$(pid_of api)
    kill -KILL "$supervisor"
    wait_for 5 is_gone "$supervisor"
    kill -KILL "$api"
    wait_for 5 is_gone "$api"
    exits 0 envctl resume --dry-run --json
    assert_answer envctl.resume/1
    assert_equal "$(finding api)" "lost start"
    assert_equal "$(finding extra)" "stopped_by_user leave"
    assert_equal "$(finding writer)" "adoptable adopt"
    is_gone "$api"
    exits 0 envctl resume --json
    assert_answer envctl.resume/1
    assert_equal "$(finding api)" "lost start"
    assert_equal "$(finding extra)" "stopped_by_user leave"
    assert_equal "$(status_of api)" ready
    assert_equal "$(status_of extra)" stopped
    assert_equal "$(pid_of writer) $(pid_of postgres)" "$writer $postgres"
    assert_equal "$(run_folder)" "$run"
    assert_no_line_lost
}

@test "a postgres whose postmaster was killed unwatched comes back with its rows" {
    envctl exec psql -qc 'create table t (n int)'
    envctl exec psql -qc 'insert into t select generate_series(1, 1000)'
    local supervisor postgres
    supervisor=$(supervisor_pid) postgres=$(pid_of postgres)
    end_now "$supervisor" "$postgres"
    wait_for 5 is_gone "$supervisor"
    exits 0 envctl resume
    assert_equal "$(envctl exec psql -Atc 'select count(*) from t')" 1000
}

@test "a changed configuration is told, and touches nothing that runs" {
    local api
    api=$(pid_of api)
    sed -i 's/^    port: 18701/    env: { A: "1" }\n    port: 18701/' envctl.yaml
    local writer
    writer=$(pid_of writer)
    end_now "$(supervisor_pid)" "$writer"
    wait_for 5 is_gone "$writer"
    exits 0 envctl resume --json
    assert_equal "$(finding api)" "changed adopt"
    assert_equal "$(pid_of api)" "$api"
}

@test "what was stopped while no supervisor lived stays stopped, too" {
    exits 0 envctl start extra
    lose_supervisor
    exits 0 envctl stop extra
    exits 0 envctl resume --json
    assert_equal "$(finding extra)" "stopped_by_user leave"
    assert_equal "$(finding api)" "adoptable adopt"
    assert_equal "$(status_of extra)" stopped
    assert_equal "$(status_of api)" ready
}

@test "what was lost and then stopped stays stopped, and leaves no socket" {
    local all pid
    read -ra all < <(pids)
    end_now "$(supervisor_pid)" "${all[@]}"
    for pid in "${all[@]}"; do wait_for 5 is_gone "$pid"; done
    exits 0 envctl stop
    assert_equal "$(find "$ENVCTL_RUNTIME_DIR" -type s)" ""
    exits 0 envctl resume --json
    assert_equal "$(finding api)" "stopped_by_user leave"
    assert_equal "$(finding postgres)" "stopped_by_user leave"
    assert_equal "$(status_of api)" stopped
    exits 0 envctl start
    exits 0 envctl stop extra
}

@test "a supervisor that the system ended is no wish of the user's: resume brings all back" {
    local pid run
    pid=$(supervisor_pid) run=$(run_folder)
    kill -TERM "$pid"
    wait_for 15 is_gone "$pid"
    assert_equal "$(leaked_processes)" ""
    exits 0 envctl resume --json
    assert_equal "$(finding api)" "lost start"
    assert_equal "$(jq -r '.projects[0].continues' <<<"$output")" "${run##*/}"
    assert_equal "$(status_of api)" ready
    assert_equal "$(status_of extra)" stopped
}

@test "stop works on what was adopted, with proof" {
    exits 0 envctl start extra
    local before pid
    lose_supervisor
    exits 0 envctl resume
    before=$(pids)
    exits 0 envctl stop
    for pid in $before; do is_gone "$pid" || complain "process $pid is alive"; done
    assert_equal "$(leaked_processes)" ""
    assert_equal "$(claims)" ""
    exits 0 envctl resume --json
    assert_json '.projects[0].outcome == "nothing_to_resume"'
}

@test "after a reboot resume brings back what ran, with its data, on its ports" {
    envctl start
    envctl stop extra
    fetch "$(url_of api)/redis/incr/n"
    fetch "$(url_of api)/redis/incr/n"
    local ports run
    ports=$(for name in postgres redis api; do port_of "$name"; done | paste -sd ' ')
    run=$(run_folder)
    # The power goes: everything at once, and what is in memory with it.
    end_leaked_processes
    wait_for 5 eval '[[ -z $(leaked_processes) ]]'
    rm -rf "$ENVCTL_RUNTIME_DIR"
    export ENVCTL_TEST_BOOT_ID=11111111-2222-3333-4444-555555555555
    exits 0 envctl status
    assert_stdout lost
    exits 0 envctl resume --json
    assert_answer envctl.resume/1
    assert_json '.projects[0].outcome == "resumed"'
    assert_equal "$(jq -r '.projects[0].continues' <<<"$output")" "${run##*/}"
    assert_equal "$(finding postgres)" "lost start"
    assert_equal "$(finding extra)" "stopped_by_user leave"
    assert_different "$(run_folder)" "$run"
    assert_equal "$(jq -r .continues "$(run_folder)/run_state.json")" "${run##*/}"
    json_valid "$(run_folder)/run_state.json" envctl.run_state/1
    json_valid "$(run_folder)/launch.json"
    json_valid "$(run_folder)/events.jsonl"
    local after
    after=$(for name in postgres redis api; do port_of "$name"; done | paste -sd ' ')
    assert_equal "$after" "$ports"
    assert_equal "$(envctl exec psql -Atc 'select count(*) from t')" 1000
    assert_equal "$(fetch "$(url_of api)/redis/incr/n")" ":3"
}

@test "data that the configuration does not fit any more: a dry run tells it, the rest comes back" {
    end_leaked_processes
    wait_for 5 eval '[[ -z $(leaked_processes) ]]'
    sed -i 's/database: shop/database: market/' envctl.yaml
    exits 1 envctl resume --dry-run --json
    assert_answer envctl.resume/1
    assert_equal "$(finding postgres) $(finding api) $(finding redis)" "lost fail lost fail lost start"
    assert_json '.projects[0].findings[] | select(.name == "postgres").reason
        | contains("shop") and contains("market")'
    exits 1 envctl resume --json
    assert_answer envctl.resume/1
    assert_json '[.projects[0].failures[] | .code] | index("data.other_content")'
    assert_equal "$(status_of postgres) $(status_of api)" "failed failed"
    assert_equal "$(status_of redis) $(status_of writer)" "ready ready"
    exits 1 envctl resume
    assert_says "set 'database: shop' again"
    sed -i 's/database: market/database: shop/' envctl.yaml
    # What kept them away before is no reason any more.
    exits 0 envctl resume --dry-run --json
    assert_equal "$(finding postgres) $(finding api)" "lost start lost start"
    assert_json '[.projects[0].findings[] | select(.name | IN("postgres", "api")) | .reason]
        | unique == ["it had failed, and nothing of it is there"]'
    exits 0 envctl resume
    refute_stdout market
    assert_equal "$(envctl exec psql -Atc 'select count(*) from t')" 1000
}

@test "data that is gone is not replaced by an empty one: it stays failed, the rest runs" {
    end_leaked_processes
    wait_for 5 eval '[[ -z $(leaked_processes) ]]'
    mv "$(scope_folder)/projects/main/data/redis" "$world/redis.away"
    exits 1 envctl resume --json
    assert_answer envctl.resume/1
    assert_equal "$(finding redis)" "lost fail"
    assert_equal "$(finding api)" "lost fail"
    assert_equal "$(status_of postgres)" ready
    assert_equal "$(status_of redis)" failed
    assert_equal "$(status_of writer)" ready
    mv "$world/redis.away" "$(scope_folder)/projects/main/data/redis"
    exits 0 envctl start
    exits 0 envctl stop
}
