#!/usr/bin/env bats
# Reservations, claims, strangers.

load lib/suite

setup_file() { suite_begin; }

teardown() { stop_everything; }

teardown_file() { suite_end; }

# app NAME PORT: a repository with one service that prefers PORT.
app() {
    repository "$1" <<YAML
version: 1
services:
  api:
    command: PYTHON SERVICE serve \${port}
    port: $2
    ready: { http: /healthz }
YAML
}

# stranger ADDRESS PORT: someone else's listener; its pid is in $stranger.
stranger() {
    "$python" - "$1" "$2" 3>&- <<'PYTHON' &
import socket, sys, time
family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
listener = socket.socket(family)
if family == socket.AF_INET6:
    listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
listener.bind((sys.argv[1], int(sys.argv[2])))
listener.listen()
time.sleep(60)
PYTHON
    stranger=$!
    wait_for 5 listens "$2"
}

listens() { ss -Hltn "sport = :$1" | grep -q .; }

@test "the main worktree gets the configured port, a linked one another, and both keep theirs" {
    cd "$(app keep 18451)"
    local tree port
    tree=$(worktree "$PWD" one)
    envctl start
    envctl start --repo "$tree"
    port=$(port_of api --repo "$tree")
    assert_equal "$(port_of api)" 18451
    assert_different "$port" 18451
    envctl stop-all
    # Others come and go in between.
    envctl start --repo "$(worktree "$PWD" two)"
    envctl stop-all
    git worktree remove --force "$world/keep-two"
    envctl start --repo "$tree"
    assert_equal "$(port_of api --repo "$tree")" "$port"
    envctl stop-all
    assert_equal "$(claims)" ""
}

@test "a port that is configured for a linked worktree alone counts there" {
    cd "$(app alone 18491)"
    local tree
    tree=$(worktree "$PWD" one)
    envctl start
    cd "$tree"
    exits 0 envctl start
    exits 0 envctl config set services.api.port 18492
    exits 0 envctl start
    assert_equal "$(port_of api)" 18492
    exits 0 envctl start SERVICES__API__PORT=18493
    assert_equal "$(port_of api)" 18493
    # What another worktree has is not to be had, and that is told.
    exits 0 envctl config set services.api.port 18491
    exits 0 envctl config set port_conflict fail
    exits 0 envctl start
    assert_says "port 18491 is kept for 'api' of"
    assert_equal "$(port_of api) $(port_of api --repo "$world/alone")" "18493 18491"
}

@test "a stranger on the port, on any kind of address, is named and the component moves" {
    local address port=18461
    for address in 127.0.0.1 0.0.0.0 ::1 ::; do
        port=$((port + 1))
        cd "$(app "stranger-$port" "$port")"
        stranger "$address" "$port"
        exits 0 envctl start
        assert_says "$stranger"
        assert_says "python"
        assert_different "$(port_of api)" "$port"
        assert_equal "$(fetch "$(url_of api)/healthz")" ok
        jq -e --argjson port "$port" 'any(.. | numbers; . == $port)' \
            "$(run_folder main)/ports_manifest.json"
        kill "$stranger"
        envctl stop
    done
}

@test "doctor sees a stranger on the port of what is stopped beside what runs" {
    cd "$(repository beside <<'YAML'
version: 1
services:
  a: { command: "PYTHON SERVICE serve ${port}", port: 18561, ready: { http: /healthz } }
  b: { command: "PYTHON SERVICE serve ${port}", port: 18562, ready: { http: /healthz } }
YAML
)"
    exits 0 envctl start
    exits 0 envctl doctor --only ports.foreign --json
    assert_json '.checks[0].severity == "ok"'
    exits 0 envctl stop a
    exits 0 envctl doctor --only ports.foreign --json
    assert_json '.checks[0].severity == "ok"'
    # The port still remembers the connections of the component's checks, so one that may reuse it.
    "$python" "$fixtures/service.py" serve 18561 3>&- &
    stranger=$!
    wait_for 5 listens 18561
    exits 0 envctl doctor --only ports.foreign --json
    assert_json '.checks[0].severity == "warn"'
    assert_json '.checks[0].evidence | length == 1 and (.[0] | contains("main/a") and contains("'"$stranger"'"))'
    kill "$stranger"
}

@test "start --dry-run names the ports that the start then has" {
    local folder
    folder=$(worktree "$(app preview 18095)" preview)
    cd "$folder"
    exits 0 envctl start --dry-run --json
    local planned
    planned=$(jq -r '.projects[0].ports[0].final' <<<"$output")
    assert_equal "$(reserved_ports | grep -cx "$planned")" 0
    envctl start
    assert_equal "$(port_of api)" "$planned"
}

@test "a worktree that is gone: status says so, start names it, stop finds nothing" {
    local folder
    folder=$(worktree "$(app lost 18096)" lost)
    envctl start --repo "$folder"
    local pid
    pid=$(pid_of api --repo "$folder")
    cd "$world/lost"
    rm -rf "$folder"
    wait_for 5 is_gone "$pid"
    exits 0 envctl status --project lost
    assert_stdout "its worktree is gone"
    exits 1 envctl start --project lost
    assert_stderr "the worktree of 'lost' is gone"
    exits 0 envctl stop --project lost
    assert_equal "$(claims)" ""
}

@test "the moved reservation stays where it went" {
    cd "$(app moved 18471)"
    stranger 127.0.0.1 18471
    envctl start
    local port
    port=$(port_of api)
    envctl stop
    kill "$stranger"
    envctl start
    assert_equal "$(port_of api)" "$port"
}

@test "port_conflict: fail makes it an error that names the holder" {
    cd "$(app strict 18481)"
    echo 'port_conflict: fail' >>envctl.yaml
    stranger 127.0.0.1 18481
    exits 1 envctl start
    assert_stderr 18481
    assert_stderr "$stranger"
    kill "$stranger"
    assert_equal "$(claims)" ""
}

@test "a damaged registry is rebuilt" {
    cd "$(app damaged 18491)"
    envctl start
    envctl start --repo "$(worktree "$PWD" one)"
    local port
    port=$(port_of api --project one)
    echo '{"schema": "envctl.po' >"$ENVCTL_STATE_DIR/ports.json"
    envctl stop-all
    envctl start --project one
    assert_equal "$(port_of api --project one)" "$port"
    compgen -G "$ENVCTL_STATE_DIR/ports.json.bad-*"
    rm -f "$ENVCTL_STATE_DIR"/ports.json.bad-*
}

@test "a claim of a run that is dead is taken back" {
    cd "$(app dead 18501)"
    envctl start
    local pids pid
    pids=$(supervisor_pid; pid_of api)
    for pid in $pids; do end_now "$pid"; done
    exits 0 envctl start
    assert_equal "$(port_of api)" 18501
    assert_equal "$(status_of api)" ready
}

@test "a service that listens on another port than its own is not ready by a stranger's answer" {
    cd "$(app elsewhere 18511)"
    sed -i 's/serve ${port}/serve 18519/; s/ready: .*/ready: { http: \/healthz, timeout: 1s }/' envctl.yaml
    exits 1 envctl start
    assert_says "api"
}

# pounce PORT: someone else takes 127.0.0.1 as soon as it is free, and leaves ::1; its pid is in
# $stranger. Returns when it has found the port taken, so that it is in front of whoever begins later.
pounce() {
    timeout 60 "$python" - "$1" "$BATS_TEST_TMPDIR/lurks" 3>&- <<'PYTHON' &
import socket, sys, time
listener = socket.socket()
while True:
    try:
        listener.bind(("127.0.0.1", int(sys.argv[1])))
        break
    except OSError:
        open(sys.argv[2], "a").close()
listener.listen()
time.sleep(60)
PYTHON
    stranger=$!
    wait_for 10 test -e "$BATS_TEST_TMPDIR/lurks"
}

told_of_python() { [[ $(envctl status) == *"port $1 is held by python"* ]]; }
is_ready() { [[ $(status_of "$1") == ready ]]; }

@test "a postgres that finds only ::1 free is not ready by what a stranger has at 127.0.0.1" {
    cd "$(repository half <<'YAML'
version: 1
requirements:
  postgres: { port: 18521 }
YAML
    )"
    exits 0 envctl start
    pounce 18521
    kill -KILL "$(pid_of postgres)"
    wait_for 20 told_of_python 18521
    is_ready postgres && complain "it is called ready"
    kill "$stranger"
    exits 0 envctl restart
    assert_equal "$(status_of postgres)" ready
}

@test "what was launched with an address that moves after is launched again with the right one" {
    cd "$(repository late <<'YAML'
version: 1
requirements:
  redis: { port: 18531, needs: [gate] }
services:
  side: { command: [sh, -c, "echo $REDIS_PORT >side.port; exec sleep 1000"] }
  gate:
    prepare: { run: "touch stuck; while [ ! -e go ]; do sleep 0.02; done" }
    command: sleep 1000
  api: { command: [sh, -c, "echo $REDIS_PORT >api.port; exec sleep 1000"], needs: [redis] }
YAML
    )"
    "$checkout/bin/envctl" start >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
    local start=$!
    wait_for 20 test -s side.port
    wait_for 20 test -e stuck
    stranger 127.0.0.1 18531
    touch go
    wait "$start"
    grep -q "'side' has an address that moved: launched again" "$BATS_TEST_TMPDIR/out"
    assert_different "$(port_of redis)" 18531
    assert_equal "$(cat side.port) $(cat api.port)" "$(port_of redis) $(port_of redis)"
    exits 0 envctl start
    assert_says "runs already"
    kill "$stranger"
}

@test "what listens before it is ready is no stranger to the next start or resume" {
    cd "$(repository early <<'YAML'
version: 1
services:
  api:
    command: [sh, -c, "(while [ ! -e go ]; do sleep 0.02; done; echo READY) & exec PYTHON SERVICE serve ${port}"]
    port: 18541
    ready: { log: READY }
YAML
    )"
    exits 0 envctl start --detach
    wait_for 20 listens 18541
    exits 0 envctl start --dry-run
    assert_equal "$(port_of api)" 18541
    end_now "$(supervisor_pid)"
    # The one that adopts it is not its parent.
    printf '  web: { command: sleep 1000 }\n' >>envctl.yaml
    exits 0 envctl start --detach
    assert_equal "$(port_of api)" 18541
    touch go
    exits 0 envctl start
    assert_equal "$(port_of api) $(status_of api)" "18541 ready"
    [[ $(claims) == *'"scope":"early-'*'"port":18541'* ]] || complain "it is not claimed" "$(claims)"
}
