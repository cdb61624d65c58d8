#!/usr/bin/env bats
# What status, show-state, endpoints and runtime_map.json say is so, whatever happened meanwhile.

load lib/suite

setup_file() {
    suite_begin
    # Listens until SIGUSR1, lives on without its port then.
    cat >"$world/fickle.py" <<'PYTHON'
import signal, socket, sys
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
signal.signal(signal.SIGUSR1, lambda *_: server.close())
while True:
    signal.pause()
PYTHON
    # A program of somebody else, on a port of ours.
    cat >"$world/thief.py" <<'PYTHON'
import signal, socket, sys
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("listening", flush=True)
signal.pause()
PYTHON
    shop=$(repository shop <<YAML
version: 1
requirements:
  redis: {}
services:
  api:
    command: PYTHON $world/fickle.py \${port}
    port: 18741
    restart: "no"
  web:
    command: PYTHON SERVICE serve \${port}
    port: 18742
    restart: "no"
YAML
    )
    export shop
}

setup() { cd "$shop" || return; }

teardown() {
    if [[ -n ${thief:-} ]]; then end_thief; fi
    unset ENVCTL_TEST_CLOCK_OFFSET
    envctl stop >/dev/null 2>&1 || true # the next test starts anew
}

teardown_file() {
    stop_everything
    suite_end
}

is() { [[ $(status_of "$1") == "$2" ]]; }

# steal PORT: another program listens there, $thief is its pid.
steal() {
    local gate=$BATS_TEST_TMPDIR/thief
    mkfifo "$gate"
    "$python" "$world/thief.py" "$1" >"$gate" 3>&- &
    thief=$!
    read -r _ <"$gate"
}

end_thief() {
    kill "$thief"
    wait "$thief" || true # by our signal
    thief=
}

lose_supervisor() {
    local pid
    pid=$(supervisor_pid)
    kill -KILL "$pid"
    wait_for 5 is_gone "$pid"
}

# Of show-state: the truth about a component.
truth_of() {
    envctl show-state --json | jq -r --arg name "$1" \
        'first(.. | objects | select(has("truth")) | .truth.components[]
            | select(.name == $name) | .status)'
}

# mapped NAME [PROJECT]: its status in the scope's own map, once as the run's map says.
mapped() {
    jq -r --arg name "$1" --arg project "${2:-main}" '.projection[$project][$name].status' \
        "$(scope_folder)/runtime_map.json"
}

# Every view says the same of a component.
assert_all_say() {
    assert_equal "$(status_of "$1")" "$2"
    assert_equal "$(truth_of "$1")" "$2"
}

listening() {
    envctl endpoints --json | jq -c --arg name "$1" \
        '[.projects[].endpoints[] | select(.component == $name) | .listening]'
}

@test "a service that was killed and is not to be restarted is not shown as running" {
    envctl start
    kill -KILL "$(pid_of api)"
    wait_for 10 is api failed
    assert_all_say api failed
    wait_for 5 eval '[[ $(mapped api) == failed ]]'
    assert_equal "$(listening api)" "[]"
    assert_equal "$(listening web)" "[true]"
    assert_all_say web ready
    exits 0 envctl status --json
    assert_json '.projects[0].status == "degraded"'
}

@test "the same without a supervisor: what is lost is told, what lives stays" {
    envctl start
    local pid
    pid=$(pid_of api)
    lose_supervisor
    kill -KILL "$pid"
    wait_for 5 is_gone "$pid"
    assert_all_say api lost
    assert_all_say web ready
    assert_equal "$(listening api)" "[]"
    exits 0 envctl start
    assert_all_say api ready
}

@test "a port that was stolen from a living service is told, with the thief" {
    envctl start
    local port
    port=$(port_of api)
    kill -USR1 "$(pid_of api)"
    wait_for 5 is api degraded
    steal "$port"
    assert_all_say api foreign
    assert_equal "$(member '.holder.pid' api)" "$thief"
    assert_equal "$(listening api)" "[]"
    end_thief
    # The holder is gone, and the service does not come back by itself.
    assert_all_say api degraded
}

@test "a port that was stolen after a kill without a supervisor is told, with the thief" {
    envctl start
    local port pid
    port=$(port_of api) pid=$(pid_of api)
    lose_supervisor
    kill -KILL "$pid"
    wait_for 5 is_gone "$pid"
    steal "$port"
    assert_all_say api foreign
    assert_equal "$(member '.holder.pid' api)" "$thief"
    # A start moves it, and says so everywhere.
    exits 0 envctl start
    assert_all_say api ready
    assert_different "$(port_of api)" "$port"
    assert_equal "$(listening api)" "[true]"
    assert_equal "$(jq -r '.service_to_actual_port.main.api' "$(scope_folder)/runtime_map.json")" \
        "$(port_of api)"
    kill -0 "$thief"
}

@test "data that was deleted while it is in use is told" {
    envctl start
    local data
    data=$(scope_folder)/projects/main/data/redis
    rm -rf "$data"
    assert_all_say redis degraded
    exits 0 envctl status
    assert_stdout "its data folder is gone"
}

@test "data that was deleted while stopped: a resume does not make up for it, a start says so" {
    envctl start
    lose_supervisor
    local pid
    for pid in $(envctl status --json | jq '.. | objects | .pid? // empty' | sort -u); do
        kill -KILL "$pid" 2>/dev/null || true # a supervisor that was killed before
    done
    wait_for 5 eval '[[ $(envctl status --json | jq "[.. | objects | .alive? // empty] | any") != true ]]'
    rm -rf "$(scope_folder)/projects/main/data/redis"
    assert_all_say redis failed
    exits 1 envctl resume --json
    assert_all_say redis failed
    envctl stop
    exits 0 envctl start
    assert_all_say redis ready
}

@test "a worktree that was deleted is told, and what ran in it has ended" {
    local tree pid
    tree=$(worktree "$shop" gone)
    envctl start --repo "$tree"
    pid=$(pid_of web --repo "$tree")
    rm -rf "$tree"
    wait_for 15 is_gone "$pid"
    wait_for 10 eval '[[ -z $(claims | grep "\"gone\"") ]]'
    exits 0 envctl status --project gone
    assert_stdout "its worktree is gone"
    assert_equal "$(envctl status --project gone --json \
        | jq -r '.projects[0].status // .projects[0].truth.status')" stopped
    wait_for 5 eval '[[ $(mapped web gone) == stopped ]]'
    exits 1 envctl endpoints --project gone
    exits 0 envctl prune --yes
    assert_equal "$(mapped web gone)" null
}

@test "a clock that jumps changes no truth, and ids stay sorted" {
    local runs day=86400
    for step in 0 $((-3 * day)) $((3 * day)) $((-day)); do
        export ENVCTL_TEST_CLOCK_OFFSET=$step
        exits 0 envctl start
        assert_all_say web ready
        # The look of a later command whose clock stands elsewhere.
        export ENVCTL_TEST_CLOCK_OFFSET=$((-step))
        assert_all_say web ready
        exits 0 envctl status
        refute_stdout "-"[0-9]
        # A restart with its back-off and its readiness is a matter of the other clock.
        exits 0 envctl restart web
        assert_all_say web ready
        exits 0 envctl stop
        runs+=$(basename "$(run_folder)")$'\n'
    done
    unset ENVCTL_TEST_CLOCK_OFFSET
    assert_equal "$runs" "$(sort -u <<<"$runs" | sed '/^$/d')"$'\n'
    exits 0 envctl start
    exits 0 json_valid "$(run_folder)/events.jsonl"
    exits 0 json_valid "$(run_folder)/run_state.json"
}
