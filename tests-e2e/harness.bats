#!/usr/bin/env bats
# The detectors of these tests are first shown to detect.

load lib/suite

setup_file() { suite_begin; }
teardown_file() { suite_end; }

@test "a clean world has no leaks" {
    assert_equal "$(leaks)" ""
}

@test "a process is seen by its directory, its output and its environment" {
    local pid
    mkdir -p "$world/state"
    (cd "$world" && exec env -i setsid sleep 60 >/dev/null 2>&1 3>&-) &
    pid=$!
    wait_for 5 in_leaks "sleep 60"
    kill "$pid"
    env -i setsid sleep 61 >"$world/state/log" 2>&1 3>&- &
    pid=$!
    wait_for 5 in_leaks "sleep 61"
    kill "$pid"
    (cd / && exec setsid sleep 62 >/dev/null 2>&1 3>&-) &
    pid=$!
    wait_for 5 in_leaks "sleep 62"
    kill "$pid"
    wait_for 5 no_leaks
}

@test "a socket, a claim and a half-made folder are seen" {
    mkdir -p "$ENVCTL_RUNTIME_DIR" "$ENVCTL_STATE_DIR/data.new-1"
    "$python" -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' \
        "$ENVCTL_RUNTIME_DIR/x.sock"
    echo '{"reservations": [{"port": 20000, "claim": {"run": "r"}}, {"port": 20001, "claim": null}]}' \
        >"$ENVCTL_STATE_DIR/ports.json"
    run leaks
    assert_stdout "socket $ENVCTL_RUNTIME_DIR/x.sock"
    assert_stdout 'claim {"port":20000'
    refute_stdout '20001'
    assert_stdout "unfinished $ENVCTL_STATE_DIR/data.new-1"
    rm -rf "$ENVCTL_RUNTIME_DIR" "$ENVCTL_STATE_DIR"
}

@test "a document that breaks its schema is seen" {
    local contracts=$BATS_TEST_TMPDIR/contracts
    mkdir "$contracts"
    echo '{"type": "object", "required": ["a"]}' >"$contracts/thing.schema.json"
    echo '{"schema": "envctl.thing/1", "a": 1}' >"$BATS_TEST_TMPDIR/good.json"
    echo '{"schema": "envctl.thing/1"}' >"$BATS_TEST_TMPDIR/bad.json"
    validate=("$checkout/.build/venv/bin/python" "$checkout/tests-e2e/lib/validate.py" "$contracts")
    exits 0 "${validate[@]}" "$BATS_TEST_TMPDIR/good.json"
    exits 1 "${validate[@]}" "$BATS_TEST_TMPDIR/bad.json"
    assert_stderr "'a' is a required property"
    exits 1 "${validate[@]}" "$BATS_TEST_TMPDIR/good.json" envctl.other/1
}

@test "a changed file changes the digest of its tree" {
    local folder=$BATS_TEST_TMPDIR/tree before
    mkdir "$folder"
    echo 1 >"$folder/file"
    before=$(tree_digest "$folder")
    assert_equal "$(tree_digest "$folder")" "$before"
    echo 2 >"$folder/file"
    assert_different "$(tree_digest "$folder")" "$before"
}

in_leaks() { [[ $(leaks) == *"$1"* ]]; }
no_leaks() { [[ -z $(leaks) ]]; }
