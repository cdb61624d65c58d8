#!/usr/bin/env bats
# The data commands on containers' volumes, on a real engine of this file's own: the same promises as
# on folders of this machine.

load lib/suite
load lib/load
source "$BATS_TEST_DIRNAME/lib/docker.bash"

# One repository for all tests, since each new cluster in a container takes seconds; they build on
# each other's data.
setup_file() {
    suite_begin
    docker_begin redis postgres
    repository shop <<'YAML' >/dev/null
version: 1
requirements:
  postgres: { backend: docker, version: 15, database: shop }
  redis: { backend: docker }
YAML
    worktree "$world/shop" login >/dev/null
}

setup() {
    require_docker
    cd "$world/shop" || return
}

teardown() {
    [[ -z $docker_missing ]] || return 0
    end_load
}

teardown_file() {
    stop_everything
    docker_end
    suite_end
}

# The server's process is in a container; its programs are of this machine's package.
postgres_program() {
    local bin
    bin=$(find /usr/lib/postgresql -path '*/bin/postgres' | sort -V | tail -n 1)
    printf '%s/%s\n' "${bin%/postgres}" "$1"
}

# redis COMMAND…: by the project's own environment.
redis() {
    # shellcheck disable=SC2016
    envctl exec ${project:+--project "$project"} -- sh -c \
        'REDISCLI_AUTH=$REDIS_PASSWORD exec redis-cli -h "$REDIS_HOST" -p "$REDIS_PORT" "$@"' sh "$@"
}

fill() {
    sql "CREATE TABLE IF NOT EXISTS word (w text); TRUNCATE word; INSERT INTO word VALUES ('$1')"
    redis set word "$1" >/dev/null
}
word() { sql "SELECT w FROM word" "$@"; }

# Of this repository.
volumes() { docker volume ls --quiet --filter "label=dev.envctl.scope=$(basename "$(scope_folder)")" "$@"; }

# Each component of each project has one, and no container is left that only copied.
no_leftovers() {
    assert_equal "$(docker volume ls --quiet --filter label=dev.envctl.work)" ""
    assert_equal "$(docker ps --all --quiet --filter label=dev.envctl.work)" ""
    local component
    for component in postgres redis; do
        (($(volumes --filter "label=dev.envctl.project=${1:-main}" \
            --filter "label=dev.envctl.component=$component" | wc -l) <= 1)) \
            || complain "volumes: $(volumes)"
    done
}

@test "in a container: snapshots are taken, listed, measured and restored" {
    envctl start
    fill first
    docker volume create envctl-theirs >/dev/null
    exits 0 envctl data snapshot before --json
    assert_answer envctl.data/1
    assert_json '[.projects[0].components[] | .outcome, .source_running] == ["done", true, "done", true]'
    fill second
    exits 0 envctl data list --json
    assert_answer envctl.data_list/1
    assert_json '[.projects[0].components[] | [.component, .data.in_use, (.data.volumes | length),
        .data.path, .snapshots[0].name]]
        == [["postgres", true, 1, null, "before"], ["redis", true, 1, null, "before"]]'
    exits 0 envctl data list
    assert_stdout "in use, in docker"
    exits 0 envctl data size --json
    assert_answer envctl.data_size/1
    assert_json '.projects[0].components[0] | .data.bytes > 20000000 and .snapshots[0].bytes > 20000000'
    exits 1 envctl data restore before --yes --json
    assert_json '.error.code == "data.in_use"'
    assert_equal "$(word)" second
    envctl stop
    exits 0 envctl data snapshot after redis --json
    assert_json '.projects[0].components[0].source_running == false'
    exits 0 envctl data restore before --yes
    envctl start
    assert_equal "$(word) $(redis get word)" "first first"
    no_leftovers
    exits 0 envctl data list
    assert_stdout "from snapshot before"
    exits 0 env DOCKER_HOST=unix:///nowhere.sock "$checkout/bin/envctl" data list
    assert_stdout "does not answer"
    docker volume inspect envctl-theirs >/dev/null
    docker volume rm envctl-theirs >/dev/null
}

@test "in a container: a clone of what is busy has no half of a transaction, and its indexes are whole" {
    envctl start
    redis set word cached
    load_tables
    begin_load
    exits 0 envctl data clone --from main --project login --yes --json
    assert_answer envctl.data/1
    assert_json 'all(.projects[0].components[]; .source_running)'
    end_load
    exits 0 envctl start --project login
    copy_is_whole --project login
    (($(sql "SELECT count(*) FROM left_hand" --project login) >= 200))
    assert_equal "$(project=login redis get word)" cached
    # Each has its own password.
    assert_different "$(envctl env --project login | grep PGPASSWORD)" "$(envctl env | grep PGPASSWORD)"
    envctl stop --project login
    # A worktree that starts for the first time.
    worktree "$PWD" third >/dev/null
    exits 0 envctl start --project third --clone-from main postgres
    copy_is_whole --project third
    # An extension that is configured later.
    sed -i 's/database: shop/database: shop, extensions: [pg_trgm]/' "$PWD-third/envctl.yaml"
    exits 0 envctl start --project third postgres
    assert_stdout extensions
    assert_equal "$(sql "SELECT similarity('word', 'word')" --project third)" 1
    envctl stop --project third
    no_leftovers third
    no_leftovers login
}

@test "in a container: a restore or a first copy that is killed at any step loses nothing" {
    envctl start
    fill old
    envctl data snapshot kept
    fill new
    envctl stop
    local step component whole
    for step in checked made copied synced exchanged; do
        for component in redis postgres; do
            exits 137 env "ENVCTL_TEST_DATA_KILL=$step" "$checkout/bin/envctl" \
                data restore kept "$component" --yes
        done
        exits 0 envctl start
        whole=new
        [[ $step != exchanged ]] || whole=old
        assert_equal "$(word) $(redis get word)" "$whole $whole"
        envctl stop
        no_leftovers
    done
    # The first data of a worktree: half of it is not taken for whole.
    for component in redis postgres; do
        envctl data reset "$component" --project third --yes
        exits 137 env ENVCTL_TEST_DATA_KILL=made "$checkout/bin/envctl" \
            start "$component" --project third --clone-from main
        exits 0 envctl start "$component" --project third --clone-from main
    done
    exits 0 envctl start --project third
    assert_equal "$(word --project third) $(project=third redis get word)" "old old"
    envctl stop --project third
    # A snapshot that is killed is none, and its name is free.
    exits 137 env ENVCTL_TEST_DATA_KILL=copied "$checkout/bin/envctl" data snapshot half redis
    exits 1 envctl data restore half redis --yes
    exits 0 envctl data snapshot half redis
    no_leftovers
    # A damaged one is refused.
    local tar
    tar=$(scope_folder)/projects/main/snapshots/redis/half/volume.tar
    printf 'x' | dd of="$tar" bs=1 seek=600 conv=notrunc status=none
    exits 1 envctl data restore half redis --yes --json
    assert_json '.error.code == "data.snapshot_damaged"'
}

# front: a `docker` that gives new volumes no more than a megabyte.
front() {
    mkdir -p "$world/front"
    cat >"$world/front/docker" <<SH
#!/bin/sh
if [ "\$1 \$2" = "volume create" ]; then
    shift 2
    set -- volume create --opt type=tmpfs --opt device=tmpfs --opt o=size=1m "\$@"
fi
exec $(command -v docker) "\$@"
SH
    chmod 755 "$world/front/docker"
}

@test "in a container: no space for a copy is told as such, and the data is as it was" {
    front
    envctl start postgres
    fill_words
    local running
    for running in true false; do
        exits 1 env PATH="$world/front:$PATH" "$checkout/bin/envctl" data snapshot cramped postgres --json
        assert_json '.error.code == "data.copy_failed" and (.error.hint | contains("no space left"))'
        [[ $running == false ]] || envctl stop
    done
    exits 1 env PATH="$world/front:$PATH" "$checkout/bin/envctl" data restore kept postgres --yes --json
    assert_json '.error.code == "data.copy_failed" and (.error.hint | contains("no space left"))'
    envctl start postgres
    assert_equal "$(word)" now
    envctl stop
    no_leftovers
}

fill_words() { sql "TRUNCATE word; INSERT INTO word VALUES ('now')"; }

@test "in a container: exports and imports, also between backends; other files are not exchanged" {
    envctl start
    fill first
    exits 0 envctl data export "$world/dump.sql" postgres
    grep -q "COPY public.word" "$world/dump.sql"
    exits 0 envctl data export "$world/dump" postgres
    exits 0 envctl data export "$world/dump.rdb" redis
    fill second
    exits 0 envctl data import "$world/dump" postgres --yes
    assert_equal "$(word)" first
    exits 1 envctl data import "$world/dump.rdb" redis --yes --json
    assert_json '.error.code == "data.in_use"'
    envctl stop
    exits 0 envctl data import "$world/dump.rdb" redis --yes
    exits 1 envctl data import "$world/dump.sql" redis --yes --json
    assert_json '.error.code == "data.wrong_file"'
    exits 1 envctl data export "$world/x" postgres --json
    assert_json '.error.code == "data.not_running"'
    envctl start redis
    assert_equal "$(redis get word)" first
    envctl stop

    sed -i 's/redis: { backend: docker }/redis: {}/' envctl.yaml
    exits 1 envctl data clone --from third redis --yes --json
    assert_json '.error.code == "data.other_backend" and (.error.hint | contains("export"))'
    exits 1 envctl data restore kept redis --yes --json
    assert_json '.error.code == "data.other_backend"'
    exits 0 envctl data import "$world/dump.rdb" redis --yes
    envctl start redis
    assert_equal "$(redis get word)" first
    envctl stop
    git checkout --quiet -- envctl.yaml
    # Both are there; the one in the container is as it was.
    exits 0 envctl data list redis --json
    assert_json '[.projects[0].components[].data | .path == null] == [false, true]'
}

@test "in a container: another role, database or locale than the data has is told" {
    cd "$PWD-third"
    envctl start postgres
    sed -i 's/database: shop/database: market, user: seller/' envctl.yaml
    exits 0 envctl explain-startup --json
    assert_json '.projects[0].components[] | select(.name == "postgres")
        | .action == "blocked" and (.reasons | tostring | contains("shop") and contains("seller"))'
    exits 1 envctl start postgres --json
    assert_json '.error.code == "data.other_content" and (.error.hint | contains("data reset postgres"))'
    exits 0 envctl data export "$world/renamed.dump" postgres
    envctl stop
    exits 1 envctl start postgres --json
    assert_json '.error.code == "data.other_content"'
    exits 0 envctl data reset postgres --yes
    exits 0 envctl start postgres
    exits 0 envctl data import "$world/renamed.dump" postgres --yes
    assert_equal "$(word) $(sql "SELECT current_user")" "old seller"
    sed -i 's/user: seller/user: seller, locale: C/' envctl.yaml
    exits 0 envctl explain-startup
    assert_stdout "made with the locale C.UTF-8"
    exits 0 envctl start postgres
    assert_says "made with the locale C.UTF-8"
    envctl stop
}

@test "in a container: data of another major version is refused with the way out" {
    cd "$PWD-third"
    local volume
    volume=$(volumes --filter label=dev.envctl.project=third --filter label=dev.envctl.component=postgres)
    made_by() {
        docker run --rm --user 999 --volume "$volume:/target" --entrypoint /bin/sh postgres:15 \
            -c "echo $1 >/target/data/PG_VERSION"
    }
    made_by 14
    exits 1 envctl start postgres
    assert_stderr "the data was made by postgres 14: set 'version: 14'"
    exits 1 envctl data snapshot other postgres --json
    assert_json '.error.code == "requirement.data_version" and (.error.hint | contains("export"))'
    made_by 15
    exits 0 envctl start postgres
    assert_equal "$(word)" old
    envctl stop
}

@test "volumes go with their project, and only then: prune --data, reset, blast-all" {
    docker volume create envctl-theirs >/dev/null
    local before
    before=$(volumes | wc -l)
    git worktree remove --force "$PWD-login"
    exits 0 envctl prune --data --dry-run --json
    assert_answer envctl.prune/1
    assert_json '[.removals[0].items[] | select(.kind == "volumes") | .component] == ["postgres", "redis"]'
    assert_json '[.removals[0].items[] | select(.kind == "volumes") | .bytes][0] > 20000000'
    # An engine that does not answer: nothing of the project goes.
    exits 1 env DOCKER_HOST=unix:///nowhere.sock "$checkout/bin/envctl" prune --data --yes --json
    assert_json '.error.code == "cleanup.volumes"'
    [[ -f $(scope_folder)/projects/login/data/postgres.docker.json ]]
    exits 0 envctl prune --data --yes
    assert_stdout "docker volume of postgres"
    assert_equal "$(volumes | wc -l)" $((before - 2))
    exits 0 envctl data reset redis --project third --yes
    assert_equal "$(volumes | wc -l)" $((before - 3))
    envctl start redis
    exits 0 envctl blast-all --yes --json
    assert_answer envctl.blast_all/1
    assert_equal "$(docker volume ls --quiet --filter label=dev.envctl.project)$(docker ps --all --quiet)" ""
    docker volume inspect envctl-theirs >/dev/null
    docker volume rm envctl-theirs >/dev/null
}

# labelled NAME PROJECT [LABEL…]: a volume that bears our labels.
labelled() {
    local name=$1 project=$2
    shift 2
    docker volume create --label "dev.envctl.scope=$scope" --label "dev.envctl.project=$project" \
        --label dev.envctl.component=redis "${@/#/--label=}" "$name" >/dev/null
}

there() { docker volume ls --quiet --filter "label=dev.envctl.scope=$scope" | sort | paste -sd " "; }

# deaf SOCKET: an engine that takes every call and answers none.
deaf() {
    "$python" -c 'import signal, socket, sys
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
server.listen(64)
print("listening", flush=True)
signal.pause()' "$1" >"$1.out" 3>&- &
    wait_for 10 test -s "$1.out"
}

@test "what the engine has of projects whose record is lost: told, and removed where it is for sure" {
    worktree "$PWD" lost >/dev/null
    envctl start redis
    envctl start redis --project lost
    envctl stop-all
    local scope main lost
    scope=$(basename "$(scope_folder)")
    main=envctl-$scope-main-redis lost=envctl-$scope-lost-redis
    labelled zz-old old
    labelled zz-other other dev.envctl.state=0123456789abcdef
    docker volume create zz-theirs >/dev/null
    exits 0 env DOCKER_HOST=unix:///nowhere.sock "$checkout/bin/envctl" prune --yes
    assert_stdout "the Docker engine does not answer"
    rm -rf -- "$ENVCTL_STATE_DIR"
    # Both worktrees are there: nothing is for sure.
    exits 0 envctl prune --yes --json
    assert_answer envctl.prune/1
    assert_json '.removals == [] and (.kept | length == 4)'
    git worktree remove --force "$PWD-lost"
    # Who has nothing in containers hears of no engine, unless data is meant.
    exits 0 env DOCKER_HOST=unix:///nowhere.sock "$checkout/bin/envctl" prune --yes
    refute_stdout "Docker"
    exits 0 env DOCKER_HOST=unix:///nowhere.sock "$checkout/bin/envctl" prune --data --yes
    assert_stdout "the Docker engine does not answer"
    deaf "$world/deaf.sock"
    exits 0 timeout 30 env "DOCKER_HOST=unix://$world/deaf.sock" "$checkout/bin/envctl" prune --data --yes
    kill %1
    assert_stdout "the Docker engine does not answer"
    assert_equal "$(there)" "$lost $main zz-old zz-other"
    exits 0 envctl prune --yes
    assert_stdout "docker volume of redis"
    assert_stdout "its worktree $PWD is there"
    assert_equal "$(there)" "$main zz-old zz-other"
    exits 0 envctl prune --gone main --everywhere --yes
    assert_equal "$(there)" "zz-old zz-other"
    # All of this repository, but what says that it is another's; and nothing without our labels.
    exits 0 envctl blast-all --yes
    assert_equal "$(there)" zz-other
    docker volume rm zz-other zz-theirs >/dev/null
}

# Volumes of any project, whatever is recorded.
ours() { docker volume ls --quiet --filter label=dev.envctl.project; }

# labels_of CONTAINER: each as the engine has it, one a line.
labels_of() {
    docker inspect --format '{{range $k, $v := .Config.Labels}}{{println (print $k "=" $v)}}{{end}}' "$1" \
        | grep .
}

@test "containers and networks of a project whose record is lost go too, and what runs stays" {
    local worktree container labels
    worktree=$(worktree "$PWD" left)
    envctl start redis --project left
    end_now "$(supervisor_pid --project left)" "$(cd "$worktree" && pid_of redis)"
    container=$(docker ps --quiet)
    mapfile -t labels < <(labels_of "$container")
    docker network create "${labels[@]/#/--label=}" zz-net >/dev/null
    rm -rf -- "$ENVCTL_STATE_DIR" "$ENVCTL_RUNTIME_DIR"
    git worktree remove --force "$worktree"
    exits 0 envctl prune --yes
    assert_stdout "a container of it runs: docker stop"
    assert_equal "$(docker ps --quiet)" "$container"
    docker rm --force "$container" >/dev/null
    docker create "${labels[@]/#/--label=}" --name zz-made redis:7 >/dev/null
    exits 0 envctl prune --yes --json
    assert_answer envctl.prune/1
    assert_json '[.removals[].items[].kind] == ["containers", "networks", "volumes"]'
    assert_equal "$(docker ps --all --quiet)$(docker network ls --quiet --filter name=zz-net)$(ours)" ""
}

# late COMMAND…: a folder with a `docker` that has our project started once a removal has measured
# what it would take.
late() {
    local folder
    folder=$(mktemp -d "$world/late.XXXXXX")
    cat >"$folder/docker" <<SH
#!/bin/sh
$(command -v docker) "\$@" || exit
if [ "\$1 \$2" = "system df" ] && mkdir "$folder/once" 2>/dev/null; then
    cd "$PWD" && PATH="$PATH"
    # A client of Docker is given no more of the environment than it needs.
    $(export -p | sed -n 's/^declare -x \(ENVCTL_[A-Z_]*=.*\)/export \1;/p' | paste -sd ' ')
    "$checkout/bin/envctl" start redis >"$folder/said" 2>&1 3>&-
fi
SH
    chmod 755 "$folder/docker"
    exits 1 env PATH="$folder:$PATH" "$checkout/bin/envctl" "$@" --yes --json
}

@test "a project of a lost record that is started meanwhile is not removed" {
    local command
    for command in "prune --gone main" "blast-all"; do
        envctl start redis
        redis set word kept
        envctl stop
        rm -rf -- "$ENVCTL_STATE_DIR"
        # shellcheck disable=SC2086
        late $command
        assert_json '.error.code == "cleanup.still_running"'
        assert_equal "$(status_of redis) $(redis get word)" "ready kept"
        envctl stop
    done
    exits 0 envctl blast-all --yes
    assert_equal "$(ours)" ""
}

@test "a volume whose server never came up has nothing to copy" {
    cd "$(repository hollow <<'YAML'
version: 1
requirements: { postgres: { backend: docker, version: 15 } }
YAML
    )"
    local folder=$world/unable
    mkdir "$folder"
    printf '#!/bin/sh\nif [ "$1" = run ]; then exit 125; fi\nexec %s "$@"\n' "$(command -v docker)" \
        >"$folder/docker"
    chmod 755 "$folder/docker"
    exits 1 env PATH="$folder:$PATH" "$checkout/bin/envctl" start
    assert_equal "$(volumes | wc -l)" 1
    exits 1 envctl data snapshot early --json
    assert_json '.error | .code == "data.nothing" and (.message | test("never came up"))
        and .hint == "envctl start postgres"'
    assert_equal "$(volumes | wc -l)" 1
    no_leftovers
}

@test "in a container, too: redis data that was kept in another way is refused" {
    cd "$(repository ways <<'YAML'
version: 1
requirements: { redis: { backend: docker, persistence: snapshot } }
YAML
    )"
    exits 0 envctl start
    redis set word kept
    envctl stop
    sed -i 's/snapshot/aof/' envctl.yaml
    exits 1 envctl start --json
    assert_json '.error.code == "data.other_content"'
    sed -i 's/aof/snapshot/' envctl.yaml
    exits 0 envctl start
    assert_equal "$(redis get word)" kept
    envctl stop
}
