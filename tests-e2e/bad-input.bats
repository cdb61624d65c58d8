#!/usr/bin/env bats
# Bad input and bad luck: each ends in a clear error, and nothing is left behind.

load lib/suite

setup_file() { suite_begin; }

teardown() {
    stop_everything
}

teardown_file() { suite_end; }

# fails: `start` in the current folder, as text and as JSON; nothing is left.
fails() {
    exits 1 envctl start --json
    assert_json '.ok == false'
    assert_json '.error.code | length > 0'
    exits 1 envctl start
    assert_equal "$(leaked_processes)" ""
    assert_equal "$(claims)" ""
}

@test "broken YAML names file, line and column" {
    cd "$(repository broken <<'YAML'
version: 1
services:
  api: { command: [a, b
YAML
    )"
    fails
    [[ $stderr =~ envctl.yaml:[0-9]+:[0-9]+ ]] || complain "no position"
}

@test "unknown keys are all named at once, with the nearest valid word" {
    cd "$(repository unknown <<'YAML'
version: 1
services:
  api:
    comand: "true"
    prot: 1
YAML
    )"
    fails
    assert_stderr "envctl.yaml:4:5"
    assert_stderr "command"
    assert_stderr "envctl.yaml:5:5"
    exits 1 envctl config check --json
    assert_answer envctl.config_check/1
}

@test "a cycle in needs is printed as a path" {
    cd "$(repository cycle <<'YAML'
version: 1
services:
  a: { command: "true", needs: [b] }
  b: { command: "true", needs: [c] }
  c: { command: "true", needs: [a] }
YAML
    )"
    fails
    assert_stderr "a → b → c → a"
}

@test "without any configuration there is a proposal and exit 1" {
    cd "$(repository nothing </dev/null)"
    exits 1 envctl start
    assert_says "envctl.yaml"
    [[ ! -e envctl.yaml ]]
}

@test "an unknown reference lists the known ones" {
    cd "$(repository reference <<'YAML'
version: 1
services:
  api: { command: "echo ${prot}", port: 18900 }
YAML
    )"
    fails
    assert_stderr "port"
}

@test "a service that exits at once fails at once, with its last lines" {
    cd "$(repository exits <<'YAML'
version: 1
services:
  good: { command: "PYTHON SERVICE serve ${port}", port: 18901, ready: { http: /healthz } }
  bad:
    command: PYTHON SERVICE exit 3
    port: 18902
    restart: no
    ready: { http: /healthz, timeout: 60s }
YAML
    )"
    SECONDS=0
    fails
    [[ $SECONDS -lt 20 ]]
    assert_says bad
    assert_says "the reason why this service ends"
}

@test "a service that never gets ready: the probe, its last answer and the log" {
    cd "$(repository mute <<'YAML'
version: 1
services:
  api:
    command: PYTHON SERVICE mute
    port: 18903
    ready: { http: /healthz, timeout: 500ms }
YAML
    )"
    fails
    assert_says api
    assert_says healthz
    assert_says "this service never listens"
    local run
    run=$(run_folder main)
    json_valid "$run/error_report.json" envctl.error_report/1
    jq -e '.failures[0].component == "api"' "$run/error_report.json"
}

@test "a missing program is named" {
    cd "$(repository missing <<'YAML'
version: 1
services:
  api: { command: [no-such-program-anywhere, --port, "${port}"], port: 18904 }
YAML
    )"
    fails
    assert_says no-such-program-anywhere
}

@test "a missing server is named with the command that installs it" {
    cd "$(repository no-redis <<'YAML'
version: 1
requirements:
  redis: {}
YAML
    )"
    local path=$BATS_TEST_TMPDIR/bin program
    mkdir "$path"
    for program in git sh bash env python3 dirname readlink; do
        ln -s "$(command -v "$program")" "$path/$program"
    done
    if [[ -x /usr/local/bin/redis-server ]]; then skip "a server in a usual place can't be hidden"; fi
    run --separate-stderr env PATH="$path" "$checkout/bin/envctl" start
    if [[ $status == 0 ]]; then skip "found the server in a usual place of this machine"; fi
    assert_equal "$status" 1
    assert_says redis
    assert_says install
}

@test "a wrong version is named with what was found" {
    cd "$(repository version <<'YAML'
version: 1
requirements:
  postgres: { version: ">=99" }
YAML
    )"
    fails
    assert_says 99
    assert_says postgres
}

@test "a failed seed leaves no half-seeded database, and the next start seeds it" {
    cd "$(repository seed <<'YAML'
version: 1
requirements:
  postgres: { database: shop, seed: seed.sql }
YAML
    )"
    printf 'CREATE TABLE a (n int);\nINSERT INTO nowhere VALUES (1);\n' >seed.sql
    fails
    assert_says nowhere
    printf 'CREATE TABLE a (n int);\nINSERT INTO a VALUES (1);\n' >seed.sql
    exits 0 envctl start
    assert_equal "$(envctl exec psql -Atc 'select count(*) from a')" 1
}

@test "a failed step is never a success, and the next start goes on" {
    cd "$(repository step <<'YAML'
version: 1
services:
  api:
    prepare:
      - run: echo once >>first
        creates: first
      - run: test -e allowed
    command: PYTHON SERVICE serve ${port}
    port: 18905
    ready: { http: /healthz }
YAML
    )"
    fails
    assert_says prepare
    assert_stderr "where: step 'api.prepare.2'"
    assert_stderr "next:  envctl logs api"
    touch allowed
    exits 0 envctl start
    assert_equal "$(wc -l <first)" 1
}

@test "as root, a state folder that the account of postgres can't reach: which folder, and what to type" {
    [[ $(id -u) == 0 ]] || skip "only root runs postgres as another account"
    cd "$(repository unreachable <<'YAML'
version: 1
requirements:
  postgres: {}
YAML
    )"
    mkdir -m 700 "$world/closed"
    ENVCTL_STATE_DIR=$world/closed/state exits 1 envctl start
    assert_says "$world/closed"
    assert_says chmod
}

@test "a path with spaces, quotes and emoji" {
    cd "$(repository "it's a \"fine\" place 🏡" <<'YAML'
version: 1
requirements:
  postgres: { database: shop }
  redis: {}
services:
  api:
    prepare:
      - run: echo "$PWD" >place
        creates: place
    command: PYTHON SERVICE serve ${port}
    port: 18906
    ready: { http: /healthz }
    needs: [postgres, redis]
YAML
    )"
    exits 0 envctl start
    assert_equal "$(cat place)" "$PWD"
    assert_equal "$(fetch "$(url_of api)/redis/incr/n")" ":1"
    exits 0 envctl stop
}

@test "a path of more than 107 bytes" {
    local name
    name=$(printf 'long%.0s' {1..30})
    cd "$(repository "$name" <<'YAML'
version: 1
requirements:
  postgres: {}
YAML
    )"
    exits 0 envctl start
    assert_equal "$(envctl exec psql -Atc 'select 1')" 1
}

@test "a start from a second terminal does nothing" {
    cd "$(repository terminal <<'YAML'
version: 1
services:
  api: { command: "PYTHON SERVICE serve ${port}", port: 18907, ready: { http: /healthz } }
YAML
    )"
    TERM=xterm SSH_AUTH_SOCK=/tmp/agent.1 envctl start
    local before
    before=$(pid_of api)
    TERM=screen SSH_AUTH_SOCK=/tmp/agent.2 WINDOWID=7 exits 0 envctl start
    assert_says already
    assert_equal "$(pid_of api)" "$before"
}

@test "exported functions and a large environment" {
    cd "$(repository large <<'YAML'
version: 1
services:
  api: { command: "PYTHON SERVICE serve ${port}", port: 18908, ready: { http: /healthz } }
YAML
    )"
    a_function() { echo "with () { braces; }"; }
    export -f a_function
    local number
    for number in $(seq 10); do export "LARGE_$number=$(printf '%0100000d' 0)"; done
    exits 0 envctl start
    assert_equal "$(fetch "$(url_of api)/env/LARGE_7" | wc -c)" 100000
}

@test "a folder that is no repository works, a submodule is no worktree" {
    mkdir "$world/plain"
    cd "$world/plain"
    printf 'version: 1\nservices:\n  api: { command: "%s %s serve ${port}", port: 18909 }\n' \
        "$python" "$fixtures/service.py" >envctl.yaml
    exits 0 envctl start
    exits 0 envctl status
    assert_stdout ready
    exits 0 envctl stop
    assert_equal "$(leaked_processes)" ""
}

@test "a damaged artifact is set aside, never fatal" {
    cd "$(repository artifact <<'YAML'
version: 1
services:
  api: { command: "PYTHON SERVICE serve ${port}", port: 18910, ready: { http: /healthz } }
YAML
    )"
    envctl start
    envctl stop
    local run
    run=$(run_folder main)
    echo '{"schema": "envctl.run_sta' >"$run/run_state.json"
    exits 0 envctl status
    exits 0 envctl start
    assert_equal "$(status_of api)" ready
}

@test "a folder that is missing is named with what to type, also as JSON" {
    mkdir "$world/removed"
    cd "$world/removed"
    rmdir "$world/removed"
    exits 1 envctl status
    assert_stderr "there is no such folder"
    assert_stderr "where: $world/removed"
    assert_stderr "next:  go to a folder that is there, or name one with --repo"
    exits 1 envctl start --json
    assert_json '.error.code == "folder.missing"'
    exits 0 envctl list-trees --repo "$checkout"
    cd "$(repository directory <<'YAML'
version: 1
services:
  api: { command: sleep 100000, directory: nowhere }
YAML
    )"
    fails
    assert_stderr "next:  make that folder, or change \`directory\` of 'api'"
}

@test "in a bare repository looking answers, and says what to name" {
    repository origin </dev/null >/dev/null
    git clone -q --bare "$world/origin" "$world/bare.git"
    cd "$world/bare.git"
    local command
    for command in status show-config show-state list-trees list-targets "config check"; do
        # One word or two: the command and its subcommand.
        # shellcheck disable=SC2086
        exits 0 envctl $command
        # shellcheck disable=SC2086
        exits 0 envctl $command --json
    done
    exits 0 envctl status
    assert_stdout "it has no worktree"
    git worktree add -q "$world/side" -b side
    exits 1 envctl start
    assert_stderr "known are side"
    exits 1 envctl status main
}
