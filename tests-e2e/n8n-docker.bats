#!/usr/bin/env bats
# n8n in a container, on a real engine of this file's own; the image holds the stand-in.

load lib/suite
source "$BATS_TEST_DIRNAME/lib/docker.bash"
source "$BATS_TEST_DIRNAME/lib/thief.bash"

setup_file() {
    suite_begin
    docker_begin postgres n8n
    repository plain <<'YAML' >/dev/null
version: 1
requirements:
  n8n: { backend: docker }
YAML
    repository shop <<'YAML' >/dev/null
version: 1
requirements:
  postgres: {}
  n8n: { backend: docker }
YAML
    repository inside <<'YAML' >/dev/null
version: 1
requirements:
  postgres: { backend: docker, version: POSTGRES }
  n8n: { backend: docker }
YAML
    local major
    major=$(find /usr/lib/postgresql -path '*/bin/postgres' | sort -V | tail -n 1)
    sed -i "s/POSTGRES/$(basename "${major%/bin/postgres}")/" "$world/inside/envctl.yaml"
}

setup() {
    require_docker
    cd "$world/plain" || return
}

teardown() {
    [[ -z $docker_missing ]] || return 0
    thief_end
    stop_everything
}

teardown_file() {
    docker_end
    suite_end
}

environment() { eval "$(envctl env)"; }

in_n8n() { fetch "$(url_of n8n)/stand-in/env/$1" | jq -r .; }

secret() { jq -r --arg name "$1" '.secrets.n8n[$name]' "$(scope_folder)/projects/main/secrets.json"; }

as_n8n() {
    PGPASSWORD=$(secret database_password) psql -X -A -t -q -h 127.0.0.1 -p "$PGPORT" \
        -U n8n -d n8n "$@"
}

log_in() {
    fetch --json "$(jq -nc --arg p "$(secret owner_password)" \
        '{emailOrLdapLoginId: "owner@envctl.test", password: $p}')" "$(url_of n8n)/rest/login"
}

@test "alone: published on loopback, its owner set up, its data kept in a volume" {
    exits 0 envctl start
    environment
    assert_equal "$(status_of n8n) $N8N_URL" "ready http://127.0.0.1:$N8N_PORT"
    assert_equal "$(ss -ltnH "sport = :$N8N_PORT" | awk '{ print $4 }')" "127.0.0.1:$N8N_PORT"
    assert_equal "$(in_n8n N8N_PORT) $(in_n8n DB_TYPE)" "5678 sqlite"
    log_in
    local word
    for word in encryption_key owner_password; do
        word=$(secret "$word")
        run -1 pgrep -f -- "$word"
    done
    local pid
    pid=$(pid_of n8n)
    exits 0 envctl start
    assert_equal "$(pid_of n8n)" "$pid"
    exits 0 envctl stop
    assert_equal "$(docker ps --all --quiet)" ""
    exits 0 envctl start
    log_in
}

@test "beside a native postgres it shares this machine's loopback, and has a database there" {
    cd "$world/shop"
    exits 0 envctl start
    environment
    assert_equal "$(status_of n8n) $(in_n8n DB_TYPE)" "ready postgresdb"
    assert_equal "$(as_n8n -c 'select current_database()')" n8n
    local port
    for port in "$N8N_PORT" "$(in_n8n N8N_RUNNERS_BROKER_PORT)"; do
        assert_equal "$(ss -ltnH "sport = :$port" | awk '{ print $4 }')" "127.0.0.1:$port"
    done
    exits 0 envctl start
    exits 0 envctl stop
    assert_stdout "the engine says"
}

@test "beside a postgres in a container it has a database there" {
    cd "$world/inside"
    exits 0 envctl start
    environment
    assert_equal "$(status_of postgres) $(status_of n8n)" "ready ready"
    assert_equal "$(in_n8n DB_POSTGRESDB_PORT)" "$PGPORT"
    assert_equal "$(as_n8n -c 'select current_user')" n8n
}

@test "bind conflict: a thief takes the claimed port before the engine publishes it" {
    local gate=$world/gate real
    mkdir "$gate" "$world/client"
    mkfifo "$gate/wish" "$gate/done"
    "$python" - "$gate/wish" "$gate/done" <<'PYTHON' 3>&- &
import socket, sys
with open(sys.argv[1]) as gate:
    port = int(gate.readline())
thief = socket.create_server(("127.0.0.1", port))
with open(sys.argv[2], "w") as gate:
    print(port, file=gate)
thief.settimeout(60)
while True:
    with thief.accept()[0] as peer:
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")  # as if it were ready
PYTHON
    thief=$!
    real=$(command -v docker)
    cat >"$world/client/docker" <<SH
#!/bin/bash
if [[ \$1 == run ]] && mkdir "$gate/once" 2>/dev/null; then
    [[ "\$*" =~ 127.0.0.1:([0-9]+):5678 ]]
    echo "\${BASH_REMATCH[1]}" >"$gate/wish"
    read -r stolen <"$gate/done"
    echo "\$stolen" >"$gate/stolen"
fi
exec "$real" "\$@"
SH
    chmod +x "$world/client/docker"
    exits 0 env PATH="$world/client:$PATH" "$checkout/bin/envctl" start
    assert_different "$(port_of n8n)" "$(<"$gate/stolen")"
    assert_equal "$(status_of n8n)" ready
    thief_end
    log_in
}
