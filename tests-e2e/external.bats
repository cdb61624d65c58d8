#!/usr/bin/env bats
# Servers of the user's own: probed and projected, never started, stopped or cleaned.

load lib/suite

setup_file() {
    suite_begin
    export SHOP_PASSWORD REDIS_SECRET
    repository owner <<'YAML' >/dev/null
version: 1
requirements:
  postgres: { database: shop }
  redis: {}
YAML
    envctl start --repo "$world/owner" >/dev/null 2>&1
    eval "$(envctl env --repo "$world/owner" | grep -E '^export (DATABASE_URL|REDIS_URL|PGPORT|REDIS_PORT)=')"
    export OWNER_DATABASE=$DATABASE_URL OWNER_REDIS=$REDIS_URL
    export OWNER_PGPORT=$PGPORT OWNER_REDIS_PORT=$REDIS_PORT
    unset DATABASE_URL REDIS_URL PGPORT REDIS_PORT
    repository guest <<'YAML' >/dev/null
version: 1
requirements:
  postgres: { backend: external, url: "${env.OWNER_DATABASE}" }
  redis: { url: "${env.OWNER_REDIS}" }
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 18861
    ready: { http: /healthz }
    needs: [postgres, redis]
YAML
}

teardown_file() {
    stop_everything
    suite_end
}

@test "they are probed and projected, and shown without a password" {
    cd "$world/guest"
    exits 0 envctl start --json
    assert_answer envctl.start/1
    refute_stdout "$(password_in "$OWNER_DATABASE")"
    assert_equal "$(status_of postgres)" ready
    exits 0 envctl env --format json
    assert_json ".. | strings | select(startswith(\"postgres\")) | contains(\":$OWNER_PGPORT/shop\")"
    json_valid "$(run_folder)/run_state.json" envctl.run_state/1
}

@test "nothing is asked again while nothing about them changes" {
    cd "$world/guest"
    exits 0 envctl start
    assert_says "nothing to do"
}

@test "stop leaves them alone" {
    cd "$world/guest"
    exits 0 envctl stop
    exits 0 envctl exec --repo "$world/owner" -- psql -Atc 'select 1' "$OWNER_DATABASE"
    assert_stdout 1
    assert_equal "$(status_of redis --repo "$world/owner")" ready
}

@test "a wrong password is told as such, and nothing is left" {
    cd "$world/guest"
    OWNER_DATABASE=${OWNER_DATABASE/$(password_in "$OWNER_DATABASE")/wrong} run_envctl_start
    assert_stderr password
    exits 0 envctl status
    assert_stdout "the last start failed"
    assert_stdout "the external server does not accept user"
    exits 0 envctl status --json
    assert_answer envctl.status/1
    assert_json '.projects[0] | .status == "failed" and .failed_start != null
        and ([.components[] | select(.name != "redis") | [.name, .status]]
            == [["postgres", "failed"], ["api", "failed"]])'
    exits 1 envctl resume --json
    assert_answer envctl.resume/1
    assert_json '[.projects[0].findings[].action] == ["fail", "leave", "fail"]'
    OWNER_REDIS=${OWNER_REDIS/$(password_in "$OWNER_REDIS")/wrong} run_envctl_start
    assert_stderr WRONGPASS
    assert_equal "$(claims | grep -c guest || true)" 0
}

run_envctl_start() { exits 1 envctl start; }

# password_in URL
password_in() {
    local rest=${1#*://*:}
    printf '%s\n' "${rest%%@*}"
}

@test "a server that is not there is told as such" {
    cd "$world/guest"
    OWNER_REDIS=redis://127.0.0.1:1/0 run_envctl_start
    assert_stderr "127.0.0.1:1"
}

@test "a server of another version is told as such" {
    cd "$world/guest"
    cp envctl.yaml "$BATS_TEST_TMPDIR/before"
    sed -i 's/postgres: { /&version: 99, /' envctl.yaml
    run_envctl_start
    assert_stderr "the external server is not version 99"
    assert_stderr "it is PostgreSQL 1"
    cp "$BATS_TEST_TMPDIR/before" envctl.yaml
    sed -i 's/redis: { /&version: ">=99", /' envctl.yaml
    run_envctl_start
    assert_stderr "the external server is not version >=99"
    cp "$BATS_TEST_TMPDIR/before" envctl.yaml
    sed -i -e 's/postgres: { /&version: ">=10", /' -e 's/redis: { /&version: ">=5", /' envctl.yaml
    exits 0 envctl start
    envctl stop
    cp "$BATS_TEST_TMPDIR/before" envctl.yaml
}

# Each mark of the keyboard, as a URL has to write it.
marks=' !"#$%&'"'"'()*+,-./:;<=>?@[\]^_`{|}~'
encoded() { jq -rn --arg text "$1" '$text | @uri'; }

@test "a password with every punctuation mark, and a database whose name needs quotes" {
    local role=punctual name='Shop "No. 1" – it'"'"'s'
    envctl exec --repo "$world/owner" -- psql -X -q -v ON_ERROR_STOP=1 -v role="$role" \
        -v password="$marks" -v name="$name" >/dev/null <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"role";
SQL
    cd "$world/guest"
    OWNER_DATABASE=postgresql://$role:$(encoded "$marks")@127.0.0.1:$OWNER_PGPORT/$(encoded "$name")
    exits 0 envctl start
    exits 0 envctl exec -- psql -X -A -t -c 'SELECT current_database()'
    assert_equal "$output" "$name"
    # shellcheck disable=SC2016 # for the shell in there
    exits 0 envctl exec -- sh -c 'psql -X -A -t -c "SELECT current_user" "$DATABASE_URL"'
    assert_equal "$output" "$role"
    # shellcheck disable=SC2016 # same
    exits 0 envctl exec -- sh -c 'printf "%s." "$PGPASSWORD"'
    assert_equal "$output" "$marks."
    envctl stop
}

@test "a database of ours whose name needs quotes" {
    cd "$(repository quoted <<'YAML'
requirements: { postgres: { database: "Shop \"No. 1\" it's", user: "the owner" } }
YAML
    )"
    exits 0 envctl start
    # shellcheck disable=SC2016 # for the shell in there
    exits 0 envctl exec -- sh -c 'psql -X -A -t -c "SELECT current_database(), current_user" "$DATABASE_URL"'
    assert_equal "$output" "Shop \"No. 1\" it's|the owner"
    exits 0 envctl data export "$BATS_TEST_TMPDIR/dump" postgres
    exits 0 envctl data import "$BATS_TEST_TMPDIR/dump" postgres --yes
    exits 0 envctl exec -- psql -X -A -t -c "SELECT 1"
    envctl stop
}
