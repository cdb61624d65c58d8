#!/usr/bin/env bats
# Requirements in containers, on a real engine of this file's own.

load lib/suite
source "$BATS_TEST_DIRNAME/lib/docker.bash"
source "$BATS_TEST_DIRNAME/lib/thief.bash"

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

teardown() {
    [[ -z $docker_missing ]] || return 0
    thief_end
    [[ -z ${registry:-} ]] || kill "$registry" || true # its own end is as good
    stop_everything
    if [[ -f $world/redis.tar ]]; then docker load --quiet --input "$world/redis.tar" && rm "$world/redis.tar"; fi
}

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

@test "a network that is taken away: status tells it, and a start answers it, with the data" {
    envctl start redis
    environment
    redis set c 3
    docker network disconnect bridge "$(container_of redis)"
    exits 0 envctl status
    assert_stdout "nothing listens on its port $REDIS_PORT"
    assert_equal "$(status_of redis)" degraded
    exits 0 envctl start redis
    assert_equal "$(status_of redis) $(redis get c)" "ready 3"
    assert_equal "$(docker ps --quiet | wc -l)" 1
}

@test "the supervisor is lost: the container runs on, is adopted, and is stopped with proof" {
    envctl start redis
    local before pid
    before=$(container_of redis) pid=$(pid_of redis)
    end_now "$(supervisor_pid)"
    assert_equal "$(container_of redis)" "$before"
    exits 0 envctl resume
    assert_equal "$(container_of redis) $(pid_of redis)" "$before $pid"
    end_now "$(supervisor_pid)"
    exits 0 envctl stop
    assert_stdout "the engine says"
    assert_equal "$(docker ps --all --quiet)" ""
}

@test "supervisor and client are lost: the container is not, and the next start answers it" {
    envctl start redis
    local before port
    before=$(container_of redis) port=$(port_of redis)
    end_now "$(supervisor_pid)" "$(pid_of redis)"
    assert_equal "$(container_of redis)" "$before"
    exits 0 envctl start redis
    [[ $(container_of redis) != "$before" ]]
    # The engine's own proxy listened there: no stranger.
    assert_equal "$(port_of redis)" "$port"
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

@test "an engine that may not be used is told as such" {
    [[ $EUID == 0 ]] || skip "root may use every socket, and makes another account"
    local account=nobody
    mkdir "$world/bin" "$world/open"
    chmod 755 "$world/bin" "$world/open"
    cp "$checkout"/.build/release/envctl{,-supervisor} "$world/bin/"
    cp -r "$world/away" "$world/open/"
    chown -R "$account" "$world/open"
    chmod 711 "$docker_engine"
    chmod 660 "$docker_engine/sock"
    as_nobody() {
        runuser -u "$account" -- env -i HOME="$world/open" PATH="$world/bin:/usr/bin:/bin" \
            DOCKER_HOST="$DOCKER_HOST" ENVCTL_STATE_DIR="$world/open/state" \
            ENVCTL_RUNTIME_DIR="$world/open/run" ENVCTL_CACHE_DIR="$world/open/cache" \
            sh -c 'cd "$HOME/away" && exec envctl "$@"' sh "$@" </dev/null 3>&-
    }
    exits 1 as_nobody start
    assert_stderr "this user may not talk to the Docker engine"
    assert_stderr "usermod -aG docker"
    exits 0 as_nobody explain-startup
    assert_stdout "this user may not talk to the Docker engine"
}

@test "the engine is restarted: the container ends with it, and is run again with its data" {
    envctl start redis
    environment
    assert_equal "$(redis set kept 1)" OK
    local pid
    pid=$(pid_of redis)
    engine_stop
    engine_start ""
    wait_for 60 is_another "$pid"
    wait_for 60 is_ready redis
    assert_equal "$(redis get kept)" 1
    assert_equal "$(docker ps --quiet | wc -l)" 1
}

is_another() { [[ $(pid_of redis) != "$1" ]]; }

@test "an image's name means another image: a start says so and restarts, with the data" {
    envctl start redis
    environment
    redis set kept 2
    local before made
    before=$(docker image inspect --format '{{.Id}}' redis:7)
    made=$(docker create redis:7)
    docker commit --change 'LABEL generation=2' "$made" redis:7 >/dev/null
    docker rm "$made" >/dev/null
    assert_different "$(docker image inspect --format '{{.Id}}' redis:7)" "$before"
    exits 0 envctl explain-startup redis --json
    assert_answer envctl.explanation/1
    assert_json '.projects[0].components[0] | .action == "restart"
        and (.reasons[0] | test("means another image"))'
    exits 0 envctl start redis
    assert_stdout "means another image"
    assert_equal "$(docker inspect --format '{{.Image}}' "$(container_of redis)")" \
        "$(docker image inspect --format '{{.Id}}' redis:7)"
    assert_equal "$(redis get kept)" 2
    exits 0 envctl start redis
    assert_stdout "nothing to do"
}

@test "pull: missing fetches with progress, always asks each time, never does not" {
    local port folder=$world/registry
    mkdir -p "$folder/team-redis"
    "$python" "$fixtures/registry.py" "$folder" >"$folder/port" 3>&- &
    registry=$!
    wait_for 10 test -s "$folder/port"
    port=$(<"$folder/port")
    local name=127.0.0.1:$port/team/redis:7
    docker save --output "$world/redis.tar" redis:7 # for the tests after this
    docker tag redis:7 "$name"
    docker save --output "$folder/team-redis/7.tar" "$name"
    docker rmi "$name" redis:7 >/dev/null
    cd "$(repository pulled <<<"requirements: { redis: { backend: docker, image: \"$name\" } }")"
    exits 0 envctl explain-startup --json
    assert_json '.projects[0].components[0].backends[1].image == "to_be_pulled"'
    exits 0 envctl start
    assert_stderr "Pulling from team/redis"
    assert_equal "$(status_of redis)" ready
    envctl stop
    exits 0 envctl start
    assert_stderr "redis.image: skipped, it is there"
    envctl stop
    # The registry has another one now: asked for it, it is taken.
    local made older
    older=$(docker image inspect --format '{{.Id}}' "$name")
    made=$(docker create "$name")
    docker commit --change 'LABEL generation=3' "$made" "$name" >/dev/null
    docker rm "$made" >/dev/null
    docker save --output "$folder/team-redis/7.tar" "$name"
    local newer
    newer=$(docker image inspect --format '{{.Id}}' "$name")
    docker tag "$older" "$name"
    configure . <<<"requirements: { redis: { backend: docker, image: \"$name\", pull: always } }"
    exits 0 envctl start
    assert_equal "$(docker inspect --format '{{.Image}}' "$(container_of redis)")" "$newer"
    exits 0 envctl start
    assert_stdout "nothing to do"
    envctl stop
    docker rmi "$name" >/dev/null
    configure . <<<"requirements: { redis: { backend: docker, image: \"$name\", pull: never } }"
    exits 1 envctl start
    assert_stderr "keeps envctl from fetching it"
    exits 0 envctl explain-startup --json
    assert_json '.projects[0].components[0].backends[1] | .image == "missing" and (.hint | test("docker pull"))'
    kill "$registry"
    wait "$registry" || true # by our signal
    registry=
}

# start_robbed TIMES EXIT COMPONENT: its port is taken that often before the engine publishes it.
start_robbed() {
    local folder inside=6379
    [[ $3 == redis ]] || inside=5432
    thief_begin "$1"
    folder=$(in_front docker "^run .*127\.0\.0\.1:([0-9]+):$inside")
    exits "$2" env PATH="$folder:$PATH" "$checkout/bin/envctl" start "$3"
}

@test "bind conflict: a thief takes the claimed port before the engine publishes it" {
    local component
    for component in redis postgres; do
        start_robbed 1 0 "$component"
        assert_equal "$(stolen | wc -l)" 1
        assert_different "$(port_of "$component")" "$(stolen)"
        assert_equal "$(status_of "$component")" ready
        assert_stderr "port $(stolen) was taken"
        envctl stop
        thief_end
    done
}

@test "bind conflict, six times: the start gives up, and no container is left" {
    local component
    for component in redis postgres; do
        start_robbed 6 1 "$component"
        assert_equal "$(stolen | sort -u | wc -l)" 6
        assert_stderr "6 ports were taken before it could bind them"
        assert_equal "$(jq -r '.failures[0].class' "$(run_folder)/error_report.json")" bind_conflict
        assert_equal "$(docker ps --all --quiet)" ""
        thief_end
    done
}

is_run_again() { [[ $(status_of redis) == ready && $(pid_of redis) != "$1" ]]; }

@test "what a client leaves behind is swept, and the engine is asked for its container after that" {
    local folder=$world/leaving
    mkdir "$folder"
    cat >"$folder/docker" <<SH
#!/bin/sh
if [ "\$1" = run ]; then setsid sleep 100000 & fi
exec "$(command -v docker)" "\$@"
SH
    chmod +x "$folder/docker"
    exits 0 env PATH="$folder:$PATH" "$checkout/bin/envctl" start redis
    local pid
    pid=$(pid_of redis)
    docker kill "$(container_of redis)" >/dev/null
    wait_for 30 is_run_again "$pid"
    jq -e -s 'map(select(.event == "component.stopped").data)
        | length == 1 and .[0].proof == "no_container" and .[0].killed == 1' \
        "$(run_folder)/events.jsonl" >/dev/null
    exits 0 envctl stop
    assert_equal "$(docker ps --all --quiet)" ""
    [[ $(leaked_processes) != *"sleep 100000"* ]]
}

@test "transient and hard: a deadline that passes, and a server that can't run" {
    cd "$(repository failing <<'YAML'
requirements:
  redis: { backend: docker, timeout: 1s, settings: { loglevel: debug } }
  postgres: { backend: docker, version: 15, settings: { shared_buffers: plenty } }
YAML
    )"
    class_of() { jq -r '.failures[0].class' "$(run_folder)/error_report.json"; }
    local slow=$world/slow
    mkdir -p "$slow"
    printf '#!/bin/sh\nif [ "$1" = run ]; then sleep 20; fi\nexec %s "$@"\n' "$(command -v docker)" \
        >"$slow/docker"
    chmod +x "$slow/docker"
    exits 1 env PATH="$slow:$PATH" "$checkout/bin/envctl" start redis
    assert_equal "$(class_of)" transient_probe
    assert_stderr "envctl logs redis"
    sed -i 's/postgres: { backend: docker, version: 15, settings: .*/postgres: { backend: docker, version: 15, timeout: 1s }/' envctl.yaml
    exits 1 env PATH="$slow:$PATH" "$checkout/bin/envctl" start postgres
    assert_equal "$(class_of)" transient_probe
    assert_stderr "envctl logs postgres"
    configure . <<'YAML'
requirements:
  redis: { backend: docker, settings: { maxmemory: plenty } }
  postgres: { backend: docker, version: 15, settings: { shared_buffers: plenty } }
YAML
    exits 1 envctl start redis
    assert_equal "$(class_of)" hard
    assert_stderr maxmemory
    exits 1 envctl start postgres
    assert_equal "$(class_of)" hard
    assert_stderr 'invalid value for parameter "shared_buffers"'
    assert_equal "$(docker ps --all --quiet)" ""
}

@test "an engine elsewhere, by DOCKER_HOST and by a context: published addresses follow" {
    local address=192.0.2.17
    # Where none can be added, loopback is at least another way to the engine.
    ip address add "$address/32" dev lo 2>/dev/null || address=127.0.0.1
    engine_stop
    engine_start "tcp://$address:23750"
    (
        export DOCKER_HOST=tcp://$address:23750
        cd "$(repository remote <<<'requirements: { redis: { backend: docker } }')" || exit
        exits 0 envctl start
        environment
        assert_equal "$REDIS_HOST" "$address"
        assert_equal "$(REDISCLI_AUTH=$REDIS_PASSWORD redis-cli -h "$address" -p "$REDIS_PORT" ping)" PONG
        exits 0 envctl endpoints
        assert_stdout "$address:$REDIS_PORT"
        assert_equal "$(status_of redis)" ready
        exits 0 envctl status
        assert_stdout "$address:$REDIS_PORT"
        assert_equal "$(jq -r 'select(.event == "component.ready" and .data.address).data.address' \
            "$(run_folder)/events.jsonl")" "$address:$REDIS_PORT"
        envctl stop
        unset DOCKER_HOST
        docker context create there --docker "host=tcp://$address:23750" >/dev/null
        docker context use there >/dev/null
        exits 0 envctl start
        environment
        assert_equal "$(REDISCLI_AUTH=$REDIS_PASSWORD redis-cli -h "$address" -p "$REDIS_PORT" ping)" PONG
        envctl stop
        docker context use default >/dev/null
        docker context rm there >/dev/null
    )
    [[ $address == 127.* ]] || ip address del "$address/32" dev lo
}
