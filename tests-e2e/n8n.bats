#!/usr/bin/env bats
# n8n against a stand-in that speaks its health, settings, owner and login endpoints, and fails in
# each way that a start has an answer to. The real program is in none of these tests.

load lib/suite
source "$BATS_TEST_DIRNAME/lib/thief.bash"

setup_file() {
    suite_begin
    export programs=$world/bin mode=$world/mode
    mkdir -p "$programs"
    without_npx
    : >"$mode"
    cp "$fixtures/n8n.py" "$world/n8n.py"
    export interpreter=$python
    if [[ $(id -u) == 0 && -x /usr/bin/python3 ]]; then interpreter=/usr/bin/python3; fi
    stand_in n8n
    repository plain <<'YAML' >/dev/null
version: 1
requirements:
  n8n: { timeout: 30s }
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 19601
    ready: { http: /healthz }
    needs: [n8n]
    env:
      N8N_OWNER: ${requirements.n8n.owner_email}
      N8N_PASSWORD: ${requirements.n8n.owner_password}
YAML
    repository shop <<'YAML' >/dev/null
version: 1
requirements:
  postgres: {}
  n8n: { timeout: 30s, environment: { N8N_URL: FLOWS_URL } }
YAML
}

setup() {
    export PATH=$programs:$tools
    : >"$mode"
    cd "$world/plain" || return
}

teardown() {
    thief_end
    stop_everything
}

teardown_file() { suite_end; }

# A PATH with all of this machine's programs but these: no test may fetch a package.
without_npx() {
    export tools=$world/tools
    mkdir "$tools"
    local folder folders
    IFS=: read -r -a folders <<<"$PATH"
    for folder in "${folders[@]}"; do
        [[ ! -d $folder ]] || find -L "$folder" -maxdepth 1 -type f -executable \
            -exec ln -s -t "$tools" -- {} + 2>/dev/null || true # the first of a name counts
    done
    rm -f -- "$tools/n8n" "$tools/npx"
}

# stand_in NAME [LINE…]: a program of that name; each line is run by a shell before it.
stand_in() {
    local file=$programs/$1
    shift
    {
        printf '#!/bin/sh\nexport STANDIN_MODE=%s\n' "$mode"
        printf '%s\n' "$@"
        # As root it runs as another account, which the tests' own interpreter may be shut to.
        printf 'exec %s %s "$@"\n' "$interpreter" "$world/n8n.py"
    } >"$file"
    chmod +x "$file"
}

environment() { eval "$(envctl env)"; }

# in_n8n NAME: a variable of the process.
in_n8n() { fetch "$(url_of n8n)/stand-in/env/$1" | jq -r .; }

secret() { jq -r --arg name "$1" '.secrets.n8n[$name]' "$(scope_folder)/projects/main/secrets.json"; }

# log_in EMAIL PASSWORD
log_in() {
    fetch --json "$(jq -nc --arg e "$1" --arg p "$2" '{emailOrLdapLoginId: $e, password: $p}')" \
        "$(url_of n8n)/rest/login"
}

listens() { ss -ltnH "sport = :$1" | awk '{ print $4 }'; }

# The class of what another start fails with.
failure_class() {
    local answer
    answer=$(envctl start --json) || true # it fails, and says how
    jq -r '.projects[0].failures[0].class' <<<"$answer"
}

setting_up_is_wanted() {
    fetch "$(url_of n8n)/rest/settings" | jq .data.userManagement.showSetupOnFirstLoad
}

@test "a start brings it up: three ports on loopback, its own key, sqlite, an owner, projections" {
    exits 0 envctl start
    assert_equal "$(status_of n8n) $(status_of api)" "ready ready"
    environment
    assert_equal "$N8N_URL $N8N_API_URL" \
        "http://127.0.0.1:$N8N_PORT http://127.0.0.1:$N8N_PORT/api/v1"
    local broker runner port
    broker=$(in_n8n N8N_RUNNERS_BROKER_PORT) runner=$(in_n8n N8N_RUNNERS_HEALTH_CHECK_SERVER_PORT)
    for port in "$N8N_PORT" "$broker" "$runner"; do
        assert_equal "$(listens "$port")" "127.0.0.1:$port"
        assert_equal "$(reserved_ports | grep -c -x "$port")" 1
    done
    assert_equal "$(in_n8n N8N_ENCRYPTION_KEY)" "$(secret encryption_key)"
    assert_equal "$(in_n8n DB_TYPE) $(in_n8n N8N_DIAGNOSTICS_ENABLED)" "sqlite false"
    assert_equal "$(in_n8n N8N_VERSION_NOTIFICATIONS_ENABLED)" false
    assert_equal "$(setting_up_is_wanted)" false
    local api
    api=$(url_of api)
    log_in "$(fetch "$api/env/N8N_OWNER")" "$(fetch "$api/env/N8N_PASSWORD")"
    assert_equal "$(stat -c %a "$(scope_folder)/projects/main/secrets.json")" 600
    # No secret in an argument, in its log, or in what a start tells.
    local word
    local told
    told=$(envctl start --json)
    for word in encryption_key owner_password database_password; do
        word=$(secret "$word")
        [[ -n $word ]]
        run -1 pgrep -f -- "$word"
        run -1 grep -q -F -e "$word" "$(log_of n8n)" "$(run_folder)"/{run_state,events}.json*
        [[ $told != *"$word"* ]]
    done
}

@test "a second start changes nothing; a stop and a start keep key and owner" {
    exits 0 envctl start
    local pid key
    pid=$(pid_of n8n) key=$(secret encryption_key)
    exits 0 envctl start
    assert_equal "$(pid_of n8n)" "$pid"
    exits 0 envctl stop
    exits 0 envctl start
    assert_equal "$(in_n8n N8N_ENCRYPTION_KEY)" "$key"
    log_in owner@envctl.test "$(secret owner_password)"
}

@test "a version without a readiness endpoint is asked for its health" {
    echo no_readiness >"$mode"
    exits 0 envctl start n8n
    assert_equal "$(status_of n8n)" ready
}

@test "transient: it is not ready for a while, and a start waits" {
    printf '%s\n' "unready 5" "owner_late 3" >"$mode"
    envctl stop
    rm -rf -- "$(scope_folder)/projects/main/data/n8n"
    exits 0 envctl start n8n
    assert_equal "$(status_of n8n) $(setting_up_is_wanted)" "ready false"
}

@test "transient, for too long: the deadline ends it, and says what it was asked and answered" {
    echo never_ready >"$mode"
    envctl stop
    sed -i 's/timeout: 30s/timeout: 2s/' envctl.yaml
    exits 1 envctl start n8n
    assert_equal "$(failure_class)" transient_probe
    git checkout --quiet envctl.yaml
    assert_stderr "it was not ready within 2000 ms"
    assert_stderr "/healthz/readiness"
    assert_stderr "status 503"
}

@test "soft: the owner can't be set up, so it is degraded with the reason, and the start goes on" {
    envctl stop
    rm -rf -- "$(scope_folder)/projects/main/data/"n8n*
    echo owner_fails >"$mode"
    exits 0 envctl start
    assert_stderr "'n8n' is degraded"
    assert_stderr "it answered 500: the set-up is out of order"
    assert_equal "$(status_of n8n) $(status_of api)" "degraded ready"
    [[ $(member .reason n8n) == *"set up its owner"* ]]
    # Each start tries again.
    assert_equal "$(failure_class)" soft_bootstrap
    # With the reason gone, the next start mends it.
    : >"$mode"
    exits 0 envctl start
    assert_equal "$(status_of n8n) $(setting_up_is_wanted)" "ready false"
}

@test "soft: it restarts by its policy, and is degraded still" {
    envctl stop
    rm -rf -- "$(scope_folder)/projects/main/data/"n8n*
    echo login_fails >"$mode"
    exits 0 envctl start
    assert_stderr "Wrong username or password"
    local pid
    pid=$(pid_of n8n)
    kill -KILL "$pid"
    wait_for 20 another_pid "$pid"
    wait_for 20 fetch "$(url_of n8n)/healthz"
    wait_for 20 is_degraded
}

another_pid() { local now; now=$(pid_of n8n) && [[ $now != "$1" ]]; }

is_degraded() { [[ $(status_of n8n) == degraded ]]; }

@test "hard: it can't run, and the start stops with what it said" {
    echo hard >"$mode"
    envctl stop
    exits 1 envctl start
    assert_stderr "the migrations are from the future"
    assert_stderr "envctl logs n8n"
    assert_equal "$(failure_class)" hard
}

@test "bind conflict: a thief takes a claimed port between claim and bind, and another is used" {
    local gate=$world/gate/at variable
    mkdir -m 777 "$world/gate" # as root n8n runs as another account
    envctl stop
    for variable in N8N_PORT N8N_RUNNERS_BROKER_PORT; do
        mkfifo -m 666 "$gate-$variable" "$gate-$variable-done"
        "$python" - "$gate-$variable" "$gate-$variable-done" <<'PYTHON' 3>&- &
import socket, sys
with open(sys.argv[1]) as gate:
    port = int(gate.readline())
thief = socket.create_server(("127.0.0.1", port))
with open(sys.argv[2], "w") as gate:
    print(port, file=gate)
thief.settimeout(60)
while True:
    thief.accept()[0].close()
PYTHON
        thief=$!
        stand_in n8n "if [ \"\$1\" != --version ] && mkdir '$gate-$variable-once' 2>/dev/null; then" \
            "echo \$$variable >'$gate-$variable'; read -r stolen <'$gate-$variable-done'" \
            "echo \$stolen >'$gate-$variable-stolen'; fi"
        exits 0 envctl start n8n
        [[ $(in_n8n "$variable") != "$(<"$gate-$variable-stolen")" ]]
        assert_equal "$(status_of n8n)" ready
        thief_end
        envctl stop
    done
    stand_in n8n
}

@test "a project with postgres: n8n has a database and a role of its own there" {
    cd "$world/shop"
    exits 0 envctl start n8n
    assert_equal "$(status_of postgres) $(status_of n8n)" "ready ready"
    assert_equal "$(in_n8n DB_TYPE) $(in_n8n DB_POSTGRESDB_DATABASE)" "postgresdb n8n"
    environment
    assert_equal "$FLOWS_URL" "http://127.0.0.1:$N8N_PORT"
    assert_equal "$(in_n8n DB_POSTGRESDB_PORT)" "$PGPORT"
    local password
    password=$(secret database_password)
    assert_equal "$(in_n8n DB_POSTGRESDB_PASSWORD)" "$password"
    assert_equal "$(as_n8n "$password" -c 'select current_user, current_database()')" "n8n|n8n"
    as_n8n "$password" -c "create table flows (id int)"
    run ! as_n8n wrong -c "select 1"
    run -1 grep -q -F -e "$password" "$(log_of postgres)"
    # Proved by its check the second time; made again where it is gone.
    exits 0 envctl stop
    exits 0 envctl start
    assert_equal "$(as_n8n "$password" -c "select count(*) from flows")" 0
    envctl stop n8n
    psql -X -q -d "$DATABASE_URL" -c "drop database n8n" -c "drop role n8n"
    exits 0 envctl start
    assert_equal "$(as_n8n "$password" -c 'select 1')" 1
}

as_n8n() {
    local password=$1
    shift
    PGPASSWORD=$password psql -X -A -t -q -h 127.0.0.1 -p "$PGPORT" -U n8n -d n8n "$@"
}

@test "a database that is named: sqlite in spite of a postgres, and one that is not there" {
    repository named <<'YAML' >/dev/null
version: 1
requirements:
  postgres: {}
  n8n: { database: sqlite }
YAML
    cd "$world/named"
    exits 0 envctl start n8n
    assert_equal "$(in_n8n DB_TYPE)" sqlite
    assert_equal "$(envctl status --json | jq -r '[.. | objects | select(.name? == "postgres") | .status?] | first')" null
    envctl stop
    sed -i 's/sqlite/redis/' envctl.yaml
    exits 1 envctl start
    assert_stderr "no requirement 'redis' of this project has a database"
}

@test "no n8n on PATH: npx runs it, and which is told; neither: what to type is told" {
    mkdir -m 777 "$world/npx" # as root n8n runs as another account
    printf '#!/bin/sh\necho "npx $*" >>%s\nshift 2\nexec %s "$@"\n' "$world/npx/calls" \
        "$programs/n8n" >"$world/npx/npx"
    chmod +x "$world/npx/npx"
    envctl stop
    exits 0 env PATH="$world/npx:$tools" "$checkout/bin/envctl" start --dry-run n8n
    assert_stdout "no n8n on PATH, so $world/npx/npx runs n8n"
    sed -i 's/n8n: {/n8n: { version: 1.70,/' envctl.yaml
    exits 0 env PATH="$world/npx:$tools" "$checkout/bin/envctl" start n8n
    assert_equal "$(<"$world/npx/calls")" "npx --yes n8n@1.70"
    envctl stop
    sed -i 's/version: 1.70/version: 99/' envctl.yaml
    exits 1 envctl start n8n # it is on PATH, npx is not
    assert_stderr "no installed n8n satisfies version 99"
    git checkout --quiet envctl.yaml
    exits 1 env PATH="$tools" "$checkout/bin/envctl" start n8n
    assert_stderr "neither 'n8n' nor 'npx' is on PATH"
}

@test "external: probed, projected, never changed; a wrong one is told as such" {
    exits 0 envctl start n8n
    local url
    url=$(url_of n8n)
    repository outside <<YAML >/dev/null
version: 1
requirements:
  n8n: { url: "$url" }
YAML
    cd "$world/outside"
    exits 0 envctl start
    environment
    assert_equal "$N8N_URL $N8N_API_URL" "$url $url/api/v1"
    exits 0 envctl stop
    fetch "$url/healthz"
    sed -i 's/url:/version: ">=2", url:/' envctl.yaml
    exits 1 envctl start
    assert_stderr "the external server is not version >=2"
    assert_stderr "it is n8n 1.70.2"
    git checkout --quiet envctl.yaml
    sed -i 's|/"|"|; s|url: "\(.*\)"|url: "\1/elsewhere"|' envctl.yaml
    exits 1 envctl start
    assert_stderr "/healthz answered with status 404"
    envctl stop --repo "$world/plain"
    git checkout --quiet envctl.yaml
    exits 1 envctl start
    assert_stderr "Connection refused"
}

@test "its further ports can be configured, by the names that it has for them" {
    exits 0 envctl start --dry-run --json REQUIREMENTS__N8N__PORTS__BROKER=19679
    assert_json '[.projects[0].ports[] | select(.component == "n8n" and .resource == "broker") | .final]
        == [19679]'
    exits 1 envctl start --dry-run REQUIREMENTS__N8N__PORTS__BROKR=19679
    assert_stderr "did you mean 'broker'?"
}
