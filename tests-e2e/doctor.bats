#!/usr/bin/env bats
# doctor: what is well, what is broken, what --fix repairs, and the forms of its report.

load lib/suite

setup_file() {
    suite_begin
    app=$(repository app </dev/null)
    export app
    configure "$app" <<'YAML'
version: 1
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 18961
    ready: { http: / }
YAML
}

setup() { cd "$app" || return; }

teardown_file() {
    stop_everything
    suite_end
}

severity_of() { jq -r --arg id "$1" '.checks[] | select(.id == $id) | .severity' <<<"$output"; }

report_valid() {
    "$checkout/.build/venv/bin/python" "$checkout/tests-e2e/lib/validate-report.py" \
        "$BATS_TEST_TMPDIR/report" "$fixtures/$1"
}

@test "without state it answers, writes nothing, and says what is not there" {
    exits 0 envctl doctor --json
    assert_answer envctl.doctor/1
    assert_json '.ok and .gate == null'
    assert_equal "$(severity_of state.truth)" skip
    [[ ! -e $ENVCTL_STATE_DIR ]]
}

@test "all is well with what runs, in less than a second" {
    exits 0 envctl start
    exits 0 envctl doctor --json
    assert_answer envctl.doctor/1
    assert_json 'all(.checks[]; .severity != "fail") and all(.checks[]; .milliseconds < 1000)'
    local id
    for id in state.artifacts state.truth state.synthetic processes.supervisors ports.claims \
        config.valid runtime.locks failures.recent; do
        assert_equal "$id $(severity_of $id)" "$id ok"
    done
}

@test "one group or one check is looked at, and an unknown one is an error" {
    exits 0 envctl doctor --only ports --only disk.space --json
    assert_json '[.checks[].group] | unique == ["disk", "ports"]'
    exits 1 envctl doctor --only port
    assert_stderr "did you mean 'ports'?"
    exits 1 envctl doctor --only gate
    assert_stderr "envctl doctor --gate release"
}

@test "the report as JUnit and as SARIF is what their schemas say" {
    exits 0 envctl doctor --format junit
    printf '%s\n' "$output" >"$BATS_TEST_TMPDIR/report"
    report_valid junit.xsd
    exits 0 envctl doctor --format sarif
    printf '%s\n' "$output" >"$BATS_TEST_TMPDIR/report"
    report_valid sarif.schema.json
    assert_json '.runs[0].results | length > 20'
    exits 0 envctl doctor --format json
    assert_answer envctl.doctor/1
}

@test "the gate of a user's project is open where every component is ready" {
    exits 0 envctl doctor --gate release --json
    assert_answer envctl.doctor/1
    assert_json '.ok and .gate.open and .gate.gap == []'
}

@test "it is closed where nothing says what a release is: a folder without git or configuration" {
    mkdir -p "$world/wrong"
    cd "$world/wrong"
    exits 1 envctl doctor --gate release --json
    assert_answer envctl.doctor/1
    assert_json '.gate.gap == ["gate.configured"]'
    exits 1 envctl doctor --gate release
    assert_stdout "nothing here says what a release is"
    assert_stdout "rows block the release"
    cd "$(repository bare </dev/null)"
    exits 1 envctl doctor --gate release --json
    assert_json '.gate.gap == ["gate.configured"]'
}

@test "it is closed by a change, a command or a check that release: demands" {
    sed -i '$ a release: { clean: true, commands: ["exit 7"], worst: info }' envctl.yaml
    exits 1 envctl doctor --gate release --json
    assert_answer envctl.doctor/1
    assert_json '.gate.gap | index("gate.project.main.clean") != null'
    assert_json '.gate.gap | index("gate.project.main.command.1") != null'
    exits 1 envctl doctor --gate release
    assert_stdout "'exit 7' ended with exit 7"
    assert_stdout "rows block the release"
    printf 'release: { clean: true, commands: ["true"] }\n' >>envctl.yaml
    sed -i '/^release: .*exit 7/d' envctl.yaml
    git add --all && git commit --quiet --message release
    exits 0 envctl doctor --gate release
}

@test "what is broken is named, with what helps" {
    local pid
    exits 0 envctl status --json
    pid=$(jq -r '.projects[0].supervisor.pid' <<<"$output")
    kill -KILL "$pid"
    wait_for 5 is_gone "$pid"
    pid=$(jq -r '.projects[0].components[0].pid' <<<"$output")
    exits 0 envctl doctor --json
    assert_equal "$(severity_of processes.supervisors)" warn
    assert_json '.checks[] | select(.id == "processes.supervisors") | .fix == "envctl resume"'
    end_now "$pid"
    exits 1 envctl doctor
    assert_stdout "fail state.truth"
    assert_stdout "main/api is lost"
    exits 1 envctl doctor --gate release
    assert_stdout "api is lost"
    exits 1 envctl doctor --format junit
    printf '%s\n' "$output" >"$BATS_TEST_TMPDIR/report"
    report_valid junit.xsd
}

@test "--fix repairs what is stale and nothing else" {
    local socket before
    exits 0 envctl stop
    socket=$(printf '%s' "$ENVCTL_RUNTIME_DIR"/*/*)/supervisor.sock
    mkdir -p "${socket%/*}"
    "$python" -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$socket"
    touch -d '1 minute ago' "$socket"
    chmod 644 "$ENVCTL_STATE_DIR"/scopes/*/projects/main/current/launch.json
    before=$(tree_digest "$ENVCTL_STATE_DIR" "$app")
    exits 1 envctl doctor
    assert_equal "$(tree_digest "$ENVCTL_STATE_DIR" "$app")" "$before"
    exits 0 envctl doctor --fix
    assert_stdout "repaired: removed the stale socket $socket"
    assert_stdout "launch.json to 600"
    [[ ! -e $socket ]]
    exits 0 envctl doctor --fix
    refute_stdout "repaired"
}
