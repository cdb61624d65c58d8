#!/usr/bin/env bats
# debug-report names the right cause first, for situations that are made for real: each with its
# evidence and the next command, and with an answer as contracts/ says.

load lib/suite

setup_file() { suite_begin; }

setup() {
    app=$(repository "app$BATS_TEST_NUMBER" </dev/null)
    cd "$app" || return
}

teardown() {
    stop_everything
    [[ ! -d $world/small ]] || ! mountpoint -q "$world/small" || umount "$world/small"
}

teardown_file() { suite_end; }

# service COMMAND [LINES…]: one service 'api' with that command; further lines are its own.
service() {
    local command=$1
    shift
    {
        printf 'version: 1\nservices:\n  api:\n    command: %s\n' "$command"
        [[ $# == 0 ]] || printf '    %s\n' "$@"
    } | configure "$app"
}

# diagnosed CAUSE [EVIDENCE [NEXT]]: it is the first; the words are in its evidence and its next.
diagnosed() {
    exits 0 envctl debug-report --json
    assert_answer envctl.debug_report/1
    assert_equal "$(jq -r '.causes[0].id' <<<"$output")" "$1"
    jq -e --arg words "${2:-}" '.causes[0].evidence | join("\n") | length > 0 and contains($words)' \
        <<<"$output" >/dev/null || complain "the evidence does not say: ${2:-}"
    jq -e --arg words "${3:-}" '.causes[0].next | length > 0 and contains($words)' \
        <<<"$output" >/dev/null || complain "the next command is not: ${3:-}"
}

@test "where nothing is wrong, nothing is said" {
    service 'PYTHON SERVICE serve ${port}' 'port: 18941'
    exits 0 envctl start
    exits 0 envctl debug-report
    assert_stdout "Nothing is wrong"
    exits 0 envctl debug-report --json
    assert_json '.causes == []'
}

@test "a program that is not there, exits at once, is never ready, answers with an error" {
    service '"sh -c nosuchprogram17"'
    exits 1 envctl start
    diagnosed command_not_found "exit 127" "envctl logs api"
    service '"sh -c \"echo the ledger is missing; exit 3\""'
    exits 1 envctl start
    diagnosed exits_at_once "the ledger is missing" "envctl logs api"
    service '"sleep 100000"' 'port: 18942' 'ready: { tcp: true, timeout: 300ms }'
    exits 1 envctl start
    diagnosed never_ready "nothing listens" "--timeout"
    service 'PYTHON SERVICE serve ${port}' 'port: 18942' \
        'ready: { http: { path: /, status: 201 }, timeout: 500ms }'
    exits 1 envctl start
    diagnosed never_ready "status 200" "--timeout"
    service "$python -m http.server --bind 127.0.0.1 \${port}" 'port: 18942' \
        'ready: { http: /no-such-page, timeout: 2s }'
    exits 1 envctl start
    diagnosed readiness_path "404" "envctl logs api"
    service "$world/nosuchprogram"
    exits 1 envctl start
    exits 0 envctl debug-report --json
    assert_json '.causes[0].id | IN("program_missing", "spawn_failed", "command_not_found")'
}

@test "steps: preparation, migration, time-out" {
    service '"sleep 100000"' 'prepare: "echo no wheel for this platform; exit 5"'
    exits 1 envctl start
    diagnosed prepare_failed "no wheel for this platform" "envctl logs api"
    service '"sleep 100000"' 'prepare: { run: [nosuchprogram17] }'
    exits 1 envctl start
    diagnosed program_missing "nosuchprogram17"
    assert_json '.causes[0].next == "envctl start"'
    printf 'version: 1\nservices:\n  api: { command: sleep 100000 }\nsteps:\n  migrate: %s\n' \
        '{ run: "echo relation is missing; exit 2", before: api }' | configure "$app"
    exits 1 envctl start
    diagnosed step_failed "relation is missing" "envctl logs"
    printf 'version: 1\nservices:\n  api: { command: sleep 100000 }\nsteps:\n  migrate: %s\n' \
        '{ run: "sleep 100000", before: api, timeout: 200ms }' | configure "$app"
    exits 1 envctl start
    diagnosed step_timed_out
}

@test "the configuration: none, broken YAML, an unknown key, a circle, a missing variable" {
    diagnosed not_configured "" "envctl init"
    printf 'version: 1\nservices: [ {\n' | configure "$app"
    diagnosed yaml_broken "envctl.yaml:" "envctl config check"
    printf 'version: 1\nservices:\n  api: { comand: sleep 100000 }\n' | configure "$app"
    exits 0 envctl debug-report --json
    assert_json '.causes[0].id == "key_unknown" and (.causes[0].evidence[0] | contains("command"))'
    printf 'version: 1\nservices:\n  a: { command: x, needs: [b] }\n  b: { command: x, needs: [a] }\n' \
        | configure "$app"
    diagnosed dependency_cycle "a → b → a"
    service '"echo ${env.SURELY_NOT_SET}"'
    exits 1 envctl start
    diagnosed variable_missing "SURELY_NOT_SET" "envctl start"
    assert_json '.causes[0].advice | contains("no env_file")'
}

@test "a signal, a restart loop, a lost supervisor, all gone, an adopted one that died" {
    local pid supervisor
    service '"exec sleep 100000"' 'restart: no'
    exits 0 envctl start
    kill -SEGV "$(pid_of api)"
    wait_for 20 has_status api failed
    diagnosed killed "SIGSEGV"
    exits 0 envctl start
    supervisor=$(supervisor_pid)
    kill -KILL "$supervisor"
    wait_for 20 is_gone "$supervisor"
    diagnosed supervisor_lost "api" "envctl resume"
    exits 0 envctl resume
    pid=$(pid_of api)
    kill -TERM "$pid"
    wait_for 20 has_status api failed
    diagnosed adopted_died "" "envctl logs api"
    exits 0 envctl start
    supervisor=$(supervisor_pid) pid=$(pid_of api)
    end_now "$supervisor" "$pid"
    wait_for 20 is_gone "$pid"
    diagnosed environment_lost "api" "envctl resume"
    exits 0 envctl start
    supervisor=$(supervisor_pid)
    kill -SEGV "$supervisor"
    wait_for 20 is_gone "$supervisor"
    diagnosed supervisor_lost "ended by SIGSEGV" "envctl resume"
}

@test "a supervisor that lives and does not answer" {
    local supervisor
    service '"sleep 100000"'
    exits 0 envctl start
    supervisor=$(supervisor_pid)
    kill -STOP "$supervisor"
    diagnosed supervisor_deaf "process $supervisor is stopped" "envctl stop"
    exits 0 envctl debug-pack --output "$BATS_TEST_TMPDIR/deaf.tar.gz"
    tar -xzOf "$BATS_TEST_TMPDIR/deaf.tar.gz" envctl-debug/diagnosis.md | grep -q 'supervisor_deaf'
    kill -CONT "$supervisor"
    exits 0 envctl debug-report --json
    assert_json '.causes == []'
}

has_status() { [[ $(status_of "$1") == "$2" ]]; }

@test "the port was stolen, and a stranger sits on the one that is kept" {
    service 'PYTHON SERVICE serve ${port}' 'port: 18943'
    exits 0 envctl start
    exits 0 envctl stop
    "$python" "$fixtures/service.py" serve 18943 3>&- &
    stranger=$!
    wait_for 10 fetch http://127.0.0.1:18943/
    diagnosed port_stranger "(pid $stranger)" "envctl start"
    {
        printf 'version: 1\nport_conflict: fail\nservices:\n'
        printf '  api: { command: "%s", port: 18943 }\n' 'PYTHON SERVICE serve ${port}'
    } | configure "$app"
    exits 1 envctl start
    diagnosed port_taken "(pid $stranger)" "envctl start"
    kill "$stranger"
}

@test "a control socket is left that nobody answers at" {
    local socket
    service '"sleep 100000"'
    exits 0 envctl start
    socket=$(find "$ENVCTL_RUNTIME_DIR" -name supervisor.sock -newer envctl.yaml)
    exits 0 envctl stop
    (umask 077 && mkdir -p "${socket%/*}")
    "$python" -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$socket"
    diagnosed stale_socket "$socket" "envctl start"
    exits 0 envctl start
    exits 0 envctl debug-report --json
    assert_json '.causes == []'
}

@test "records: damaged, of a newer version, secrets that can't be read" {
    local run
    service '"sleep 100000"'
    exits 0 envctl start
    exits 0 envctl stop
    run=$(run_folder)
    cp "$run/run_state.json" "$BATS_TEST_TMPDIR/kept"
    printf '{ "schema": "envctl.run_state/1", ' >"$run/run_state.json"
    diagnosed record_damaged "run_state.json" "envctl start"
    sed 's|envctl.run_state/1|envctl.run_state/9|' "$BATS_TEST_TMPDIR/kept" >"$run/run_state.json"
    diagnosed record_newer "run_state.json"
    cp "$BATS_TEST_TMPDIR/kept" "$run/run_state.json"
    printf 'garbage' >"$(scope_folder)/projects/main/secrets.json"
    diagnosed secrets_damaged "secrets.json"
}

severity_of() { jq -r --arg id "$1" '.checks[] | select(.id == $id) | .severity' <<<"$output"; }

@test "a record that can't be read says nothing against the supervisor that lives" {
    local run found
    service '"sleep 100000"'
    exits 0 envctl start
    run=$(run_folder)
    cp "$run/run_state.json" "$BATS_TEST_TMPDIR/kept"
    for found in damaged newer; do
        if [[ $found == damaged ]]; then
            printf '{ "schema": "envctl.run_state/1", ' >"$run/run_state.json"
        else
            sed 's|envctl.run_state/1|envctl.run_state/9|' "$BATS_TEST_TMPDIR/kept" \
                >"$run/run_state.json"
        fi
        diagnosed "record_$found" "run_state.json"
        assert_json '[.causes[].id] | index("stale_socket") == null'
        exits 1 envctl doctor --json
        assert_equal "$(severity_of runtime.locks)" ok
    done
    # A start would be refused.
    assert_json '[.checks[] | select(.id | IN("state.damaged", "state.artifacts")) | .fix]
        == ["use the newer envctl here", "use the newer envctl here"]'
    exits 1 envctl doctor --gate release
    assert_stdout "next: use the newer envctl here"
    refute_stdout "next: envctl start"
    cp "$BATS_TEST_TMPDIR/kept" "$run/run_state.json"
}

@test "a file system that is full, the state's and the runtime's" {
    [[ $(id -u) == 0 ]] || skip "mounts a file system"
    service '"sleep 100000"'
    mkdir -p "$world/small"
    mount -t tmpfs -o size=64k,mode=700 envctl-small "$world/small"
    head -c 200000 /dev/zero >"$world/small/filler" 2>/dev/null || true
    ENVCTL_STATE_DIR=$world/small/state diagnosed disk_full "are free" "df -h"
    ENVCTL_RUNTIME_DIR=$world/small/run diagnosed runtime_full "are free" "df -h"
}

@test "folders that belong to others, and a worktree that is gone" {
    local tree
    [[ $(id -u) == 0 ]] || skip "gives a folder away"
    service '"sleep 100000"'
    mkdir -m 700 "$world/theirs"
    chown 12345 "$world/theirs"
    ENVCTL_STATE_DIR=$world/theirs diagnosed permission_denied "$world/theirs" "ls -ld"
    rm -rf "$world/theirs"
    git add --all && git commit -qm second
    tree=$(worktree "$app" gone)
    (cd "$tree" && envctl start && envctl stop)
    rm -rf "$tree"
    exits 0 envctl debug-report --json --project gone
    assert_json '.causes[0].id == "worktree_gone" and .causes[0].next == "envctl prune"'
}

@test "the kernel ended it for lack of memory" {
    local group=/sys/fs/cgroup/memory/envctl-e2e-$$
    [[ $(id -u) == 0 && -d /sys/fs/cgroup/memory && -r /dev/kmsg ]] \
        || skip "needs the memory controller of cgroup v1, as root"
    mkdir "$group"
    echo 40M >"$group/memory.limit_in_bytes"
    # A script of its own: in a command of envctl.yaml '$$' is a dollar sign, and no pid.
    printf 'echo $$ >%s/cgroup.procs\nexec %s -c "x = bytearray(200 << 20)"\n' "$group" "$python" \
        >"$world/eater"
    service "sh $world/eater" 'restart: "no"'
    run envctl start
    wait_for 20 has_status api failed
    diagnosed out_of_memory "Killed process" "free -m"
    wait_for 5 rmdir "$group"
}

@test "postgres: a version that is not there, a seed with an error, data that is gone" {
    printf 'version: 1\nrequirements:\n  postgres: { version: ">=99" }\n' | configure "$app"
    exits 1 envctl start
    diagnosed version_mismatch "" "envctl show-config"
    printf 'version: 1\nrequirements:\n  postgres: { seed: seed.sql }\n' | configure "$app"
    exits 1 envctl start
    diagnosed seed_missing "seed.sql"
    printf 'CREATE TABLE one (id int);\nINSERT INTO nowhere VALUES (1);\n' >seed.sql
    exits 1 envctl start
    diagnosed seed_failed "nowhere" "envctl start"
    printf 'SELECT 1;\n' >seed.sql
    exits 0 envctl start
    exits 0 envctl stop
    local supervisor
    exits 0 envctl start
    supervisor=$(supervisor_pid)
    kill -KILL "$supervisor"
    kill -KILL "$(pid_of postgres)"
    wait_for 20 is_gone "$supervisor"
    rm -rf "$(scope_folder)/projects/main/data/postgres"
    wait_for 20 data_is_gone
}

data_is_gone() { (diagnosed data_gone "postgres" "envctl start postgres") >/dev/null 2>&1; }

@test "a server of somebody else: the wrong password, nobody there" {
    configure "$app" <<'YAML'
version: 1
requirements: { redis: { backend: external, url: "redis://127.0.0.1:18944" } }
YAML
    exits 1 envctl start
    diagnosed external_unreachable "18944" "envctl show-config"
    redis-server --port 18944 --bind 127.0.0.1 --save '' --requirepass right-password-17 \
        >/dev/null 3>&- &
    other=$!
    wait_for 10 redis-cli -p 18944 -a right-password-17 ping
    sed -i 's|redis://|redis://:wrong-password-17@|' envctl.yaml
    exits 1 envctl start
    diagnosed external_password "" "envctl show-config"
    refute_stdout "wrong-password-17"
    kill "$other"
}

@test "docker that does not run" {
    command -v docker >/dev/null || skip "no docker"
    printf 'version: 1\nrequirements:\n  redis: { backend: docker }\n' | configure "$app"
    export DOCKER_HOST=unix://$world/no-engine.sock
    exits 1 envctl start
    diagnosed docker_down "no-engine.sock" "docker info"
    assert_json '.causes[0].advice | test("backend: native")'
    # What runs in containers only is not told to do without.
    printf 'version: 1\nrequirements:\n  supabase: {}\n' | configure "$app"
    exits 1 envctl start
    assert_stderr "start the engine"
    [[ $stderr != *native* ]] || complain "native is no way out"
    diagnosed docker_down "no-engine.sock" "docker info"
    assert_json '.causes[0].advice | test("start the engine") and (test("native") | not)'
    exits 0 envctl explain-startup
    refute_stdout "'backend: native'"
    printf 'version: 1\nrequirements:\n  redis: { backend: docker }\n' | configure "$app"
    unset DOCKER_HOST
    mkdir -p "$world/bin"
    ln -sf "$(command -v git)" "$world/bin/git"
    exits 0 env PATH="$world/bin:/bin" "$checkout/bin/envctl" debug-report --json
    assert_json '.causes[0].id | IN("docker_missing", "docker_down", "docker_failed")'
}
