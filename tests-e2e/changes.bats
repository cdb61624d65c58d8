#!/usr/bin/env bats
# A running environment is changed: what is restarted keeps its data and, where it can, its port.

load lib/suite

setup_file() {
    suite_begin
    repository app </dev/null >/dev/null
}

setup() {
    cd "$world/app" || return
    configured 18931 18932 10 'PYTHON SERVICE serve ${port}'
}

teardown() { stop_everything; }

teardown_file() { suite_end; }

# configured POSTGRES-PORT REDIS-PORT CONNECTIONS COMMAND
configured() {
    configure "$world/app" <<YAML
version: 1
requirements:
  postgres: { port: $1, settings: { max_connections: $3 } }
  redis: { port: $2, settings: { maxclients: $3 } }
services:
  api:
    command: $4
    port: 18933
    ready: { http: /healthz }
    needs: [postgres, redis]
YAML
}

sql() { PGPASSWORD=$(secret postgres) psql -X -A -t -h 127.0.0.1 -p "$(port_of postgres)" -U app -d app -c "$1"; }
cache() { REDISCLI_AUTH=$(secret redis) redis-cli -p "$(port_of redis)" "$@"; }
secret() { jq -r ".secrets.$1.password" "$(scope_folder)/projects/main/secrets.json"; }
statuses() { echo "$(status_of postgres) $(status_of redis) $(status_of api)"; }
all_ready() { [[ $(statuses) == "ready ready ready" ]]; }

@test "a port that was changed: the servers move there with their data" {
    exits 0 envctl start
    sql "create table notes as select generate_series(1, 7) as n"
    assert_equal "$(cache set a 1)" OK
    configured 18935 18936 10 'PYTHON SERVICE serve ${port}'
    exits 0 envctl start
    assert_stdout "its port 'main' has changed"
    assert_equal "$(statuses)" "ready ready ready"
    assert_equal "$(port_of postgres) $(port_of redis)" "18935 18936"
    assert_equal "$(sql "select count(*) from notes") $(cache get a)" "7 1"
}

@test "a setting that was changed takes effect, and a start that fails takes it back" {
    exits 0 envctl start
    configured 18931 18932 21 'PYTHON SERVICE serve ${port}'
    exits 0 envctl start
    assert_equal "$(sql "show max_connections") $(cache config get maxclients | tail -n 1)" "21 21"
    configured 18931 18932 32 'PYTHON SERVICE exit 3'
    exits 1 envctl start
    wait_for 60 all_ready
    assert_equal "$(sql "show max_connections") $(cache config get maxclients | tail -n 1)" "21 21"
}

@test "a start beside a supervisor on its way out waits for that, and all have their ports again" {
    exits 0 envctl start
    local ports signal
    ports=$(reserved_ports)
    for signal in TERM INT HUP; do
        kill "-$signal" "$(supervisor_pid)"
        exits 0 envctl start
        assert_equal "$(statuses)" "ready ready ready"
        assert_equal "$(reserved_ports)" "$ports"
    done
}

@test "a start in the moment when a server comes back finds its own port, no stranger's" {
    exits 0 envctl start
    local ports name
    ports=$(reserved_ports)
    for name in redis postgres redis postgres redis postgres; do
        kill -KILL "$(pid_of "$name")"
        exits 0 envctl start
        assert_equal "$(reserved_ports)" "$ports"
        wait_for 60 all_ready
    done
}

is_leaving() { grep -q stopping "$(scope_folder)/projects/main/data/postgres/postmaster.pid"; }

@test "a server that somebody else told to end, and that waits for its clients, is started anew" {
    exits 0 envctl start
    local old
    old=$(pid_of postgres)
    mkfifo "$BATS_TEST_TMPDIR/words"
    PGPASSWORD=$(secret postgres) psql -X -h 127.0.0.1 -p "$(port_of postgres)" -U app -d app \
        <"$BATS_TEST_TMPDIR/words" >/dev/null 2>&1 3>&- &
    exec 7>"$BATS_TEST_TMPDIR/words"
    has_client() { [[ $(sql "select count(*) from pg_stat_activity where datname = 'app'") == 2 ]]; }
    wait_for 20 has_client
    kill -TERM "$old"
    wait_for 10 is_leaving
    exits 0 envctl start --dry-run
    assert_stdout "it is shutting down, and nobody stopped it here"
    exits 0 envctl start
    exec 7>&-
    assert_equal "$(statuses)" "ready ready ready"
    assert_different "$(pid_of postgres)" "$old"
    assert_equal "$(sql "select 1")" 1
}
