#!/usr/bin/env bats
# State that is not as we left it: each answer tells what, where, why, and what to type.

load lib/suite

setup_file() {
    suite_begin
    shop=$(repository shop <<'YAML'
version: 1
requirements:
  redis: {}
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 18751
    ready: { http: /healthz }
    needs: [redis]
YAML
    )
    login=$(worktree "$shop" login)
    export shop login
}

setup() { cd "$shop" || return; }

teardown() {
    unset ENVCTL_TEST_BOOT_ID
    stop_everything
}

teardown_file() { suite_end; }

# edit FILE FILTER [WORDS…]: jq in place, the file stays the same one.
edit() {
    local file=$1
    shift
    jq "$@" "$file" >"$file.next"
    cat "$file.next" >"$file"
    rm "$file.next"
}

lose_supervisor() {
    local pid
    pid=$(supervisor_pid)
    kill -KILL "$pid"
    wait_for 5 is_gone "$pid"
}

end_all() {
    end_leaked_processes
    wait_for 5 eval '[[ -z $(leaked_processes) ]]'
}

# told: an error as an object, with all that a person needs.
told() {
    assert_json '.ok == false'
    assert_json '(.error // .projects[0].error // .errors[0]) | (.code | length > 0)
        and (.message | length > 0) and (.where | length > 0) and (.hint | length > 0)'
}

@test "state of another machine: nothing of it is believed to run, and resume brings it back" {
    exits 0 envctl start
    local pid run
    pid=$(pid_of redis)
    end_all
    # The same folder, put back on a machine where those pids are others'.
    (cd / && exec env -i /bin/sleep 3600) </dev/null >/dev/null 2>&1 3>&- &
    local stranger=$!
    run=$(run_folder)
    local file
    for file in launch.json run_state.json; do
        edit "$run/$file" --argjson pid "$stranger" 'walk(if type == "object" and has("boot_id")
            then .boot_id = "0d0d0d0d-0000-4000-8000-000000000000" | .pid = $pid else . end)'
    done
    exits 0 envctl status
    assert_stdout lost
    exits 0 envctl resume --json
    assert_json '.projects[0].outcome == "resumed"'
    assert_different "$(pid_of redis)" "$stranger"
    is_gone "$stranger" && complain "the stranger was ended"
    exits 0 envctl stop
    is_gone "$stranger" && complain "the stranger was ended"
    kill -KILL "$stranger"
}

@test "a recorded pid that is now another user's process is neither signalled nor adopted" {
    [[ $EUID == 0 ]] || skip "needs root"
    exits 0 envctl start
    lose_supervisor
    local api stranger run file
    api=$(pid_of api)
    kill -KILL "$api"
    wait_for 5 is_gone "$api"
    (cd / && exec env -i /usr/sbin/runuser -u nobody -- /bin/sleep 3600) \
        </dev/null >/dev/null 2>&1 3>&- &
    local launcher=$!
    wait_for 5 pgrep -P "$launcher"
    stranger=$(pgrep -P "$launcher")
    run=$(run_folder)
    for file in launch.json run_state.json; do
        edit "$run/$file" --argjson old "$api" --argjson pid "$stranger" \
            'walk(if type == "object" and .pid? == $old then .pid = $pid else . end)'
    done
    exits 0 envctl status --json
    assert_equal "$(status_of api)" lost
    exits 0 envctl resume --json
    assert_equal "$(status_of api)" ready
    assert_different "$(pid_of api)" "$stranger"
    exits 0 envctl stop
    is_gone "$stranger" && complain "the stranger was ended"
    kill -KILL "$stranger"
}

@test "a state folder of another user is refused" {
    [[ $EUID == 0 ]] || skip "needs root"
    chown nobody "$ENVCTL_STATE_DIR"
    exits 1 envctl start --json
    chown root "$ENVCTL_STATE_DIR"
    told
    assert_says "$ENVCTL_STATE_DIR"
    assert_says "$(id -u nobody)"
}

@test "a repository that moved: what ran there is told of, and others come back" {
    local moving
    moving=$(repository moving <<'YAML'
version: 1
services:
  web: { command: [PYTHON, SERVICE, serve, "${port}"], port: 18752 }
YAML
    )
    exits 0 envctl start --repo "$moving"
    exits 0 envctl start
    end_all
    mv "$moving" "$world/moved"
    exits 1 envctl resume --everywhere --json
    assert_json '.projects[] | select(.scope | startswith("shop")) | select(.name == "main")
        | .outcome == "resumed"'
    assert_json '.projects[] | select(.scope | startswith("moving")) | .ok == false
        and (.error.where | contains("/moving")) and (.error.hint | length > 0)'
    exits 1 envctl resume --everywhere
    assert_stderr "$moving"
    # At its new place it is another one, with the same configuration.
    exits 0 envctl start --repo "$world/moved"
    exits 0 envctl stop --repo "$world/moved"
    # Brought back to its place it is what it was.
    mv "$world/moved" "$moving"
    exits 0 envctl resume --everywhere
    assert_equal "$(status_of web --repo "$moving")" ready
}

@test "a damaged port registry is set aside and made anew from the manifests" {
    exits 0 envctl start --all
    local before
    before=$(reserved_ports)
    printf '{ "schema": "envctl.ports/1", "reservations": [ {' >"$ENVCTL_STATE_DIR/ports.json"
    exits 0 envctl status
    exits 0 envctl stop --all
    exits 0 envctl start --all
    assert_equal "$(reserved_ports)" "$before"
    compgen -G "$ENVCTL_STATE_DIR/ports.json.bad-*" >/dev/null
    exits 0 envctl stop --all
    : >"$ENVCTL_STATE_DIR/ports.json"
    exits 0 envctl start --all
    assert_equal "$(reserved_ports)" "$before"
}

@test "a plain file in the place of the supervisor's socket: it is made anew" {
    exits 0 envctl start
    local socket
    socket=$(jq -r '.socket_folder' "$(run_folder)/launch.json")/supervisor.sock
    replace() {
        rm -f "$socket"
        echo "no socket" >"$socket"
    }
    local supervisor api
    supervisor=$(supervisor_pid) api=$(pid_of api)
    replace
    exits 0 envctl status
    exits 0 envctl restart redis
    assert_equal "$(supervisor_pid) $(pid_of api)" "$supervisor $api"
    # The whole folder of the sockets, too: it may vanish at any time.
    rm -rf "$ENVCTL_RUNTIME_DIR"
    exits 0 envctl start --json
    assert_json '.projects[0].outcome == "unchanged"'
    exits 0 envctl restart api
    assert_equal "$(supervisor_pid)" "$supervisor"
    replace
    exits 0 envctl stop
    assert_equal "$(leaked_processes)" ""
    # Left behind by whoever, it keeps nothing from starting.
    mkdir -p "${socket%/*}"
    replace
    exits 0 envctl start
}

@test "a supervisor that can't make its socket anew: told, with what to do, and that helps" {
    exits 0 envctl start
    local socket supervisor api
    socket=$(jq -r '.socket_folder' "$(run_folder)/launch.json")/supervisor.sock
    supervisor=$(supervisor_pid) api=$(pid_of api)
    rm "$socket"
    mkdir -p "$socket/in-the-way"
    exits 1 envctl stop --json
    told
    assert_says "$socket"
    assert_says "kill -KILL $supervisor"
    rm -r "$socket"
    kill -KILL "$supervisor"
    wait_for 5 is_gone "$supervisor"
    exits 0 envctl resume
    assert_equal "$(pid_of api)" "$api"
}

@test "a runtime folder that can't be written to is told of; looking works" {
    [[ $EUID == 0 ]] || skip "needs root"
    unshare -m true 2>/dev/null || skip "needs mount namespaces"
    mkdir -p "$ENVCTL_RUNTIME_DIR"
    read_only() {
        unshare -m sh -c 'mount -t tmpfs -o ro,mode=711 none "$1" && shift && exec "$@"' - \
            "$ENVCTL_RUNTIME_DIR" "$checkout/bin/envctl" "$@"
    }
    exits 1 read_only start --json
    told
    assert_says "$ENVCTL_RUNTIME_DIR"
    assert_says "ead-only"
    exits 0 read_only status
    [[ $(claims) != *shop-* ]] || complain "a claim is left" "$(claims)"
    assert_equal "$(leaked_processes)" ""
    exits 0 envctl start
}

@test "damaged names are made anew: the same names, and resume --everywhere still finds all" {
    git -C "$login" switch --quiet -c renamed
    exits 0 envctl start --all
    local file ports content
    file=$(scope_folder)/scope.json
    ports=$(port_of api --project login)
    for content in '{ "schema": "envctl.scope/1", "projects": [' '' '[]'; do
        printf '%s' "$content" >"$file"
        exits 0 envctl list-targets --json
        assert_says '"login"'
        exits 0 envctl status --project login
        assert_equal "$(port_of api --project login)" "$ports"
        end_all
        exits 0 envctl resume --everywhere --json
        assert_stderr "a damaged record was set aside as $file.bad-"
        assert_json '[.projects[] | select(.outcome == "resumed") | .name] | sort
            == ["login", "main"]'
        assert_equal "$(port_of api --project login)" "$ports"
        json_valid "$file"
    done
    assert_equal "$(jq -r '[.projects[].name] | sort | join(" ")' "$file")" "login main"
}

@test "a launch record that is damaged: what runs is not lost, and the answer says where" {
    exits 0 envctl start
    local run
    run=$(run_folder)
    lose_supervisor
    cp "$run/launch.json" "$world/launch.json"
    echo '{ "schema": "envctl.launch/1", ' >"$run/launch.json"
    exits 1 envctl resume --json
    told
    assert_says "$run/launch.json"
    exits 0 envctl status
    cp "$world/launch.json" "$run/launch.json"
    exits 0 envctl resume
    # The other way out: what the hint says.
    lose_supervisor
    echo '{ "schema": "envctl.launch/1", ' >"$run/launch.json"
    end_now "$(pid_of api)" "$(pid_of redis)"
    mv "$run/launch.json" "$world/launch.json"
    exits 0 envctl start
    assert_equal "$(status_of api)" ready
}

@test "a run record that is damaged: a start does not show as lost what runs" {
    exits 0 envctl start
    local api
    api=$(pid_of api)
    echo '{broken' >"$(run_folder)/run_state.json"
    exits 0 envctl start --json
    assert_json '[.projects[0].components[] | [.status, .reason]] | unique == [["ready", null]]'
    echo '{broken' >"$(run_folder)/run_state.json"
    exits 0 envctl start
    assert_stdout "ran already"
    refute_stdout lost
    assert_equal "$(pid_of api) $(status_of api)" "$api ready"
    rm "$(run_folder)"/run_state.json.bad-*
}

# side_by_side COMMAND…: in $few and in $shop, in turns, so that whatever else the machine does meets
# both; sets few_time and many_time, the medians of seven in microseconds.
side_by_side() {
    local began folder
    local -A times
    for _ in 1 2 3 4 5 6 7; do
        for folder in "$few" "$shop"; do
            cd "$folder" || return
            began=${EPOCHREALTIME/[.,]/}
            "$@" >/dev/null 2>&1
            times[$folder]+=$((${EPOCHREALTIME/[.,]/} - began))$'\n'
        done
    done
    few_time=$(sort -n <<<"${times[$few]%$'\n'}" | sed -n 4p)
    many_time=$(sort -n <<<"${times[$shop]%$'\n'}" | sed -n 4p)
}

again() { envctl stop && envctl start; }

@test "ten thousand runs make neither status nor start slow" {
    exits 0 envctl start
    envctl stop
    local run few few_time many_time
    run=$(run_folder)
    few=$(repository few <"$shop/envctl.yaml")
    exits 0 envctl start --repo "$few"
    "$python" - "$run" <<'PYTHON'
import os, sys

run = sys.argv[1]
runs = os.path.dirname(run)
with open(os.path.join(run, "run_state.json")) as file:
    state = file.read()
name = os.path.basename(run)
for number in range(10000):
    other = "20200101T%02d%02d%02d.000Z-%06x" % (
        number // 3600, number // 60 % 60, number % 60, number)
    os.mkdir(os.path.join(runs, other), 0o700)
    with open(os.path.join(runs, other, "run_state.json"), "w") as file:
        file.write(state.replace(name, other))
PYTHON
    local words
    for words in again 'envctl status'; do
        # shellcheck disable=SC2086
        side_by_side $words
        echo "$words: $few_time µs with few, $many_time with many" >&3
        ((many_time < 3 * few_time)) || complain "$words: $few_time µs, then $many_time"
    done
    # They grow fewer with each start, a few at a time.
    [[ $(find "${run%/*}" -mindepth 1 -maxdepth 1 -type d | wc -l) -lt 10000 ]]
}
