#!/usr/bin/env bats
# A machine that was started anew: everything that ran comes back, and nothing else.

load lib/suite

setup_file() {
    suite_begin
    shop=$(repository shop <<YAML
version: 1
requirements:
  postgres: { database: shop }
  redis: {}
services:
  api:
    command: PYTHON SERVICE serve \${port}
    port: 18721
    ready: { http: /healthz }
    needs: [postgres, redis]
steps:
  meet: { run: "$fixtures/meet.sh $world/meeting \${project} 3", before: api }
YAML
    )
    blog=$(repository blog <<YAML
version: 1
requirements:
  redis: {}
services:
  web:
    command: PYTHON SERVICE serve \${port}
    port: 18731
    needs: [redis]
steps:
  meet: { run: "$fixtures/meet.sh $world/meeting blog 3", before: web }
YAML
    )
    login=$(worktree "$shop" login) idle=$(worktree "$shop" idle)
    export shop blog login idle
}

# Each test is a process of its own: the boot that the one before ended in goes on.
setup() {
    cd "$shop" || return
    [[ ! -e $world/boot ]] || ENVCTL_TEST_BOOT_ID=$(<"$world/boot")
    [[ ! -e $world/boot ]] || export ENVCTL_TEST_BOOT_ID
}

teardown_file() {
    [[ ! -e $world/boot ]] || ENVCTL_TEST_BOOT_ID=$(<"$world/boot")
    [[ ! -e $world/boot ]] || export ENVCTL_TEST_BOOT_ID
    stop_everything
    [[ ! -e $world/strangers ]] || xargs kill -KILL <"$world/strangers" || true # they are gone
    suite_end
}

# finding NAME PROJECT: of that project of `resume --everywhere`.
finding() {
    jq -r --arg name "$1" --arg project "$2" '.projects[] | select(.scope + "/" + .name
        | test($project)) | .findings[] | select(.name == $name) | .finding + " " + .action' \
        <<<"$output"
}

outcome() {
    jq -r --arg project "$1" '.projects[] | select(.scope + "/" + .name | test($project))
        | .outcome' <<<"$output"
}

# The power goes, and with it the boot id and all that is in memory.
reboot() {
    end_leaked_processes
    wait_for 5 eval '[[ -z $(leaked_processes) ]]'
    rm -rf "$ENVCTL_RUNTIME_DIR"
    ENVCTL_TEST_BOOT_ID=$(cat /proc/sys/kernel/random/uuid)
    export ENVCTL_TEST_BOOT_ID
    echo "$ENVCTL_TEST_BOOT_ID" >"$world/boot"
}

# A process that is not ours in any way; its pid.
stranger() {
    (cd / && exec env -i /bin/sleep 3600) </dev/null >/dev/null 2>&1 3>&- &
    echo $! >>"$world/strangers"
    echo $!
}

start_time() { sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 20; }

# rewrite FOLDER COMPONENT PID TIME: its recorded identity gets these.
rewrite() {
    local file
    for file in launch.json run_state.json; do
        jq --arg name "$2" --argjson pid "$3" --argjson time "$4" '
            walk(if type == "object" and (.component? == $name or .name? == $name)
                then (.. | objects | select(has("pid") and has("start_time")))
                    |= (.pid = $pid | .start_time = $time)
                else . end)' "$1/$file" >"$1/$file.next"
        cat "$1/$file.next" >"$1/$file"
        rm "$1/$file.next"
    done
}

# Adds one to each of three keys of the blog's redis, and prints them.
keys() {
    local number
    for number in 1 2 3; do fetch "$(url_of web --repo "$blog")/redis/incr/k$number"; done
}
rows() { envctl exec "$@" psql -Atc 'select count(*) from t'; }

@test "three environments run, one was stopped; each has its data" {
    exits 0 envctl start --all
    exits 0 envctl start --repo "$blog"
    exits 0 envctl stop --project idle
    local count=100 name
    for name in main login; do
        envctl exec --project "$name" psql -qc 'create table t (n int)'
        envctl exec --project "$name" psql -qc \
            "insert into t select generate_series(1, $count)"
        fetch "$(url_of api --project "$name")/redis/incr/of-$name" >/dev/null
        count=$((count + 100))
    done
    assert_equal "$(rows --project main) $(rows --project login)" "100 200"
    assert_equal "$(keys)" ":1:1:1"
}

@test "after a reboot a dry run tells what was lost, and touches nothing" {
    reboot
    # Recorded pids are now strangers': one with another start time, one of the boot before.
    local one two run
    one=$(stranger) two=$(stranger)
    echo "$one $two" >"$world/two-strangers"
    run=$(run_folder login)
    rewrite "$run" redis "$one" 1
    rewrite "$run" api "$two" "$(start_time "$two")"
    local before
    before=$(tree_digest "$ENVCTL_STATE_DIR/scopes")
    exits 0 envctl resume --everywhere --dry-run --json
    assert_answer envctl.resume/1
    assert_equal "$(finding api shop.*login) $(finding redis shop.*login)" "lost start lost start"
    assert_equal "$(outcome shop.*idle)" planned
    assert_equal "$(finding api shop.*idle)" "stopped_by_user leave"
    assert_equal "$(tree_digest "$ENVCTL_STATE_DIR/scopes")" "$before"
    assert_equal "$(leaked_processes)" ""
}

@test "resume --everywhere brings back what ran, side by side, and no other" {
    mkdir "$world/meeting"
    exits 0 envctl resume --everywhere --json
    rm -r "$world/meeting"
    assert_answer envctl.resume/1
    assert_equal "$(outcome shop.*main) $(outcome shop.*login) $(outcome blog)" \
        "resumed resumed resumed"
    assert_equal "$(outcome shop.*idle)" nothing_to_resume
    exits 0 envctl status --project idle
    assert_stdout stopped
    assert_equal "$(rows --project main) $(rows --project login)" "100 200"
    assert_equal "$(fetch "$(url_of api --project login)/redis/incr/of-login")" ":2"
    assert_equal "$(fetch "$(url_of api)/redis/incr/of-main")" ":2"
    assert_equal "$(keys)" ":2:2:2"
}

@test "strangers on recorded pids are neither signalled nor adopted" {
    local pid
    read -r one two <"$world/two-strangers"
    for pid in $one $two; do
        is_gone "$pid" && complain "stranger $pid was ended"
        [[ $(pid_of redis --project login) != "$pid" ]]
        [[ $(pid_of api --project login) != "$pid" ]]
        ! grep -q "\"pid\": $pid\b" "$(run_folder login)/launch.json"
    done
}

@test "a port that a stranger took: found as foreign, moved with a note, and it stays there" {
    local port
    port=$(port_of web --repo "$blog")
    reboot
    (cd / && exec env -i "$python" -c "import socket, time
server = socket.create_server(('127.0.0.1', $port))
time.sleep(3600)") </dev/null >/dev/null 2>&1 3>&- &
    local holder=$!
    echo "$holder" >>"$world/strangers"
    wait_for 10 eval "ss -Hltn 'sport = :$port' | grep -q ."
    exits 0 envctl resume --everywhere --dry-run --json
    assert_equal "$(finding web blog)" "foreign start"
    assert_says "port $port is held by"
    exits 0 envctl resume --everywhere --json
    assert_equal "$(finding web blog)" "foreign start"
    assert_says "port $port is held by"
    assert_says "'web' moved to"
    assert_equal "$(status_of web --repo "$blog")" ready
    local moved
    moved=$(port_of web --repo "$blog")
    assert_different "$moved" "$port"
    is_gone "$holder" && complain "the stranger was ended"
    end_now "$holder"
    reboot
    exits 0 envctl resume --everywhere
    assert_equal "$(port_of web --repo "$blog")" "$moved"
}

@test "a stranger on the port of what died unwatched, beside what is adopted" {
    local port pid supervisor redis
    port=$(port_of api) pid=$(pid_of api) supervisor=$(supervisor_pid) redis=$(pid_of redis)
    kill -KILL "$supervisor" "$pid"
    wait_for 5 is_gone "$supervisor"
    wait_for 5 is_gone "$pid"
    (cd / && exec env -i "$python" -c "import socket, time
server = socket.create_server(('127.0.0.1', $port))
time.sleep(3600)") </dev/null >/dev/null 2>&1 3>&- &
    echo $! >>"$world/strangers"
    wait_for 10 eval "ss -Hltn 'sport = :$port' | grep -q ."
    exits 0 envctl resume --json
    assert_equal "$(finding api shop.*main)" "foreign start"
    assert_equal "$(finding redis shop.*main)" "adoptable adopt"
    assert_equal "$(pid_of redis)" "$redis"
    assert_equal "$(status_of api)" ready
    assert_different "$(port_of api)" "$port"
}

@test "a server that the user gave is not watched: asked again, in a dry run only told" {
    local given
    given=$(repository given <<YAML
version: 1
requirements:
  redis: { url: "$(envctl exec --repo "$blog" sh -c 'echo $REDIS_URL')" }
services:
  web: { command: "PYTHON SERVICE serve \${port}", port: 18741, needs: [redis] }
YAML
    )
    cd "$given"
    exits 0 envctl start
    end_now "$(supervisor_pid)"
    wait_for 5 eval 'envctl status | grep -q lost'
    exits 0 envctl resume --dry-run --json
    assert_equal "$(finding redis given)" "supervisor_lost check"
    assert_equal "$(finding web given)" "adoptable adopt"
    exits 0 envctl resume --json
    assert_answer envctl.resume/1
    assert_equal "$(finding redis given)" "supervisor_lost check"
    exits 0 envctl resume --json
    assert_equal "$(finding redis given)" "running keep"
    exits 0 envctl stop
}
