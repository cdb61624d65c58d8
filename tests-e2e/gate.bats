#!/usr/bin/env bats
# The readiness gate over this repository's own manifests, on a copy of the checkout: it is open where
# every test has passed, and whoever tampers closes it. Nothing is built here.

load lib/suite

setup_file() {
    suite_begin
    export original=$world/original
    mkdir "$original"
    (cd "$checkout" && git ls-files -z --cached --others --exclude-standard \
        | while IFS= read -r -d '' file; do
            if [[ -f $file ]]; then printf '%s\0' "$file"; fi
        done | tar --null --files-from=- -cf -) | tar -xf - -C "$original"
    git -C "$original" init --quiet
    git -C "$original" add --all
    git -C "$original" commit --quiet --message "copy"
}

setup() {
    copy=$world/copy$BATS_TEST_NUMBER
    cp -R "$original" "$copy"
    cd "$copy" || return
}

teardown_file() { suite_end; }

# As if each test that is there had passed on the tree as it is now.
pass_all() {
    local lines=$BATS_TEST_TMPDIR/lines
    grep -H '^@test ' tests-e2e/*.bats | sed -E 's|^tests-e2e/([^:]*):@test "(.*)" \{.*|\1: \2\tpassed|' >"$lines"
    grep -r -h -o -E '(struct|class) [A-Z][A-Za-z0-9]+' --include '*.swift' Tests \
        | awk '{print $NF}' | sort -u >"$BATS_TEST_TMPDIR/suites"
    jq -r '.. | .tests? // empty | .[]' contracts/parity.json >"$BATS_TEST_TMPDIR/named"
    jq -r '.promises[].evidence[].test // empty' contracts/readiness.json >>"$BATS_TEST_TMPDIR/named"
    grep -v '\.bats' "$BATS_TEST_TMPDIR/named" | sort -u | while IFS= read -r name; do
        local suite=${name#*.}
        if grep -q -x "${suite%%/*}" "$BATS_TEST_TMPDIR/suites"; then printf '%s/all()\tpassed\n' "$name"; fi
    done >>"$lines"
    mkdir -p .build
    "$checkout/bin/lib/write-results" "$("$checkout/bin/lib/tree-digest" .)" "$lines"
}

gate() { envctl doctor --gate release "$@"; }

# The gate is closed, and the one row that blocks is $1.
blocks_only() {
    exits 1 gate --json
    assert_answer envctl.doctor/1
    assert_equal "$(jq -r '.gate.gap[]' <<<"$output" | sort)" "$1"
}

@test "the manifests of this repository hold where every test has passed" {
    pass_all
    exits 0 gate
    assert_stdout "the gate is open"
    exits 0 gate --json
    assert_answer envctl.doctor/1
    assert_json '.gate.open and (.gate.rows | length > 80)'
}

@test "without results, and with a test that failed, each row that needs it blocks" {
    exits 1 gate
    assert_stdout "the tests have left no results"
    pass_all
    local name
    name=$(jq -r '.promises[0].evidence[0].test' contracts/readiness.json)
    jq --arg name "$name" '.tests[$name] = "failed"' .build/test-results.json >results
    mv results .build/test-results.json
    exits 1 gate
    assert_stdout "gate.readiness.promise.1"
    assert_stdout "the test '$name' failed"
}

@test "results of another tree prove nothing" {
    pass_all
    printf '\n' >>README.md
    exits 1 gate --json
    assert_json '.gate.gap | index("gate.results") != null'
    exits 1 gate
    assert_stdout "the results of the tests are of another tree"
}

@test "a test that a row names is deleted: the gate names the row" {
    sed -i '/^@test "a clock that jumps changes no truth/,/^}/d' tests-e2e/truth.bats
    pass_all
    blocks_only gate.readiness.breaks.clock-jumps
    exits 1 gate
    assert_stdout "the test 'truth.bats: a clock that jumps changes no truth, and ids stay sorted' does not exist"
}

@test "a command is renamed: the gate names it" {
    sed -i 's/"name": "prune"/"name": "tidy"/' contracts/commands.json
    pass_all
    blocks_only "gate.parity.command.prune
gate.parity.command.tidy"
    exits 1 gate
    assert_stdout 'contracts/parity.json lacks {"kind":"command","name":"tidy"'
}

@test "a schema is broken: the gate names it" {
    sed -i 's|"const": "envctl.health/1"|"const": "envctl.health/2"|' contracts/health.schema.json
    pass_all
    blocks_only gate.schema.health
    rm contracts/examples/health.1.json
    pass_all
    blocks_only gate.schema.health
    exits 1 gate
    assert_stdout "no example shows it"
}

@test "a missing thing that is marked as working: the gate names it" {
    sed -i '/"name": "dashboard"/s/"missing"/"working"/' contracts/parity.json
    pass_all
    blocks_only gate.parity.command.dashboard
    exits 1 gate
    assert_stdout "there is no such command"
}

@test "a manifest that can't be read blocks" {
    printf '{' >contracts/parity.json
    pass_all || true
    exits 1 gate
    assert_stdout "contracts/parity.json"
}
