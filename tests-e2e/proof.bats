#!/usr/bin/env bats
# The proof that nothing is left: by cgroups, and by marks alone.

load lib/suite

hiders='twice session bare deaf forks leaves pipe zombies'

setup_file() {
    suite_begin
    zoo=$(zoo_configuration | repository zoo)
    export zoo
}

setup() { cd "$zoo" || return; }

teardown() {
    stop_everything
    unset ENVCTL_TEST_NO_CGROUP
}

teardown_file() { suite_end; }

# All hiders as services of one project, beside a real postgres and redis.
zoo_configuration() {
    local name port=18801
    # Ports of its own: another world may take a usual one as soon as it is free.
    printf 'version: 1\nrequirements:\n  postgres: { database: zoo, port: 18811 }\n'
    printf '  redis: { port: 18812 }\nservices:\n'
    for name in $hiders; do
        hider "$name" $((port++))
    done
}

hider() {
    # shellcheck disable=SC2154 # of lib/suite
    printf '  %s:\n    command: %s\n    port: %s\n    restart: "no"\n' \
        "$1" "$python $fixtures/hider.py $1 \${port}" "$2"
    printf '    stop: { timeout: 300ms }\n'
}

# one_way WAY: from here on everything is known by cgroups, or by scans alone.
one_way() {
    way=$1
    if [[ $way == scans ]]; then export ENVCTL_TEST_NO_CGROUP=1; fi
}

# start_all: the zoo runs, and its processes are where the way says.
start_all() {
    exits 0 envctl start
    run=$(run_folder "${project:-main}")
    local name
    ports=() proof=two_scans
    for name in postgres redis $hiders; do
        ports+=("$(port_of "$name" --project "${project:-main}")")
    done
    reserved=$(reserved_ports)
    if [[ $way == groups ]]; then
        [[ -n $(groups) ]] || skip "no process can be born in a cgroup v2 here"
        proof=empty_group
    else
        assert_equal "$(groups)" ""
        assert_equal "$(jq '[.. | objects | .cgroup? | strings] | length' "$run/launch.json")" 0
    fi
}

# The cgroups of the run, one a line.
groups() {
    find "$(awk '$0 ~ / - cgroup2 / { print $5; exit }' /proc/self/mountinfo)" -type d \
        -name "envctl-${run##*/}-*" 2>/dev/null || true
}

can_bind() {
    "$python" - "$@" <<'PYTHON'
import socket, sys

for port in sys.argv[1:]:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind(("0.0.0.0", int(port)))
        one.listen()
PYTHON
}

# What must be true after every stop.
assert_nothing_left() {
    assert_equal "$(leaked_processes)" ""
    assert_equal "$(groups)" ""
    can_bind "${ports[@]}" || complain "a port is held"
    assert_equal "$(find "$ENVCTL_RUNTIME_DIR" -type s)" ""
    assert_equal "$(claims)" ""
    assert_equal "$(reserved_ports)" "$reserved"
    json_valid "$run/launch.json"
    json_valid "$run/events.jsonl"
}

# Each component of the answer is known by the way, in its JSON and in its words.
assert_proofs() {
    local name found
    found=$(jq -r '.projects[0].components[] | "\(.component) \(.proof)"' <<<"$output")
    for name in postgres redis $hiders; do
        grep -qx "$name $proof" <<<"$found" || complain "$name is not known by $proof" "$found"
    done
}

stops_everything() {
    one_way "$1"
    start_all
    exits 0 envctl stop --json
    assert_answer envctl.stop/1
    assert_proofs
    assert_json '.projects[0].without_supervisor == false'
    assert_nothing_left
}

@test "cgroups: stop ends every hider" { stops_everything groups; }
@test "scans: stop ends every hider" { stops_everything scans; }

stops_without_supervisor() {
    one_way "$1"
    start_all
    local supervisor leader
    supervisor=$(supervisor_pid) leader=$(pid_of leaves)
    kill -KILL "$supervisor"
    wait_for 5 is_gone "$supervisor"
    # Its children are on their own now, in their own sessions.
    kill -TERM "$leader"
    wait_for 5 is_gone "$leader"
    exits 0 envctl stop --json
    assert_answer envctl.stop/1
    assert_proofs
    assert_json '.projects[0].without_supervisor'
    assert_nothing_left
}

@test "cgroups: stop ends what a killed supervisor left" { stops_without_supervisor groups; }
@test "scans: stop ends what a killed supervisor left" { stops_without_supervisor scans; }

stops_what_was_adopted() {
    one_way "$1"
    start_all
    local supervisor pid
    supervisor=$(supervisor_pid) pid=$(pid_of deaf)
    kill -KILL "$supervisor"
    wait_for 5 is_gone "$supervisor"
    exits 0 envctl resume
    assert_equal "$(pid_of deaf)" "$pid"
    exits 0 envctl stop --json
    assert_proofs
    assert_nothing_left
}

@test "cgroups: a new supervisor uses the recorded ones" { stops_what_was_adopted groups; }
@test "scans: a new supervisor finds all by its mark" { stops_what_was_adopted scans; }

loses_its_worktree() {
    one_way "$1"
    local folder lost=$2 supervisor
    project=zoo-$1-$2
    folder=$(worktree "$zoo" "$project")
    cd "$folder" || return
    project=$(envctl status --json | jq -r '.projects[0].name')
    start_all
    supervisor=$(supervisor_pid)
    if [[ $lost == killed ]]; then
        kill -KILL "$supervisor"
        wait_for 5 is_gone "$supervisor"
    fi
    cd "$zoo" || return
    rm -rf "$folder"
    if [[ $lost == killed ]]; then
        exits 0 envctl stop --project "$project" --json
        assert_proofs
    else
        wait_for 30 is_gone "$supervisor"
        local found
        found=$(jq -r 'select(.event == "component.stopped") | .data.proof' \
            "$run/events.jsonl" | sort -u)
        assert_equal "$found" "$proof"
    fi
    assert_nothing_left
    git worktree prune
}

@test "cgroups: a deleted worktree ends its environment" { loses_its_worktree groups living; }
@test "scans: a deleted worktree ends its environment" { loses_its_worktree scans living; }
@test "cgroups: the same, and its supervisor was killed" { loses_its_worktree groups killed; }
@test "scans: the same, and its supervisor was killed" { loses_its_worktree scans killed; }

@test "the words of a stop say how it knows, in both ways" {
    local way
    for way in groups scans; do
        one_way "$way"
        exits 0 envctl start twice
        run=$(run_folder)
        local words="two scans of the process table found nothing of it"
        [[ -z $(groups) ]] || words="its cgroup is empty"
        exits 0 envctl stop
        assert_stdout "$words"
    done
}

@test "a cgroup knows also who has hidden from every scan" {
    cd "$({ printf 'version: 1\nservices:\n'; hider unmarked 18821; } | repository unmarked)"
    exits 0 envctl start
    run=$(run_folder)
    [[ -n $(groups) ]] || skip "no process can be born in a cgroup v2 here"
    exits 0 envctl stop --json
    assert_json '.projects[0].components[0].proof == "empty_group"'
    assert_equal "$(leaked_processes)" ""
}

@test "in a cgroup that was struck before, everything starts and is stopped with proof" {
    local mount place
    mount=$(awk '$0 ~ / - cgroup2 / { print $5; exit }' /proc/self/mountinfo)
    place=$mount/struck-$$
    mkdir "$place" 2>/dev/null && [[ -w $place/cgroup.kill ]] \
        || skip "no cgroup can be struck here"
    echo 1 >"$place/cgroup.kill"
    exits 0 bash -c "echo \$\$ >'$place/cgroup.procs' && exec '$checkout/bin/envctl' start twice"
    assert_equal "$(status_of twice)" ready
    exits 0 envctl stop
    assert_equal "$(leaked_processes)" ""
    rmdir "$place"
}
