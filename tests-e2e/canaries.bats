#!/usr/bin/env bats
# Three hundred secrets of every kind and encoding are given to envctl in every way that it takes
# something; none is ever told again. And what is no secret is.

load lib/suite

canaries() {
    "$python" "$checkout/tests-e2e/lib/canaries.py" "$@"
}

setup_file() {
    suite_begin
    suite_canaries=$world/canaries
    export suite_canaries
    canaries plant "$suite_canaries"
    cat >"$world/talker.py" <<'PYTHON'
import os, pathlib, sys
sys.stdout.write(pathlib.Path(sys.argv[1]).read_text())
sys.stdout.flush()
raise SystemExit("commit 2e2dada6b0f4d3b1a8f1e1f7c6b4b1f2d3a4c5e6 at " + os.getcwd() + ":8080")
PYTHON
    shop=$(talking_repository)
    export shop
    # What is looked at later: every answer and every message of every command.
    export told=$world/told
    mkdir "$told"
}

# A repository with a service for each batch of lines, all of them with secrets in their settings.
talking_repository() {
    local file
    {
        printf 'version: 1\nservices:\n'
        printf '  talker:\n    command: sleep 1000\n    env:\n'
        cat "$suite_canaries/service.yaml"
        for file in "$suite_canaries"/lines/*.txt; do
            printf '  say-%s:\n    command: %s %s %s\n    restart: "no"\n' \
                "$(basename "$file" .txt)" "$python" "$world/talker.py" "$file"
        done
    } | repository shop
    cp "$suite_canaries/checkout.envctl" "$world/shop/.envctl"
}

setup() {
    cd "$shop" || return
    # shellcheck source=/dev/null
    source "$suite_canaries/environment.sh"
}

teardown_file() {
    stop_everything
    suite_end
}

# note COMMAND…: what it says is kept to be looked at; it may fail.
note() {
    local number
    number=$(find "$told" -type f | wc -l)
    envctl "$@" >"$told/$number.out" 2>"$told/$number.err" </dev/null || true
}

# Everything that is not one of the private files which have to hold secrets.
records() {
    find "$ENVCTL_STATE_DIR" -type f \( -name '*.json' -o -name '*.jsonl' -o -name '*.md' \
        -o -path '*/crashes/*' \) ! -name launch.json ! -name secrets.json
    find "$ENVCTL_STATE_DIR" -name supervisor.log
    find "$ENVCTL_STATE_DIR" -path '*/debug/*' -type f ! -name '*.tar.gz'
}

look() {
    local files
    mapfile -t files < <(records)
    canaries look "$suite_canaries" "$told" "${files[@]}"
}

# Bundles are looked at from the inside.
unpack_bundles() {
    local bundle
    while read -r bundle; do
        mkdir -p "$told/bundle-$(basename "$bundle" .tar.gz)"
        tar -xzf "$bundle" -C "$told/bundle-$(basename "$bundle" .tar.gz)"
    done < <(find "$ENVCTL_STATE_DIR" -path '*/debug/bundles/*.tar.gz')
}

@test "the look finds what is there" {
    [[ $(canaries count "$suite_canaries") -ge 300 ]]
    head -n 3 "$suite_canaries/lines/00.txt" >"$BATS_TEST_TMPDIR/leak"
    run canaries look "$suite_canaries" "$BATS_TEST_TMPDIR"
    assert_equal "$status" 1
    assert_stdout leak
}

@test "services print them and fail: reports quote the lines without them" {
    local file name
    export ENVCTL_DEBUG=deep
    for file in "$suite_canaries"/lines/*.txt; do
        name=say-$(basename "$file" .txt)
        note start talker "$name" --json
        note start "$name"
    done
    note start talker
    # The lines were quoted, or there would be nothing to find.
    grep -q -r '\[redacted:' "$told"
    grep -q -r '\[redacted:' "$ENVCTL_STATE_DIR" --include error_report.json
    look
}

@test "every command that looks or fails: none is told" {
    local words name
    for words in status "show-config" "show-state" "list-targets" "list-trees" events endpoints \
        "config check" "config get services.talker.env" "explain-startup" errors health doctor \
        "debug-report" "start --dry-run" "env --format nothing" "status --everywhere" ""; do
        # shellcheck disable=SC2086 # words
        note $words
        # shellcheck disable=SC2086 # words
        note $words --json
    done
    while read -r name; do
        note start "$name"
        note start "$name" --json
        note stop "$name" --json
        note logs "$name"
        note status --project "$name" --json
        note exec -- "$name" --password "$name"
        note "--token=$name"
        note start "ENVCTL_NO_SUCH_TOKEN=$name" --json
        note start "SERVICES__TALKER__PORT=$name" --json
        note show-config "services.$name" --json
        note events --run "$name" --json
    done < <(cat "$suite_canaries/names.txt" "$suite_canaries/commands.txt")
    note debug-pack --with-logs
    note restart talker --json
    note stop --json
    [[ $(find "$told" -name '*.out' | wc -l) -ge 100 ]]
    unpack_bundles
    look
}

@test "a broken configuration is quoted without them" {
    local name
    cp envctl.yaml "$BATS_TEST_TMPDIR/kept"
    while read -r name; do
        printf 'version: 1\nservices:\n  api:\n    command: x\n    env_file: [secrets/%s.env]\n' \
            "$name" >envctl.yaml
        note start --json
        note start
        printf 'version: 1\nservices:\n  api:\n    port: "%s"\n' "$name" >envctl.yaml
        note start --json
        note config check
    done <"$suite_canaries/names.txt"
    cp "$BATS_TEST_TMPDIR/kept" envctl.yaml
    look
}

@test "an error of SQL is quoted without the password in it" {
    command -v pg_config >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 \
        || skip "no postgres"
    local library secret
    secret=$(head -n 1 "$suite_canaries/commands.txt")
    library=$(repository library <<YAML
version: 1
requirements:
  postgres: { seed: seed.sql }
YAML
    )
    printf "CREATE ROLE app2 PASSWORD 'Zq81mdLp02xKs' LOGIN;\nSELECT '%s' FROM nothing_there;\n" \
        "$secret" >"$library/seed.sql"
    cd "$library"
    note start
    note start --json
    note status --json
    look
    run ! grep -r Zq81mdLp02xKs "$told"
    note stop
}

@test "endpoints tells passwords to who asks for them, and to nobody else" {
    local cache
    command -v redis-server >/dev/null || command -v valkey-server >/dev/null || skip "no redis"
    cache=$(repository cache <<YAML
version: 1
requirements:
  redis: {}
YAML
    )
    cd "$cache"
    exits 0 envctl start
    exits 0 envctl endpoints --json
    assert_answer
    assert_json '[.. | .url? | strings] | all(contains("@") | not)'
    exits 0 envctl endpoints --json --with-secrets
    assert_answer
    assert_json '[.. | .url? | strings] | any(test("redis://.*:[^@]{12,}@"))'
    exits 0 envctl stop
}

@test "what is no secret stays: commits, paths of the project, ports, ordinary words" {
    exits 1 envctl start say-00 --json
    assert_stdout 2e2dada6b0f4d3b1a8f1e1f7c6b4b1f2d3a4c5e6
    assert_stdout "$shop:8080"
    exits 0 envctl show-config --json
    assert_json '[.. | .path? | strings] | any(. == "services.talker.command")'
    assert_json '[.. | .value? | strings] | any(. == "sleep 1000")'
    exits 0 envctl events --json
    assert_stdout "\"$(basename "$(run_folder)")\""
}
