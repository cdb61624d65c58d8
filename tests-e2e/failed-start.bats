#!/usr/bin/env bats
# Starts that fail, are interrupted or lose what they stand on: everything of the plan is listed
# with what became of it, and no resume takes that for the user's wish.

load lib/suite

setup_file() { suite_begin; }

setup() {
    app=$(repository "app$BATS_TEST_NUMBER" </dev/null)
    cd "$app" || return
}

teardown() { stop_everything; }

teardown_file() { suite_end; }

server='PYTHON SERVICE serve ${port}'
stuck='touch $world/stuck; sleep 100000'

# configured LAST STEP [PREPARATION [PROGRAM]]: the command of last, the step before it, and what
# comes before api.
configured() {
    configure "$app" <<YAML
version: 1
services:
  api:
    prepare: "${3:-true}"
    command: ${4:-$server}
    port: 18931
    ready: { tcp: true }
    stop: { timeout: 7s }
  last:
    command: $1
    needs: [api]
steps:
  boom: { run: "${2//\$world/$world}", before: last, needs: [api] }
YAML
}

finding() {
    jq -r --arg name "$1" '.projects[0].findings[] | select(.name == $name)
        | .finding + " " + .action' <<<"$output"
}

reason_of() { member .reason "$@"; }

# A start, or $1, that hangs in its step; its pid is in $command.
begin_stuck() {
    rm -f "$world/stuck"
    configured 'sleep 100000' "$stuck" "${@:2}"
    "$checkout/bin/envctl" "${1:-start}" >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
    command=$!
    wait_for 60 test -e "$world/stuck"
}

# Nothing runs, nobody stopped it, and a resume leaves it so.
assert_undone() {
    exits 0 envctl resume --json
    assert_answer envctl.resume/1
    assert_json '.projects[0].outcome == "nothing_to_resume"'
    assert_equal "$(finding api)" "not_started leave"
    assert_equal "$(finding last)" "not_started leave"
    assert_equal "$(status_of api) $(status_of last)" "stopped stopped"
    assert_equal "$(reason_of api)" "its start was undone"
    assert_equal "$(reason_of last)" "its start was undone"
    exits 0 envctl resume
    assert_stdout "the last start was undone"
    refute_stdout "stopped by you"
    exits 0 envctl status --json
    assert_answer envctl.status/1
    assert_json '.projects[0].status == "stopped" and .projects[0].supervisor.state == "none"'
    assert_equal "$(leaks)" ""
}

@test "after a start that failed, a resume says so and starts nothing" {
    configured 'exit 4' true
    exits 1 envctl start
    exits 1 envctl resume --json
    assert_answer envctl.resume/1
    assert_json '.projects[0].outcome == "failed" and .error.code == "resume.not_restored"'
    assert_equal "$(finding api)" "not_started leave"
    assert_equal "$(finding last)" "not_started fail"
    exits 1 envctl resume --dry-run
    exits 1 envctl resume
    assert_stdout "not started"
    assert_stdout "envctl start"
    refute_stdout "stopped by you"
    assert_equal "$(status_of api) $(status_of last)" "stopped failed"
    # What the user stops is the user's wish again.
    configured 'sleep 100000' true
    exits 0 envctl start
    exits 0 envctl stop
    exits 0 envctl resume --json
    assert_equal "$(finding api)" "stopped_by_user leave"
}

@test "a start that fails beside what runs: that is brought back, what failed stays listed" {
    local api supervisor
    configured 'exit 4' true
    exits 0 envctl start api
    api=$(pid_of api) supervisor=$(supervisor_pid)
    exits 1 envctl start
    assert_equal "$(pid_of api) $(status_of last)" "$api failed"
    kill -KILL "$supervisor"
    wait_for 20 is_gone "$supervisor"
    exits 1 envctl resume --json
    assert_equal "$(finding api)" "adoptable adopt"
    assert_equal "$(finding last)" "not_started fail"
    assert_equal "$(pid_of api) $(status_of api) $(status_of last)" "$api ready failed"
    exits 0 envctl stop last
    exits 0 envctl resume --json
    assert_equal "$(finding last)" "stopped_by_user leave"
}

@test "a start that fails in a step lists all of the plan, and the project has failed" {
    configured 'sleep 100000' false
    exits 1 envctl start
    assert_stdout "its start was undone"
    assert_stdout "it was not launched: step 'steps.boom' failed"
    assert_equal "$(status_of api) $(status_of last)" "stopped failed"
    exits 0 envctl status --json
    assert_answer envctl.status/1
    assert_json '.projects[0].status == "failed"'
    assert_json '.projects[0].failed_start | contains("steps.boom")'
    exits 0 envctl status
    assert_stdout "the last start failed"
    assert_stdout "steps.boom"
    exits 1 envctl resume --json
    assert_equal "$(finding last)" "not_started fail"
    configured 'sleep 100000' true
    exits 0 envctl start
    exits 0 envctl status --json
    assert_json '.projects[0].status == "ready" and .projects[0].failed_start == null'
}

# meet OWN OTHER CODE: a command that fails once the other one has begun as well.
meet() {
    printf 'touch %s; until [ -e %s ]; do sleep 0.02; done; exit %s' "$world/$1" "$world/$2" "$3"
}

@test "two steps that fail in one start are both told of, and what waited names the one it waited for" {
    rm -f "$world"/{one,two}
    configure "$app" <<YAML
version: 1
services:
  api: { command: sleep 100000, prepare: "$(meet one two 3)" }
  web: { command: sleep 100000, prepare: "$(meet two one 4)" }
  last: { command: sleep 100000, needs: [web] }
YAML
    exits 1 envctl start
    assert_equal "$(reason_of api)" "it was not launched: step 'api.prepare.1' failed"
    assert_equal "$(reason_of web)" "it was not launched: step 'web.prepare.1' failed"
    assert_equal "$(reason_of last)" "it was not launched: step 'web.prepare.1' failed"
    exits 0 envctl errors --json
    assert_answer envctl.errors/1
    assert_json '[.projects[0].failures[] | select(.step) | .component] == ["api", "web"]'
    assert_json '.projects[0].failures | (.[] | select(.component == "last") | .ts) ==
        (map(select(.step) | .ts) | max)'
    exits 0 envctl errors
    refute_stdout "(0 ms ago)"
    rm -f "$world"/{one,two}
    configure "$app" <<YAML
version: 1
services:
  api: { command: sleep 100000 }
steps:
  one: { run: "$(meet one two 3)" }
  two: { run: "$(meet two one 4)" }
YAML
    exits 1 envctl start
    exits 0 envctl errors --json
    assert_json '[.projects[0].failures[] | select(.component == null) | .step]
        == ["steps.one", "steps.two"]'
    configure "$app" <<YAML
version: 1
services:
  api: { command: sleep 100000 }
YAML
    exits 0 envctl start
    exits 0 envctl errors
    assert_stdout "no failures"
}

@test "so does one that launched nothing, and one that ran out of time" {
    configured 'sleep 100000' true 'false'
    exits 1 envctl start
    assert_equal "$(status_of api) $(status_of last)" "failed failed"
    assert_equal "$(reason_of last)" "$(reason_of api)"
    configured 'sleep 100000' "$stuck"
    exits 1 envctl start --timeout 3s
    assert_equal "$(status_of api) $(status_of last)" "stopped failed"
    exits 0 envctl status --json
    assert_json '.projects[0].status == "failed"'
    assert_json '.projects[0].failed_start | contains("in time")'
}

@test "after a Ctrl-C" {
    local command code=0
    begin_stuck
    # A start in the background of a shell ignores SIGINT.
    kill -TERM "$command"
    wait "$command" || code=$?
    assert_equal "$code" 2
    assert_undone
}

@test "after its command was killed; a resume waits until all is undone" {
    local command supervisor
    begin_stuck start true 'PYTHON -c "import signal, socket; signal.signal(15, signal.SIG_IGN);
      s = socket.create_server((str(), ${port})); signal.pause()"'
    supervisor=$(supervisor_pid)
    kill -KILL "$command"
    exits 0 envctl resume --json
    assert_json '[.projects[0].components[].status] | unique == ["stopped"]'
    is_gone "$supervisor" || complain "the supervisor still works"
    assert_undone
    exits 0 envctl status --json
    assert_json '.projects[0].undone_start'
}

@test "after its supervisor was killed" {
    local command supervisor code=0
    begin_stuck
    supervisor=$(supervisor_pid)
    kill -KILL "$supervisor"
    wait "$command" || code=$?
    assert_equal "$code" 1
    output=$(cat "$BATS_TEST_TMPDIR/out")
    assert_stdout "what it had begun was undone"
    assert_stdout "its start was undone"
    refute_stdout "an earlier start"
    [[ $(sed '1,/^main: failed/d' <<<"$output") != *ready* ]] || complain "something is shown as ready"
    exits 0 envctl status --json
    assert_json '.projects[0].undone_start'
    assert_undone
}

@test "after command and supervisor were killed" {
    local command supervisor
    begin_stuck
    supervisor=$(supervisor_pid)
    kill -KILL "$command" "$supervisor"
    wait_for 20 is_gone "$supervisor"
    exits 0 envctl resume
    assert_stderr "was undone"
    refute_stdout "started"$'\n'
    assert_undone
}

# A start whose command is killed, and its supervisor at its Nth rename while it undoes that.
killed_while_undoing() {
    local command supervisor tracer calls=$BATS_TEST_TMPDIR/calls
    begin_stuck
    supervisor=$(supervisor_pid)
    strace -f -p "$supervisor" -o "$calls" -e trace=rename,renameat2 \
        -e "inject=rename,renameat2:signal=KILL:when=$1" 2>/dev/null 3>&- &
    tracer=$!
    wait_for 20 grep -q '^TracerPid:.*[1-9]' "/proc/$supervisor/status"
    kill -KILL "$command"
    wait_for 20 is_gone "$supervisor"
    wait "$tracer" || true # it ends as what it looks at
    grep -c "rename" "$calls"
}

@test "after its supervisor was killed at each of its writes while it undid the start" {
    command -v strace >/dev/null || skip "strace is not installed"
    local number
    for number in 1 2 3 4; do
        assert_equal "$(killed_while_undoing "$number" | tail -n 1)" "$number"
        # What would be started again must not hang the test.
        configured 'sleep 100000' true
        assert_undone
    done
}

# All of it runs, and then nothing does.
lose_everything() {
    configured 'sleep 100000' true
    exits 0 envctl start
    end_leaked_processes
    wait_for 20 eval '[[ -z $(leaked_processes) ]]'
}

assert_resumed() {
    configured 'sleep 100000' true
    exits 0 envctl resume --json
    assert_json '.projects[0].outcome == "resumed"'
    assert_equal "$(status_of api) $(status_of last)" "ready ready"
}

@test "what a killed writer had not finished goes with the next start; a living one's stays" {
    configured 'sleep 100000' true
    exits 0 envctl start
    exits 0 envctl stop
    local folder scope gone
    scope=$(scope_folder)
    gone=4194304 # above every pid
    ln -s nowhere "$scope/.latest.$$.0badcafe.tmp"
    for folder in "$scope" "$scope/projects/main" "$(run_folder)"; do
        ln -s nowhere "$folder/.latest.$gone.0badcafe.tmp"
        touch "$folder/.run_state.json.$gone.0badcafe.tmp"
    done
    exits 0 envctl start
    assert_equal "$(find "$ENVCTL_STATE_DIR" -name '*.tmp')" "$scope/.latest.$$.0badcafe.tmp"
    rm "$scope/.latest.$$.0badcafe.tmp"
}

@test "a resume that was interrupted is still to be done" {
    local command code=0
    lose_everything
    begin_stuck resume
    kill -TERM "$command"
    wait "$command" || code=$?
    assert_equal "$code" 2
    assert_equal "$(status_of api) $(status_of last)" "stopped stopped"
    assert_resumed
}

@test "so is one whose command, and one whose supervisor was killed, too" {
    local command supervisor
    lose_everything
    begin_stuck resume
    kill -KILL "$command"
    assert_resumed
    lose_everything
    begin_stuck resume
    supervisor=$(supervisor_pid)
    kill -KILL "$command" "$supervisor"
    wait_for 20 is_gone "$supervisor"
    assert_resumed
}
