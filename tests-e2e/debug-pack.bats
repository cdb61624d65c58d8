#!/usr/bin/env bats
# debug-pack: what is in a bundle, that no secret is, and that it is made when all else is broken.

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

serving() {
    configure "$app" <<'YAML'
version: 1
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 18951
    env: { API_TOKEN: "canary-token-5f1c2b", GREETING: hello }
YAML
}

# packed [WORDS…]: makes a bundle and unpacks it into $bundle; its path is in $path.
packed() {
    exits 0 envctl debug-pack --json "$@"
    assert_answer envctl.debug_pack/1
    path=$(jq -r .path <<<"$output")
    assert_equal "$(stat -c %a "$path")" 600
    bundle=$BATS_TEST_TMPDIR/unpacked
    rm -rf "$bundle"
    mkdir "$bundle"
    tar -xzf "$path" -C "$bundle"
    bundle+=/envctl-debug
    json_valid "$bundle/manifest.json" envctl.bundle/1
    json_valid "$bundle/diagnosis.json" envctl.diagnosis/1
}

@test "a bundle of a running environment: complete, private, and as its manifest says" {
    serving
    exits 0 envctl start
    exits 0 envctl restart
    printf 'API_KEY=canary-key-77aa88bb\n' >.envctl.tmp
    packed
    assert_equal "$path" "$(envctl debug-last)"
    local name
    for name in diagnosis.md configuration.json platform.json tools.json processes.json \
        listeners.json supervisors.json ports.json scope.json recent_failures.json doctor.json; do
        [[ -s $bundle/$name ]] || complain "not in the bundle: $name"
    done
    [[ $(find "$bundle/runs" -name run_state.json) ]]
    [[ $(find "$bundle/runs" -name supervisor.log) ]]
    json_valid "$bundle/doctor.json" envctl.doctor/1
    jq -e '[.checks[].id] | contains(["state.truth", "self.crashes"])' "$bundle/doctor.json"
    jq -r '.files[] | select(.failure == null) | .sha256 + "  " + .name' "$bundle/manifest.json" \
        | (cd "$bundle" && sha256sum --quiet --check)
    run ! grep -r "canary-token" "$bundle"
    assert_equal "$(find "$bundle/logs" -name 'api.log*' 2>/dev/null | wc -l)" 0
    jq -e '.[0].processes | length > 0' "$bundle/processes.json"
    packed --with-logs
    [[ -e $bundle/logs/api.log ]]
    run ! grep -r "canary-token" "$bundle"
}

@test "the same input gives the same bytes, but for what the machine says of itself" {
    serving
    exits 0 envctl start
    exits 0 envctl stop
    packed --output "$BATS_TEST_TMPDIR/1.tar.gz"
    digests >"$BATS_TEST_TMPDIR/one"
    packed --output "$BATS_TEST_TMPDIR/2.tar.gz"
    digests >"$BATS_TEST_TMPDIR/two"
    cmp "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/two"
}

# Of what does not tell how much room is left just now.
digests() {
    (cd "$bundle" && find . -type f ! -name platform.json ! -name doctor.json ! -name manifest.json \
        -exec sha256sum {} + | sort)
}

@test "crashes of envctl itself go along, with the names of functions where they can be told" {
    [[ -d $ENVCTL_STATE_DIR ]] || mkdir -m 700 "$ENVCTL_STATE_DIR"
    ENVCTL_TEST_CRASH=command:trap "$checkout/bin/envctl" list-trees >/dev/null 2>&1 || true
    exits 0 envctl doctor --only self.crashes
    assert_stdout "in 'list-trees'"
    packed
    grep -q 'command: list-trees' "$bundle"/crashes/crash-*.txt
    jq -e '.[0] | .signal == "SIGILL" and .command == "list-trees" and (.frames | length > 2)' \
        "$bundle/crashes.json"
    if command -v llvm-symbolizer addr2line >/dev/null; then
        jq -e '[.[0].frames[].function // ""] | any(contains("Engine.EngineRuntime.run"))' \
            "$bundle/crashes.json"
    fi
    rm -r "$ENVCTL_STATE_DIR/crashes"
}

@test "without HOME, where no place is known for a state" {
    [[ $(id -u) == 0 ]] || skip "becomes another user"
    mkdir -p "$world/homeless"
    chown 12345:12345 "$world/homeless"
    cd "$world/homeless" || return
    exits 0 setpriv --reuid 12345 --regid 12345 --clear-groups env -i PATH="$PATH" \
        "$checkout/.build/release/envctl" debug-pack --json
    assert_answer envctl.debug_pack/1
    assert_json '.causes[0].id == "no_home"'
    path=$(jq -r .path <<<"$output")
    assert_equal "${path%/*}" "$world/homeless"
    exits 0 setpriv --reuid 12345 --regid 12345 --clear-groups env -i PATH="$PATH" \
        "$checkout/.build/release/envctl" debug-report
    assert_stdout "HOME"
    exits 0 setpriv --reuid 12345 --regid 12345 --clear-groups env -i PATH="$PATH" \
        "$checkout/.build/release/envctl" debug-last --json
    assert_answer envctl.debug_last/1
    assert_json '.path == null'
}

@test "--dry-run says what would be in it and writes nothing; debug-last without any" {
    serving
    exits 0 envctl start
    exits 0 envctl stop
    local before
    before=$(tree_digest "$ENVCTL_STATE_DIR" "$app")
    exits 0 envctl debug-pack --dry-run
    assert_stdout "run_state.json"
    exits 0 envctl debug-pack --dry-run --json
    assert_answer envctl.debug_pack/1
    assert_json '.path == null'
    exits 0 envctl debug-last
    assert_stdout "there is no bundle"
    exits 0 envctl debug-last --json
    assert_answer envctl.debug_last/1
    assert_equal "$(tree_digest "$ENVCTL_STATE_DIR" "$app")" "$before"
}

@test "twenty bundles are kept, and blast-all takes them" {
    serving
    exits 0 envctl start
    exits 0 envctl stop
    local number folder
    folder=$(scope_folder)/debug/bundles
    mkdir -p "$folder"
    for number in $(seq 10 34); do
        : >"$folder/envctl-debug-main-202601${number}T000000.000Z.tar.gz"
    done
    packed
    assert_equal "$(find "$folder" -name '*.tar.gz' | wc -l)" 20
    [[ -e $path ]]
    folder=$(scope_folder)
    exits 0 envctl blast-all --yes
    [[ ! -e $folder ]]
}

@test "a run that is not there is no bundle; one whose record is damaged is" {
    local run
    serving
    exits 0 envctl start
    for run in nope 20260101T000000.000Z-abcdef; do
        exits 1 envctl debug-pack --run "$run" --json
        assert_json '.error.code == "pack.unknown_run"'
        exits 1 envctl debug-pack --run "$run" --dry-run
        assert_stderr "$run"
    done
    assert_equal "$(find "$(scope_folder)" . -name '*.tar.gz')" ""
    run=$(run_folder)
    exits 0 envctl stop
    printf '{' >"$run/run_state.json"
    packed --run "${run##*/}"
}

@test "no configuration, broken YAML, no repository, no state" {
    packed
    assert_json '.causes[0].id == "not_configured"'
    printf 'version: 1\nservices: [ {\n' | configure "$app"
    packed
    assert_json '.causes[0].id == "yaml_broken"'
    assert_json '[.files[] | select(.failure != null) | .name] == ["configuration.json"]'
    grep -q services "$bundle/configuration/envctl.yaml"
    mkdir "$world/plain" && cd "$world/plain"
    packed --output "$BATS_TEST_TMPDIR/plain.tar.gz"
    cd "$app"
    ENVCTL_STATE_DIR=$world/fresh packed
}

@test "a docker that says nothing is told of as that, and holds no bundle" {
    local asked pid
    configure "$app" <<'YAML'
version: 1
services: { api: { command: sleep 100000 } }
requirements: { redis: { backend: docker } }
YAML
    mkdir -p "$world/silent"
    printf '#!/bin/sh\necho $$ >>%s/silent/pids\nexec sleep 100000\n' "$world" >"$world/silent/docker"
    chmod +x "$world/silent/docker"
    SECONDS=0
    PATH=$world/silent:$PATH packed
    # Three questions side by side, of 0.7 s each; the rest is patience with a busy machine.
    [[ $SECONDS -lt 8 ]] || complain "it took $SECONDS s"
    jq -e '.causes[0] | .id == "docker_down" and (.evidence | any(contains("within 0.7 s")))' \
        "$bundle/diagnosis.json"
    jq -e '.checks[] | select(.id == "requirements.docker") | .severity == "fail"' \
        "$bundle/doctor.json"
    jq -e '.docker == null and .envctl' "$bundle/tools.json"
    mapfile -t asked <"$world/silent/pids"
    [[ ${#asked[@]} -ge 3 ]]
    for pid in "${asked[@]}"; do wait_for 10 is_gone "$pid"; done
}

@test "damaged artifacts, all of them" {
    serving
    exits 0 envctl start
    exits 0 envctl stop
    local file
    for file in "$(run_folder)"/*.json "$(scope_folder)/scope.json" "$ENVCTL_STATE_DIR/ports.json"; do
        printf '{ torn' >"$file"
    done
    packed
    assert_json '.causes[0].id == "record_damaged"'
    [[ $(find "$bundle/runs" -name launch.json) == "" ]]
    rm -f "$ENVCTL_STATE_DIR/ports.json"
}

@test "a dead supervisor, missing programs, no folder of sockets" {
    serving
    exits 0 envctl start
    local supervisor
    supervisor=$(supervisor_pid)
    kill -KILL "$supervisor"
    wait_for 20 is_gone "$supervisor"
    packed
    assert_json '.causes[0].id == "supervisor_lost"'
    exits 0 env PATH=/nowhere "$checkout/.build/release/envctl" debug-pack --json
    assert_answer envctl.debug_pack/1
    exits 0 envctl stop
    rm -rf "$ENVCTL_RUNTIME_DIR"
    packed
}

@test "a state that is read-only, an output that is full, a full folder of sockets" {
    [[ $(id -u) == 0 ]] || skip "mounts file systems"
    serving
    mkdir -p "$world/small"
    mount -t tmpfs -o size=1m,mode=700,ro envctl-small "$world/small"
    ENVCTL_STATE_DIR=$world/small packed
    assert_json '.note | contains("read-only") or contains("Read-only")'
    assert_equal "${path%/*}" "$app"
    assert_json '.causes[0].id == "read_only"'
    mount -o remount,rw,size=64k "$world/small"
    head -c 200000 /dev/zero >"$world/small/filler" 2>/dev/null || true
    exits 1 envctl debug-pack --output "$world/small/full.tar.gz"
    assert_stderr "No space left"
    assert_equal "$(find "$world/small" -name '*.tmp' -o -name '*.tar.gz')" ""
    ENVCTL_RUNTIME_DIR=$world/small/run packed
    assert_json '.causes[0].id == "runtime_full"'
}
