#!/usr/bin/env bats
# Requirements in containers, on a real engine of this file's own.

load lib/suite
source "$BATS_TEST_DIRNAME/lib/docker.bash"

setup_file() {
    suite_begin
    docker_begin redis postgres
    repository app <<'YAML' >/dev/null
version: 1
requirements:
  redis: { backend: docker }
  postgres: { backend: docker, version: 15, seed: seed.sql }
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 19201
    ready: { http: /healthz }
    needs: [redis, postgres]
YAML
    cat >"$world/app/seed.sql" <<'SQL'
create table notes (id int primary key, text text);
insert into notes select n, 'note ' || n from generate_series(1, 100) n;
SQL
}

setup() {
    require_docker
    cd "$world/app" || return
}

teardown() { [[ -n $docker_missing ]] || stop_everything; }

teardown_file() {
    docker_end
    suite_end
}

# told_to_everyone WORD…: the command lines that hold one of them. The search's own has none.
told_to_everyone() {
    printf '%s\n' "$@" >"$BATS_TEST_TMPDIR/words"
    cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\0" "\n" \
        | grep -F -f "$BATS_TEST_TMPDIR/words" || true # none is what is hoped for
}

container_of() { docker ps --quiet --filter "label=dev.envctl.component=$1"; }

environment() { eval "$(envctl env)"; }

rows() { environment; psql -X -A -t -c "select count(*) from notes" "$DATABASE_URL"; }

# With the project's password, on the project's port.
redis() { REDISCLI_AUTH=$REDIS_PASSWORD redis-cli -p "$REDIS_PORT" "$@"; }

keys() { environment; redis dbsize; }

@test "a start brings both up in containers, published on loopback, seeded" {
    exits 0 envctl start
    assert_equal "$(status_of redis) $(status_of postgres) $(status_of api)" "ready ready ready"
    assert_equal "$(rows)" 100
    environment
    assert_equal "$(redis set a 1)" OK
    assert_equal "$(redis-cli -p "$REDIS_PORT" get a)" \
        "NOAUTH Authentication required."
    assert_equal "$(ss -ltnH "sport = :$REDIS_PORT" | awk '{ print $4 }')" "127.0.0.1:$REDIS_PORT"
    # No secret where everyone could read it.
    assert_equal "$(told_to_everyone "$REDIS_PASSWORD" "$PGPASSWORD")" ""
    grep -q "Ready to accept connections" "$(log_of redis)"
    local before
    before=$(container_of redis)
    exits 0 envctl start
    assert_equal "$(container_of redis)" "$before"
}

@test "a stop removes the containers, says how it knows, and keeps the data" {
    envctl start
    environment
    assert_equal "$(redis set a 1)" OK
    exits 0 envctl stop
    assert_stdout "the engine says"
    assert_equal "$(docker ps --all --quiet)" ""
    assert_equal "$(leaked_processes | grep -v "/docker/")" "" # the engine itself
    exits 0 envctl start
    assert_equal "$(rows) $(keys)" "100 1"
}

@test "a container that is removed behind our back is run again by its policy, with its data" {
    envctl start redis
    environment
    redis set b 2
    local before pid
    before=$(container_of redis) pid=$(pid_of redis)
    docker rm --force "$before" >/dev/null
    wait_for 20 changed "$before"
    wait_for 20 is_ready redis
    assert_equal "$(redis get b)" 2
    [[ $(pid_of redis) != "$pid" ]]
}

changed() { local now; now=$(container_of redis); [[ -n $now && $now != "$1" ]]; }

is_ready() { [[ $(status_of "$1") == ready ]]; }

@test "the supervisor is lost: the container runs on, is adopted, and is stopped with proof" {
    envctl start redis
    local before pid
    before=$(container_of redis) pid=$(pid_of redis)
    kill -KILL "$(supervisor_pid)"
    assert_equal "$(container_of redis)" "$before"
    exits 0 envctl resume
    assert_equal "$(container_of redis) $(pid_of redis)" "$before $pid"
    kill -KILL "$(supervisor_pid)"
    exits 0 envctl stop
    assert_stdout "the engine says"
    assert_equal "$(docker ps --all --quiet)" ""
}

@test "supervisor and client are lost: the container is not, and the next start answers it" {
    envctl start redis
    local before
    before=$(container_of redis)
    kill -KILL "$(supervisor_pid)" "$(pid_of redis)"
    assert_equal "$(container_of redis)" "$before"
    exits 0 envctl start redis
    [[ $(container_of redis) != "$before" ]]
    assert_equal "$(status_of redis)" ready
    assert_equal "$(docker ps --quiet | wc -l)" 1
}

@test "nothing without our labels is touched" {
    envctl stop
    local volume=envctl-theirs other
    docker volume create "$volume" >/dev/null
    other=$(docker run --detach --name theirs --entrypoint /bin/sh redis:7 -c 'read x; sleep 60')
    envctl start redis
    envctl stop
    docker inspect theirs >/dev/null
    docker volume inspect "$volume" >/dev/null
    docker rm --force "$other" >/dev/null
    docker volume rm "$volume" >/dev/null
}

@test "an image that is missing, a pull that can't be, an engine that is away" {
    repository away <<'YAML' >/dev/null
version: 1
requirements:
  redis: { backend: docker, image: "no-such-image:1", pull: never }
YAML
    cd "$world/away"
    exits 1 envctl start
    assert_stderr "the image no-such-image:1 is not there"
    assert_stderr "docker pull no-such-image:1"
    exits 1 env DOCKER_HOST=unix:///nowhere.sock "$checkout/bin/envctl" start
    assert_stderr "the Docker engine does not answer"
}
