#!/usr/bin/env bats
# What resume and start say and return: nothing that runs is launched anew, nothing is called ready
# or running that is not, and each project is named so that one knows which is meant.

load lib/suite

setup_file() { suite_begin; }

setup() {
    app=$(repository "app$BATS_TEST_NUMBER" </dev/null)
    cd "$app" || return
    rm -f "$world/gate"
}

teardown() { stop_everything; }

teardown_file() { suite_end; }

finding() {
    jq -r --arg name "$1" '.projects[0].findings[] | select(.name == $name)
        | .finding + " " + .action' <<<"$output"
}

# slow BAD: api is ready once the gate is open; the command of bad, which needs nothing.
slow() {
    configure "$app" <<YAML
version: 1
services:
  api:
    command: "until test -e $world/gate; do sleep 0.05; done; echo READY; exec sleep 100000"
    ready: { log: READY }
  bad: { command: "$1" }
YAML
}

# plain BAD: api runs, and bad needs it.
plain() {
    configure "$app" <<YAML
version: 1
services:
  api: { command: "sleep 100000" }
  bad: { command: "$1", needs: [api] }
YAML
}

is_started() { [[ -n $(pid_of api) && $(status_of api) == starting ]]; }
lose_supervisor() {
    local supervisor
    supervisor=$(supervisor_pid)
    kill -KILL "$supervisor"
    wait_for 20 is_gone "$supervisor"
}

@test "resume-from the launch of what runs does not launch it anew" {
    local api
    plain 'exit 4'
    exits 1 envctl start --keep
    api=$(pid_of api)
    exits 1 envctl resume --resume-from api.launch --json
    assert_equal "$(finding api)" "running keep"
    assert_equal "$(pid_of api) $(status_of api)" "$api ready"
    exits 1 envctl resume --resume-from api.ready --json
    assert_equal "$(pid_of api) $(status_of api)" "$api ready"
}

@test "nor does a resume after one that failed" {
    local api
    plain 'exit 4'
    exits 1 envctl start --keep
    api=$(pid_of api)
    exits 1 envctl resume --resume-from api.launch
    plain 'sleep 100000'
    exits 0 envctl resume --json
    assert_equal "$(finding api)" "running keep"
    assert_equal "$(pid_of api) $(status_of api) $(status_of bad)" "$api ready ready"
}

@test "what is adopted on its way is waited for" {
    local api resume
    slow 'sleep 100000'
    exits 0 envctl start --detach
    wait_for 20 is_started
    api=$(pid_of api)
    lose_supervisor
    "$checkout/bin/envctl" resume --json >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" 3>&- &
    resume=$!
    wait_for 20 grep -q "took over" "$BATS_TEST_TMPDIR/err"
    touch "$world/gate"
    wait "$resume" || complain "it failed" "$(cat "$BATS_TEST_TMPDIR/out")"
    output=$(cat "$BATS_TEST_TMPDIR/out")
    assert_json '.projects[0].outcome == "resumed"'
    assert_json '[.projects[0].components[].status] | unique == ["ready"]'
    assert_equal "$(pid_of api)" "$api"
}

@test "what does not become ready then fails the resume" {
    slow 'sleep 100000'
    sed -i 's/exec sleep 100000/exit 3/; s/echo READY; //; s/READY }/READY }\n    restart: no/' envctl.yaml
    exits 0 envctl start --detach
    wait_for 20 is_started
    lose_supervisor
    "$checkout/bin/envctl" resume --json >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" 3>&- &
    local resume=$! code=0
    wait_for 20 grep -q "took over" "$BATS_TEST_TMPDIR/err"
    touch "$world/gate"
    wait "$resume" || code=$?
    assert_equal "$code" 1
    output=$(cat "$BATS_TEST_TMPDIR/out")
    assert_answer envctl.resume/1
    assert_json '.error.code == "component.not_ready"'
}

@test "a start of which nothing is left says so, and fails" {
    plain 'sleep 100000'
    exits 1 envctl start --skip api --json
    assert_json '.error.code == "start.nothing_left"'
    assert_says "it needs 'api', which is left out"
    exits 0 envctl start
    exits 0 envctl start --skip api
    assert_stdout "all of it was left out"
}

@test "so does one where nothing is configured" {
    local text
    for text in '' 'version: 1'; do
        printf '%s\n' "$text" >envctl.yaml
        exits 1 envctl start --json
        assert_json '.error.code == "config.empty"'
        exits 1 envctl start
        assert_stderr "no service and no requirement is configured"
        assert_stderr "next:"
    done
}

@test "a resume of what the user stopped says that it stays stopped" {
    plain 'sleep 100000'
    exits 0 envctl start
    exits 0 envctl stop bad
    exits 0 envctl resume bad --json
    assert_json '.projects[0].outcome == "nothing_to_resume"'
    exits 0 envctl resume bad
    assert_stdout "'bad' stays stopped"
    assert_stdout "envctl start bad"
    exits 0 envctl resume
    assert_stdout "all but what you stopped runs already"
    exits 0 envctl resume api
    assert_stdout "what was asked for runs already"
}

@test "a dry run tells what would be done, not what was" {
    plain 'sleep 100000'
    exits 0 envctl start
    lose_supervisor
    exits 0 envctl resume --dry-run
    assert_stdout "ACTION"
    refute_stdout "DONE"
    refute_stdout "adopted"
    exits 0 envctl resume
    assert_stdout "DONE"
    assert_stdout "adopted"
}

@test "everywhere names the repository of each, also where there is none" {
    export ENVCTL_STATE_DIR=$world/two ENVCTL_RUNTIME_DIR=$world/run-two
    plain 'sleep 100000'
    exits 0 envctl start
    local other
    other=$(repository other <<<$'version: 1\nservices: { web: { command: sleep 100000 } }')
    exits 0 envctl start --repo "$other"
    lose_supervisor
    exits 0 envctl resume --everywhere
    assert_stdout "main in $app: resumed"
    assert_stdout "main in $other: nothing to do"
    assert_stderr "main in $app: the supervisor was lost"
    exits 0 envctl start --everywhere
    assert_stdout "main in $other: nothing to do"
    exits 0 envctl stop-all --everywhere
    assert_stdout "main in $app: stopped"
    assert_stdout "main in $other: stopped"
    export ENVCTL_STATE_DIR=$world/none ENVCTL_RUNTIME_DIR=$world/run-none
    exits 0 envctl resume --everywhere
    assert_stdout "nothing is to be resumed"
}
