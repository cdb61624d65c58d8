#!/usr/bin/env bats
# start --foreground: follows what it started, and ends with it or ends it.

load lib/suite

setup_file() { suite_begin; }

teardown() {
    if [[ -n ${stayer:-} ]]; then kill -KILL "$stayer" 2>/dev/null || true; fi
    stop_everything
}

teardown_file() { suite_end; }

# Says "up" and each line of its FIFO; says "down" when it is asked to end, after a while where the
# file "slow" is there.
setup() {
    if [[ -d $world/front ]]; then cd "$world/front" || return; else
        cd "$(repository front <<'YAML'
version: 1
services:
  api: { command: "trap 'echo down; [ ! -e slow ] || cat slow; exit 0' TERM; echo up; while :; do cat api.in & wait $!; done", ready: { log: up }, stop: { timeout: 20s } }
  web: { command: "echo web; exec sleep 1000", ready: { log: web } }
YAML
)" || return
        mkfifo api.in
    fi
    seen=$BATS_TEST_TMPDIR/seen told=$BATS_TEST_TMPDIR/told
}

# stay WORDS…: in the background.
stay() {
    "$checkout/bin/envctl" start --foreground "$@" >"$seen" 2>"$told" 3>&- &
    stayer=$!
}

has() { grep -q -F -- "$2" "$1"; }
pid_of() { envctl status --json | jq ".projects[0].components[] | select(.name == \"$1\").pid"; }

# ends CODE: what stays ends by itself, with that code.
ends() {
    local code=0
    wait "$stayer" || code=$?
    [[ $code == "$1" ]] || complain "ended with $code" "$(cat "$seen" "$told")"
    stayer=
}

@test "it shows what all components write; Ctrl-C stops all with proof and ends with 2" {
    local api web
    stay
    wait_for 10 has "$seen" "api | up"
    wait_for 10 has "$told" "Ctrl-C stops the environment"
    has "$seen" "main: ready in"
    api=$(pid_of api) web=$(pid_of web)
    timeout 5 bash -c 'echo "a word" >api.in'
    wait_for 5 has "$seen" "api | a word"
    kill -INT "$stayer"
    ends 2
    has "$seen" "api | down"
    has "$seen" "main: stopped in"
    is_gone "$api"
    is_gone "$web"
    exits 0 envctl status --json
    assert_json '.projects[0].status == "stopped"'
}

@test "SIGTERM does the same; a second one shortens the grace" {
    local api
    mkfifo slow
    stay --json
    wait_for 10 has "$seen" '"line":"up"'
    api=$(pid_of api)
    kill -TERM "$stayer"
    wait_for 5 has "$seen" '"line":"down"'
    kill -TERM "$stayer"
    ends 2
    rm slow
    is_gone "$api"
    # Each line is an object of its own kind: the start, the lines, the stop.
    assert_equal "$(jq -r .schema "$seen" | uniq | tr '\n' ' ')" \
        "envctl.start/1 envctl.log_line/1 envctl.stop/1 "
    mv "$seen" "$seen.jsonl"
    json_valid "$seen.jsonl"
    assert_equal "$(jq 'select(.schema == "envctl.stop/1") | .projects[0].components
        | map(select(.component == "api"))[0].forced' "$seen.jsonl")" true
}

@test "where another command stops the environment it ends with 0" {
    stay
    wait_for 10 has "$told" "Ctrl-C stops"
    exits 0 envctl stop
    ends 0
    has "$told" "main: was stopped"
    has "$seen" "api | down"
}

@test "what runs already is stayed with; a restart by another command is followed" {
    envctl start
    stay
    wait_for 10 has "$told" "Ctrl-C stops"
    has "$seen" "nothing to do"
    ! has "$seen" "api | up" || complain "lines of before are shown"
    envctl restart api
    wait_for 5 has "$seen" "api | up"
    kill -INT "$stayer"
    ends 2
    exits 0 envctl status --json
    assert_json '.projects[0].status == "stopped"'
}

@test "a supervisor that is killed is told, and what it looked after runs on" {
    local api
    stay
    wait_for 10 has "$told" "Ctrl-C stops"
    api=$(pid_of api)
    end_now "$(envctl status --json | jq '.projects[0].supervisor.pid')"
    ends 1
    has "$told" "envctl resume"
    [[ -d /proc/$api ]]
    envctl stop
}

# on_terminal KEY: start --foreground on a terminal, which KEY happens to once it follows.
on_terminal() {
    TERM=xterm "$python" "$checkout/tests-e2e/lib/typed.py" --at "Ctrl-C stops" "$1" \
        "$checkout/bin/envctl" start --foreground
}

@test "on a terminal: Ctrl-C stops all; a terminal that is closed takes the environment with it" {
    exits 2 on_terminal ^C
    assert_stdout "main: stopped in"
    assert_stdout "api | down"
    run on_terminal hangup
    [[ $status != 0 ]] || complain "it ended well"
    exits 0 envctl status --json
    assert_json '.projects[0].status == "stopped"'
}

@test "where nobody reads any more it stops what it started" {
    run bash -c '"$0" start --foreground | head -n 1' "$checkout/bin/envctl"
    assert_stdout "main: ready in"
    exits 0 envctl status --json
    assert_json '.projects[0].status == "stopped"'
}

@test "a start that fails is told as ever, and nothing stays" {
    cd "$(repository bad <<'YAML'
version: 1
services:
  api: { command: PYTHON SERVICE exit 3, restart: "no", ready: { alive: 5s } }
YAML
)"
    exits 1 envctl start --foreground
    assert_stderr "exit"
    exits 1 envctl start --foreground --detach
    assert_stderr "exclude each other"
}
