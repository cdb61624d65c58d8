#!/usr/bin/env bats
# Several commands at once, and commands that are interrupted.

load lib/suite

setup_file() {
    suite_begin
    repository app <<'YAML' >/dev/null
version: 1
requirements:
  redis: {}
services:
  api:
    prepare:
      - run: echo prepared >prepared
        creates: prepared
    command: PYTHON SERVICE serve ${port}
    port: 18701
    ready: { http: /healthz }
    needs: [redis]
  web:
    command: PYTHON SERVICE slow ${port} 0.3
    port: 18702
    ready: { http: /healthz }
    needs: [api]
YAML
}

teardown() { stop_everything; }

teardown_file() { suite_end; }

@test "two starts of one project at once: one works, both report the same" {
    cd "$world/app"
    local first second one=0 two=0
    envctl start --json >"$BATS_TEST_TMPDIR/1" 2>/dev/null 3>&- &
    first=$!
    envctl start --json >"$BATS_TEST_TMPDIR/2" 2>/dev/null 3>&- &
    second=$!
    wait "$first" || one=$?
    wait "$second" || two=$?
    assert_equal "$one $two" "0 0"
    json_valid "$BATS_TEST_TMPDIR/1" envctl.start/1
    json_valid "$BATS_TEST_TMPDIR/2" envctl.start/1
    assert_equal "$(pgrep -fc -- "$fixtures/service.py serve $(port_of api)")" 1
    assert_equal "$(status_of web)" ready
}

@test "a stop during a start ends with nothing" {
    cd "$world/app"
    local start
    envctl start >/dev/null 2>&1 3>&- &
    start=$!
    wait_for 5 some_process
    envctl stop || true # it may wait for the start, or end it
    wait "$start" || true # 1 where the stop came first
    envctl stop
    assert_equal "$(leaked_processes)" ""
    assert_equal "$(claims)" ""
}

some_process() { [[ $(leaked_processes) == *service.py* ]]; }

@test "Ctrl-C after each line of progress leaves nothing and exits 2" {
    cd "$world/app"
    local lines code interrupted=0
    for lines in 0 1 2 3 4 5 6 8; do
        code=0
        "$python" "$checkout/tests-e2e/lib/interrupt.py" "$lines" INT "$checkout/bin/envctl" start \
            >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- || code=$?
        if [[ $code == 0 ]]; then # it had ended before the signal came
            envctl stop
        else
            interrupted=$((interrupted + 1))
            # 130: the signal came before the first instruction of main.
            [[ $code == 2 || ($lines == 0 && $code == 130) ]] \
                || complain "after $lines lines: exit $code" "$(cat "$BATS_TEST_TMPDIR/out")"
        fi
        assert_equal "$(leaked_processes)" ""
        assert_equal "$(claims)" ""
    done
    [[ $interrupted -ge 3 ]] || complain "only $interrupted starts were interrupted"
    exits 0 envctl start
}

@test "SIGTERM and SIGKILL of a start leave nothing" {
    cd "$world/app"
    local lines name ended=0
    for name in TERM KILL; do
        for lines in 1 3 5; do
            "$python" "$checkout/tests-e2e/lib/interrupt.py" "$lines" "$name" "$checkout/bin/envctl" \
                start >/dev/null 2>&1 3>&- || ended=$((ended + 1))
            if [[ $name == KILL ]]; then wait_for 10 nothing_runs; fi
            envctl stop
            assert_equal "$(leaked_processes)" ""
            assert_equal "$(claims)" ""
        done
    done
    [[ $ended -ge 3 ]] || complain "only $ended starts were ended by the signal"
}

# The supervisor undoes a start whose command went away; what had been committed stays and is fine.
nothing_runs() {
    [[ -z $(leaked_processes) ]] || [[ $(status_of web) == ready ]]
}

@test "an interrupted start leaves what ran before" {
    cd "$world/app"
    envctl start api
    local api
    api=$(pid_of api)
    "$python" "$checkout/tests-e2e/lib/interrupt.py" 1 INT "$checkout/bin/envctl" start \
        >/dev/null 2>&1 3>&- || true # judged by what runs
    assert_equal "$(pid_of api)" "$api"
    assert_equal "$(status_of api)" ready
}

@test "a start that is killed in a step is undone with that step, and the next commands tell so" {
    stuck
    cd "$world/stuck"
    local start
    "$checkout/bin/envctl" start >/dev/null 2>&1 3>&- &
    start=$!
    wait_for 10 pgrep -f "sleep 4711"
    kill -KILL "$start"
    wait_for 5 nothing_lives
    exits 0 envctl status
    assert_stdout "cut short"
    touch go
    exits 0 envctl start
    assert_stderr "cut short"
    assert_equal "$(status_of api)" ready
    exits 0 envctl status
    refute_stdout "cut short"
}

stuck() {
    [[ -d $world/stuck ]] || repository stuck <<'YAML' >/dev/null
version: 1
services:
  db:
    command: PYTHON SERVICE serve ${port}
    port: 18711
  api:
    prepare: "test -e go || sleep 4711"
    command: sleep 100000
    needs: [db]
YAML
}

nothing_lives() { [[ -z $(leaked_processes) ]]; }

@test "a start at once after a killed one takes nothing for running that is being undone" {
    stuck
    cd "$world/stuck"
    touch go
    local round start
    for round in 1 2 3; do
        rm go
        "$checkout/bin/envctl" start >/dev/null 2>&1 3>&- &
        start=$!
        wait_for 10 pgrep -f "sleep 4711"
        touch go
        kill -KILL "$start"
        exits 0 envctl start
        assert_equal "$(status_of db) $(status_of api)" "ready ready"
        assert_equal "$(pgrep -fc -- "sleep 4711")" 0
        exits 0 envctl stop
    done
}

@test "a stop ends a start that is in the middle of a long step" {
    stuck
    cd "$world/stuck"
    rm -f go
    local start code=0
    envctl start >/dev/null 2>"$BATS_TEST_TMPDIR/err" 3>&- &
    start=$!
    wait_for 10 pgrep -f "sleep 4711"
    exits 0 timeout 20 "$checkout/bin/envctl" stop
    wait "$start" || code=$?
    assert_equal "$code" 1
    grep -q "was stopped while it was being started" "$BATS_TEST_TMPDIR/err"
    assert_equal "$(leaked_processes)" ""
    assert_equal "$(claims)" ""
}

@test "whoever interrupts a stop ends the grace, never the proof" {
    repository slow <<'YAML' >/dev/null
version: 1
services:
  deaf:
    command: PYTHON SERVICE stubborn ${port}
    port: 18721
    stop: { timeout: 120s }
YAML
    cd "$world/slow"
    envctl start
    local stop
    "$checkout/bin/envctl" stop >"$BATS_TEST_TMPDIR/out" 2>/dev/null 3>&- &
    stop=$!
    wait_for 10 is_stopping
    kill -INT "$stop"
    wait "$stop"
    grep -Eq "had to be killed; (two scans|its cgroup is empty)" "$BATS_TEST_TMPDIR/out"
    assert_equal "$(leaked_processes)" ""
}

is_stopping() { [[ $(status_of deaf) == stopping ]]; }

@test "forty starts at once give no port twice" {
    repository many <<'YAML' >/dev/null
version: 1
services:
  api: { command: "PYTHON SERVICE serve ${port}", port: 18711, ready: { tcp: true } }
YAML
    cd "$world/many"
    local number pids=() pid failed=0
    for number in $(seq 39); do git worktree add --quiet -b "b$number" "$world/many-$number"; done
    for number in "" $(seq 39); do
        envctl start --repo "$world/many${number:+-$number}" >/dev/null \
            2>"$BATS_TEST_TMPDIR/err.$number" 3>&- &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || failed=$((failed + 1)); done
    assert_equal "$failed $(cat "$BATS_TEST_TMPDIR"/err.* | grep -i error)" "0 "
    assert_equal "$(reserved_ports | uniq -d)" ""
    assert_equal "$(status_of api --project b39)" ready
    exits 0 envctl stop-all
    assert_equal "$(leaked_processes)" ""
}
