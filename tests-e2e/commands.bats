#!/usr/bin/env bats
# Every command: exit code, answer against its schema, and that looking changes nothing.

load lib/suite

setup_file() {
    # A cache of its own: nobody else may write into what is compared here.
    E2E_CACHE='' suite_begin
    repository app <<'YAML' >/dev/null
version: 1
requirements:
  redis: {}
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 18801
    ready: { http: /healthz }
    needs: [redis]
    env: { GREETING: "it's ${project}" }
  web:
    command: PYTHON SERVICE serve ${port}
    port: 18802
    needs: [api]
YAML
    worktree "$world/app" side >/dev/null
    repository bare-folder </dev/null >/dev/null
}

teardown_file() {
    stop_everything
    suite_end
}

# unchanged COMMAND…: runs it, with exit code $expected, and compares all that it could have written.
unchanged() {
    local before
    before=$(tree_digest "$world" "$ENVCTL_CACHE_DIR")
    exits "$expected" envctl "$@"
    assert_equal "$(tree_digest "$world" "$ENVCTL_CACHE_DIR")" "$before"
}

# looks EXIT SCHEMA COMMAND…: as text, then as JSON.
looks() {
    local expected=$1 schema=$2
    shift 2
    unchanged "$@"
    unchanged "$@" --json
    if [[ $expected == 0 ]]; then
        assert_answer "$schema"
    else
        assert_json '.ok == false and (.error.code | length > 0) and (.error.message | length > 0)'
        assert_json '.error.hint | length > 0'
    fi
}

@test "without configuration and state, looking answers and writes nothing" {
    cd "$world/bare-folder"
    looks 0 envctl.status/1 status
    looks 0 envctl.config/1 show-config
    looks 0 envctl.state/1 show-state
    looks 0 envctl.explanation/1 explain-startup
    assert_json '.ok and .projects[0].configured == false'
    looks 0 envctl.targets/1 list-targets
    looks 0 envctl.trees/1 list-trees
    looks 0 envctl.commands/1 list-commands
    looks 0 envctl.overview/1
    [[ ! -e $ENVCTL_STATE_DIR && ! -e $ENVCTL_RUNTIME_DIR ]]
}

@test "without a running environment, what needs one exits 1 with a hint" {
    cd "$world/app"
    local command
    for command in endpoints env logs; do
        looks 1 "" "$command"
        assert_json '.error.hint | test("start")'
    done
    exits 1 envctl exec true
    assert_stderr start
}

@test "configured but stopped" {
    cd "$world/app"
    looks 0 envctl.status/1 status
    looks 0 envctl.config/1 show-config
    looks 0 envctl.config_check/1 config check
    looks 0 envctl.explanation/1 explain-startup
    looks 0 envctl.explanation/1 explain-startup api --skip web
    looks 0 envctl.targets/1 list-targets
    looks 0 envctl.overview/1
    exits 0 envctl stop --json
    assert_answer envctl.stop/1
}

@test "what is named must be known, also where nothing runs; a restart of nothing leaves no trace" {
    cd "$world/app"
    expected=0 unchanged stop web
    expected=1 unchanged stop nope
    assert_stderr "known are redis, api, web"
    assert_stderr "next:  envctl list-targets"
    expected=1 unchanged stop wep --json
    assert_json '.error.code == "component.unknown" and .error.hint == "did you mean '"'web'"'?"'
    expected=1 unchanged restart
    assert_stderr "nothing runs in 'main'"
    expected=1 unchanged restart web
}

@test "a project that is named twice is meant once" {
    cd "$world/app"
    exits 0 envctl status --project main --project main --json
    assert_json '.projects | length == 1'
}

@test "start --dry-run shows the plan and changes nothing" {
    cd "$world/app"
    expected=0 unchanged start --dry-run
    assert_says redis
    expected=0 unchanged start --dry-run --json
    assert_answer
    assert_equal "$(leaked_processes)" ""
}

@test "start --json" {
    cd "$world/app"
    exits 0 envctl start --json
    assert_answer envctl.start/1
    envctl start --repo "$world/app-side"
}

@test "while it runs, looking answers and writes nothing" {
    cd "$world/app"
    looks 0 envctl.status/1 status
    looks 0 envctl.status/1 status --all
    looks 0 envctl.endpoints/1 endpoints
    looks 0 envctl.env/1 env
    looks 0 envctl.state/1 show-state
    looks 0 envctl.explanation/1 explain-startup --all
    looks 0 envctl.targets/1 list-targets
    looks 0 envctl.trees/1 list-trees
    looks 0 envctl.overview/1
    looks 0 envctl.version/1 --version
    looks 0 envctl.commands/1 help start
    expected=0 unchanged logs api --tail 5
    assert_stdout "listening on"
}

@test "dashed forms are aliases and none falls through to start" {
    cd "$world/app"
    local name
    for name in status endpoints show-config show-state list-targets list-trees list-commands; do
        exits 0 envctl "$name" --json
        local plain=$output
        exits 0 envctl "--$name" --json
        assert_equal "$(jq -S .schema <<<"$output")" "$(jq -S .schema <<<"$plain")"
    done
    exits 1 envctl --no-such-command
    assert_stderr "--no-such-command"
}

@test "env in each format is what the service sees" {
    cd "$world/app"
    local url
    url=$(fetch "$(url_of api)/env/REDIS_URL")
    exits 0 env -i PATH="$PATH" HOME="$HOME" ENVCTL_STATE_DIR="$ENVCTL_STATE_DIR" \
        ENVCTL_RUNTIME_DIR="$ENVCTL_RUNTIME_DIR" ENVCTL_CACHE_DIR="$ENVCTL_CACHE_DIR" \
        sh -c "eval \"\$('$checkout/bin/envctl' env)\" && printf %s \"\$REDIS_URL\""
    assert_equal "$output" "$url"
    exits 0 envctl env --format dotenv
    assert_stdout "REDIS_URL="
    exits 0 envctl env --format json
    assert_json 'any(.. | strings; startswith("redis://"))'
    exits 0 envctl env --format fish
    assert_stdout "set -gx REDIS_URL"
    exits 1 envctl env --format csh
    assert_stderr csh
}

@test "exec passes words, streams and the exit code" {
    cd "$world/app"
    exits 7 envctl exec sh -c 'echo "$1|$2"; echo problem >&2; exit 7' _ "two words" "--json"
    assert_equal "$output" "two words|--json"
    assert_equal "$stderr" problem
    assert_equal "$(printf hello | envctl exec cat)" hello
    assert_equal "$(envctl exec sh -c 'printf %s "$ENVCTL_PROJECT"')" main
    exits 1 envctl exec no-such-program-anywhere
    assert_stderr no-such-program-anywhere
}

@test "logs: tail, several components, json lines, follow" {
    cd "$world/app"
    exits 0 envctl logs
    assert_stdout api
    exits 0 envctl logs api --json
    local line
    while read -r line; do jq -e .schema <<<"$line" >/dev/null; done <<<"$output"
    printf '%s\n' "$output" >"$BATS_TEST_TMPDIR/lines.jsonl"
    json_valid "$BATS_TEST_TMPDIR/lines.jsonl" envctl.log_line/1
    "$checkout/bin/envctl" logs api -f >"$BATS_TEST_TMPDIR/follow" 2>/dev/null 3>&- &
    local follower=$!
    wait_for 5 grep -q listening "$BATS_TEST_TMPDIR/follow"
    echo "a line from outside" >>"$(log_of api)"
    wait_for 5 grep -q "a line from outside" "$BATS_TEST_TMPDIR/follow"
    kill -TERM "$follower"
    wait "$follower" || true # ended by our signal
    exits 1 envctl logs no-such
    assert_stderr api
}

@test "a reader that goes away ends it quietly" {
    cd "$world/app"
    [[ -n $(envctl list-commands 2>"$BATS_TEST_TMPDIR/stderr" | head -n 1) ]]
    assert_equal "$(cat "$BATS_TEST_TMPDIR/stderr")" ""
}

@test "targets: project, mode words, repo, and what is unknown" {
    cd "$world/app"
    exits 0 envctl status --json --project side
    assert_json 'any(.. | strings; . == "side")'
    exits 0 envctl status --json trees
    assert_json 'any(.. | strings; . == "side")'
    exits 0 envctl status --json --repo "$world/app-side"
    assert_json 'any(.. | strings; . == "side")'
    exits 1 envctl status --project sid
    assert_stderr side
    exits 1 envctl stop apo
    assert_stderr "api"
    exits 1 envctl stop --project main trees
    assert_equal "$(status_of api)" ready
}

@test "words, flags and values that are not known are usage errors" {
    cd "$world/app"
    exits 1 envctl strat
    assert_stderr "start"
    exits 1 envctl status extra-word
    assert_stderr extra-word
    exits 1 envctl start --detatch
    assert_stderr "--detach"
    exits 1 envctl start --timeout soon --json
    assert_json '.ok == false and .error.code == "usage.invalid_value"'
    exits 1 envctl start SERVICES__API__PROT=1
    assert_stderr "PORT"
}

@test "every flag of the table is known to its command" {
    cd /
    jq -r '.commands[] | .name as $name | .flags[]? | "\($name) --\(.name)"' \
        "$checkout/contracts/commands.json" >"$BATS_TEST_TMPDIR/flags"
    [[ -s $BATS_TEST_TMPDIR/flags ]]
    local words
    while read -r words; do
        # --help after it: understood, described, and nothing is done.
        case $words in
            *--help | *--version) continue ;;
        esac
        # One word or two: the command and its subcommand.
        # shellcheck disable=SC2086
        exits 0 envctl ${words%% --*} --help
        assert_stdout "--${words##* --}"
    done <"$BATS_TEST_TMPDIR/flags"
}

@test "restart and stop, as JSON" {
    cd "$world/app"
    exits 0 envctl restart --json
    assert_answer envctl.restart/1
    assert_equal "$(status_of web)" ready
    exits 0 envctl stop web --json
    assert_answer envctl.stop/1
    exits 0 envctl stop --json
    assert_answer envctl.stop/1
    exits 0 envctl stop
    exits 0 envctl stop-all --json
    assert_answer envctl.stop_all/1
    assert_equal "$(leaks)" ""
}

@test "stopped again, the records stay true" {
    cd "$world/app"
    assert_equal "$(status_of api)" stopped
    looks 0 envctl.state/1 show-state
    looks 0 envctl.status/1 status
}
