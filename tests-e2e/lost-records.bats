#!/usr/bin/env bats
# A supervisor that says nothing, records that are gone or damaged, a folder that was removed under
# the caller: no command hangs, and none says that nothing runs where something does.

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
    port: 18851
    ready: { http: /healthz }
    needs: [redis]
YAML
    )
    export shop
}

setup() { cd "$shop" || return; }

teardown() {
    unset ENVCTL_TEST_PATIENCE
    local pid
    if pid=$(supervisor_pid 2>/dev/null); then kill -CONT "$pid" 2>/dev/null || true; fi
    stop_everything
    git -C "$shop" checkout --quiet .
    end_leaked_processes
}

teardown_file() { suite_end; }

# told CODE: an error as an object, with all that a person needs.
told() {
    assert_json "(.error // .projects[0].error // .errors[0]) | .code == \"$1\"
        and (.message | length > 0) and (.where | length > 0) and (.hint | length > 0)"
}

freeze() {
    supervisor=$(supervisor_pid)
    kill -STOP "$supervisor"
    wait_for 5 eval '[[ $(cut -d" " -f3 "/proc/$supervisor/stat") == T ]]'
}

lose_supervisor() {
    local pid
    pid=$(supervisor_pid)
    kill -KILL "$pid"
    wait_for 5 is_gone "$pid"
}

# Everything of the environment is gone, and nothing is claimed.
assert_nothing_left() {
    assert_equal "$(leaked_processes)" ""
    assert_equal "$(claims)" ""
}

# MARK: a supervisor that does not answer

@test "a supervisor that does not answer: who needs it says so, with what to do" {
    exits 0 envctl start
    local api words
    api=$(pid_of api)
    freeze
    export ENVCTL_TEST_PATIENCE=600
    sed -i 's/needs: \[redis\]/needs: [redis]\n    env: { CHANGED: "yes" }/' envctl.yaml
    for words in start restart "restart --supervisor" resume "stop api"; do
        # shellcheck disable=SC2086 # words
        exits 1 timeout 60 "$checkout/bin/envctl" $words --json
        told supervisor.unresponsive
        assert_says "kill -KILL $supervisor"
        assert_says "envctl resume"
    done
    exits 0 envctl status
    # What the hint says.
    kill -KILL "$supervisor"
    wait_for 5 is_gone "$supervisor"
    git checkout --quiet envctl.yaml
    exits 0 envctl resume
    assert_equal "$(pid_of api)" "$api"
    # One that goes on is as good as before.
    freeze
    kill -CONT "$supervisor"
    exits 0 envctl restart api
    assert_equal "$(supervisor_pid)" "$supervisor"
}

@test "a supervisor that does not answer is ended by stop, which goes on without it" {
    local words
    export ENVCTL_TEST_PATIENCE=600
    for words in stop "stop-all" "stop-all --everywhere" "blast-all --yes"; do
        exits 0 envctl start
        freeze
        # shellcheck disable=SC2086 # words
        exits 0 timeout 60 "$checkout/bin/envctl" $words --json
        is_gone "$supervisor" || complain "the supervisor lives"
        assert_nothing_left
    done
    exits 0 envctl start
    freeze
    exits 0 envctl stop
    assert_stdout "its supervisor (process $supervisor) did not answer"
    assert_nothing_left
}

# interrupted SIGNAL WORDS…: the signal ends the command, with the code of an interruption.
interrupted() {
    local signal=$1 command code=0
    shift
    # With default signals: a background job of a shell ignores SIGINT.
    "$python" -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$checkout/bin/envctl" "$@" >"$world/out" 2>&1 3>&- &
    command=$!
    # It has asked by then.
    wait_for 20 asks "$command"
    kill "-$signal" "$command"
    wait_for 30 is_gone "$command" || complain "it does not end: $*" "$(<"$world/out")"
    wait "$command" || code=$?
    [[ $code == 2 ]] || complain "exit $code after SIG$signal of: $*" "$(<"$world/out")"
}

# It handles signals, and is connected.
asks() {
    grep -q '^SigBlk:.*[1-9a-f]' "/proc/$1/status" \
        && [[ -n $(find "/proc/$1/fd" -lname 'socket:*') ]]
}

@test "SIGINT and SIGTERM end a command that waits for a supervisor that does not answer" {
    exits 0 envctl start
    freeze
    # No other end of the wait than the signal.
    export ENVCTL_TEST_PATIENCE=20000
    sed -i 's/needs: \[redis\]/needs: [redis]\n    env: { CHANGED: "yes" }/' envctl.yaml
    interrupted INT stop
    interrupted TERM stop
    interrupted INT stop-all
    interrupted TERM restart
    interrupted INT start
    interrupted TERM resume
    is_gone "$supervisor" && complain "the supervisor was ended"
    unset ENVCTL_TEST_PATIENCE
    kill -CONT "$supervisor"
    git checkout --quiet envctl.yaml
    exits 0 envctl stop
    assert_nothing_left
}
