#!/usr/bin/env bats
# Processes: how they get ready, come back and end.

load lib/suite

setup_file() { suite_begin; }

teardown() { stop_everything; }

teardown_file() { suite_end; }

# app NAME: a repository whose services are on standard input, indented as below `services:`.
app() {
    { printf 'version: 1\nservices:\n'; cat; } | repository "$1"
}

alive() { [[ -e /proc/$1 ]]; }
refute_alive() {
    local pid
    for pid in "$@"; do is_gone "$pid" || complain "process $pid is alive"; done
}
has_lines() { [[ -e $1 && $(wc -l <"$1") == "$2" ]]; }
is() { [[ $(status_of "$1") == "$2" ]]; }
is_another() { [[ $(pid_of "$1") != "$2" && $(status_of "$1") == ready ]]; }

@test "a service that ignores SIGTERM is killed after its timeout, and stop says success only then" {
    cd "$(app stubborn <<'YAML'
  api:
    command: PYTHON SERVICE stubborn ${port}
    port: 18601
    ready: { http: /healthz }
    stop: { timeout: 300ms }
YAML
    )"
    envctl start
    local pid
    pid=$(pid_of api)
    exits 0 envctl stop
    refute_alive "$pid"
    assert_equal "$(leaks)" ""
}

@test "stop ends a child in another session and a double-forked one that ignore SIGTERM" {
    cd "$(app family <<'YAML'
  api:
    command: PYTHON SERVICE family ${port} pids
    port: 18602
    ready: { http: /healthz }
    stop: { timeout: 300ms }
YAML
    )"
    envctl start
    wait_for 5 has_lines pids 2
    local family
    mapfile -t family <pids
    alive "${family[0]}"
    alive "${family[1]}"
    exits 0 envctl stop
    refute_alive "${family[@]}"
}

@test "restart of one component ends its whole family, too" {
    cd "$(app family-restart <<'YAML'
  api:
    command: PYTHON SERVICE family ${port} pids
    port: 18603
    ready: { http: /healthz }
    stop: { timeout: 300ms }
YAML
    )"
    envctl start
    wait_for 5 has_lines pids 2
    local family
    mapfile -t family <pids
    exits 0 envctl restart api
    refute_alive "${family[@]}"
}

@test "every kind of probe" {
    cd "$(app probes <<'YAML'
  by-tcp: { command: "PYTHON SERVICE serve ${port}", port: 18611, ready: { tcp: true } }
  by-http: { command: "PYTHON SERVICE serve ${port}", port: 18612, ready: { http: /healthz } }
  by-port: { command: "PYTHON SERVICE serve ${port}", port: 18613 }
  by-log: { command: "PYTHON SERVICE log up-and-running", ready: { log: "up-and-[a-z]+" } }
  by-notify: { command: "PYTHON SERVICE notify", ready: { notify: true } }
  by-file: { command: "PYTHON SERVICE file mark.ready", ready: { file: mark.ready } }
  by-exec:
    command: PYTHON SERVICE file exec.ready
    ready: { exec: test -s exec.ready }
  by-exchange:
    command: PYTHON SERVICE serve ${port}
    port: 18614
    ready: { exchange: { send: "GET /healthz HTTP/1.0\r\n\r\n", expect: "HTTP/1.1 200" } }
  by-all:
    command: PYTHON SERVICE serve ${port}
    port: 18615
    ready: { all: [{ http: /healthz }, { log: listening }] }
  by-life: { command: "PYTHON SERVICE mute" }
YAML
    )"
    exits 0 envctl start --timeout 20s
    local name
    for name in tcp http port log notify file exec exchange all life; do
        assert_equal "$(status_of "by-$name")" ready
    done
}

@test "a killed service comes back, and the exit is recorded" {
    cd "$(app comeback <<'YAML'
  api: { command: "PYTHON SERVICE serve ${port}", port: 18621, ready: { http: /healthz } }
  web: { command: "PYTHON SERVICE serve ${port}", port: 18622, needs: [api] }
YAML
    )"
    envctl start
    local api web
    api=$(pid_of api) web=$(pid_of web)
    kill -KILL "$api"
    wait_for 5 is_another api "$api"
    assert_equal "$(pid_of web)" "$web"
    component api | jq -e '.restarts == 1'
}

@test "a restarted requirement restarts its dependents only where they ask for it" {
    cd "$(app dependents <<'YAML'
  base: { command: "PYTHON SERVICE serve ${port}", port: 18623, ready: { http: /healthz } }
  calm: { command: "PYTHON SERVICE serve ${port}", port: 18624, needs: [base] }
  close:
    command: PYTHON SERVICE serve ${port}
    port: 18625
    needs: [{ name: base, restart: true }]
YAML
    )"
    envctl start
    local calm close
    calm=$(pid_of calm) close=$(pid_of close)
    exits 0 envctl restart base
    wait_for 5 is_another close "$close"
    assert_equal "$(pid_of calm)" "$calm"
}

@test "restart: no leaves an ended service failed, with its last lines in the log" {
    cd "$(app ends <<'YAML'
  api: { command: "PYTHON SERVICE serve ${port}", port: 18626, restart: no }
YAML
    )"
    envctl start
    kill -KILL "$(pid_of api)"
    wait_for 5 is api failed
    exits 0 envctl status
    assert_stdout failed
}

@test "a service that keeps ending is given up with the reason" {
    cd "$(app loops <<'YAML'
  good: { command: "PYTHON SERVICE serve ${port}", port: 18627 }
  bad:
    command: sh -c 'sleep 0.4; echo broken again; exit 3'
YAML
    )"
    envctl start
    wait_for 40 is bad failed
    assert_equal "$(status_of good)" ready
}

@test "stop of one component leaves its siblings, and start brings it back on its port" {
    cd "$(app one <<'YAML'
  api: { command: "PYTHON SERVICE serve ${port}", port: 18628, ready: { http: /healthz } }
  web: { command: "PYTHON SERVICE serve ${port}", port: 18629 }
YAML
    )"
    envctl start
    local api
    api=$(pid_of api)
    exits 0 envctl stop web
    assert_equal "$(status_of web)" stopped
    assert_equal "$(pid_of api)" "$api"
    exits 0 envctl start
    assert_equal "$(status_of web)" ready
    assert_equal "$(port_of web)" 18629
    assert_equal "$(pid_of api)" "$api"
}

@test "a changed configuration restarts only what it touches, and says why" {
    cd "$(app changed <<'YAML'
  api: { command: "PYTHON SERVICE serve ${port}", port: 18631, env: { A: "1" } }
  web: { command: "PYTHON SERVICE serve ${port}", port: 18632 }
YAML
    )"
    envctl start
    local api web
    api=$(pid_of api) web=$(pid_of web)
    sed -i 's/A: "1"/A: "2"/' envctl.yaml
    exits 0 envctl start
    assert_says api
    assert_different "$(pid_of api)" "$api"
    assert_equal "$(pid_of web)" "$web"
    assert_equal "$(fetch "$(url_of api)/env/A")" 2
}

@test "what only the supervisor goes by is taken over without a restart" {
    cd "$(app rules <<'YAML'
  api: { command: sleep 100000, restart: "no" }
YAML
    )"
    envctl start
    local api
    api=$(pid_of api)
    sed -i 's/restart: "no"/restart: always, stop: { signal: SIGINT }/' envctl.yaml
    exits 0 envctl start --dry-run
    assert_says "'api' needs no restart for what has changed: restart, stop"
    exits 0 envctl start
    assert_stderr "'api' needs no restart for what has changed: restart, stop"
    assert_equal "$(pid_of api)" "$api"
    # Told once: it is taken over.
    exits 0 envctl start
    assert_equal "$stderr" ""
    kill -9 "$api"
    wait_for 10 is_another api "$api"
    exits 0 envctl stop
    assert_stdout "signal 2 (SIGINT)"
}

@test "what is no longer configured runs on and is named; a component that failed shows in the whole" {
    cd "$(app shrinking <<'YAML'
  api: { command: sleep 100000 }
  old: { command: sleep 100000 }
YAML
    )"
    envctl start
    sed -i '/old:/d' envctl.yaml
    exits 0 envctl start
    assert_stderr "'old' runs, but is no longer configured"
    exits 0 envctl stop old
    assert_stdout "main: old stopped"
    assert_equal "$(status_of old) $(status_of api)" "stopped ready"
    echo '  bad: { command: exit 3 }' >>envctl.yaml
    exits 1 envctl start
    exits 0 envctl status --json
    assert_json '.projects[0].status == "degraded"'
}

@test "a step's background processes end with it" {
    cd "$(app daemon <<'YAML'
  api:
    prepare: "setsid sleep 4712 & sleep 0.1"
    command: sleep 100000
YAML
    )"
    exits 0 envctl start
    assert_equal "$(pgrep -fc -- "sleep 4712")" 0
}

@test "services read nothing from the terminal and see no session variables" {
    cd "$(app session <<'YAML'
  api: { command: "PYTHON SERVICE serve ${port}", port: 18633, ready: { http: /healthz } }
YAML
    )"
    TERM=xterm-strange SSH_AUTH_SOCK=/tmp/agent CUSTOM=kept envctl start
    assert_equal "$(readlink "/proc/$(pid_of api)/fd/0")" /dev/null
    assert_equal "$(fetch "$(url_of api)/env/TERM")" ""
    assert_equal "$(fetch "$(url_of api)/env/SSH_AUTH_SOCK")" ""
    assert_equal "$(fetch "$(url_of api)/env/CUSTOM")" kept
}

@test "stop works without a supervisor" {
    cd "$(app orphan <<'YAML'
  api: { command: "PYTHON SERVICE serve ${port}", port: 18634, ready: { http: /healthz } }
YAML
    )"
    envctl start
    local api
    api=$(pid_of api)
    end_now "$(supervisor_pid)"
    alive "$api"
    exits 0 envctl status
    assert_stdout "its supervisor was lost; 'envctl resume' gives what runs a new one"
    exits 0 envctl stop
    refute_alive "$api"
    assert_equal "$(leaked_processes)" ""
}

@test "--detach returns before ready; --skip leaves out; a named component brings what it needs" {
    cd "$(app partial <<'YAML'
  api: { command: "PYTHON SERVICE slow ${port} 1", port: 18635, ready: { http: /healthz } }
  web: { command: "PYTHON SERVICE serve ${port}", port: 18636, needs: [api] }
  extra: { command: "PYTHON SERVICE serve ${port}", port: 18637 }
YAML
    )"
    exits 0 envctl start --skip extra --skip web --detach
    wait_for 10 is api ready
    exits 0 envctl start web
    assert_equal "$(status_of web)" ready
    assert_different "$(status_of extra)" ready
}

@test "a start that a slow service does not finish in --timeout is undone; --keep keeps the rest" {
    cd "$(app slow <<'YAML'
  good: { command: "PYTHON SERVICE serve ${port}", port: 18638, ready: { http: /healthz } }
  late: { command: "PYTHON SERVICE slow ${port} 60", port: 18639, needs: [good] }
YAML
    )"
    exits 1 envctl start --timeout 1s
    assert_says late
    assert_equal "$(leaked_processes)" ""
    assert_equal "$(claims)" ""
    exits 1 envctl start --timeout 1s --keep
    assert_equal "$(status_of good)" ready
}
