#!/usr/bin/env bats
# Supabase as a compose project, on a real engine of this file's own: a real Postgres, and stand-ins
# for all other parts. The tests go on from each other's environment, in their order.

load lib/suite
source "$BATS_TEST_DIRNAME/lib/docker.bash"
source "$BATS_TEST_DIRNAME/lib/supabase.bash"
source "$BATS_TEST_DIRNAME/lib/thief.bash"

setup_file() {
    suite_begin
    docker_begin supabase_postgres supabase_parts
    if ! docker compose version >/dev/null 2>&1 && ! command -v docker-compose >/dev/null; then
        export docker_missing="neither 'docker compose' nor 'docker-compose' is installed"
    fi
    repository app <<'YAML' >/dev/null
version: 1
requirements:
  supabase:
    version: 15
    include: [auth, rest]
    pull: never
    users:
      ada@shop.test: { name: Ada }
YAML
    mkdir -p "$world/app/supabase/migrations"
    cat >"$world/app/supabase/migrations/20240101000000_notes.sql" <<'SQL'
create table notes (id int primary key, text text);
alter table notes enable row level security;
create policy "all read" on notes for select to anon using (id < 4);
SQL
    cat >"$world/app/supabase/seed.sql" <<'SQL'
insert into notes select n, 'note ' || n from generate_series(1, 5) n;
SQL
    cat >"$world/app/supabase/config.toml" <<'TOML'
[api]
max_rows = 7
[auth]
minimum_password_length = 8
[db.pooler]
enabled = true
TOML
    git -C "$world/app" add --all
    git -C "$world/app" commit --quiet --message "supabase"
}

setup() {
    require_docker
    cd "$world/app" || return
}

teardown() { thief_end; }

teardown_file() {
    [[ -n ${docker_missing:-} ]] || stop_everything
    docker_end
    suite_end
}

environment() { eval "$(envctl env)"; }

rows() { psql -X -A -t -c "$1" "$SUPABASE_DB_URL"; }

# ask PATH KEY [WORD…]: through the gateway.
ask() {
    local path=$1 key=$2
    shift 2
    fetch -H "apikey: $key" -H "Authorization: Bearer $key" "$@" "$SUPABASE_URL$path"
}

# log_in EMAIL PASSWORD
log_in() {
    ask "/auth/v1/token?grant_type=password" "$SUPABASE_ANON_KEY" --json \
        "$(jq -nc --arg e "$1" --arg p "$2" '{email: $e, password: $p}')"
}

secret() { jq -r --arg name "$1" '.secrets.supabase[$name]' "$(scope_folder)/projects/main/secrets.json"; }

container_of() { docker ps --quiet --no-trunc --filter "label=com.docker.compose.service=$1"; }

# The engine's own folders are in a command line; nothing else of ours is to be left.
nothing_of_ours_runs() {
    assert_equal "$(docker ps --all --quiet)" ""
    assert_equal "$(docker network ls --quiet --filter label=dev.envctl.scope)" ""
}

# told_to_everyone WORD…: the command lines that hold one of them. The search's own has none.
told_to_everyone() {
    printf '%s\n' "$@" >"$BATS_TEST_TMPDIR/words"
    cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\0" "\n" \
        | grep -F -f "$BATS_TEST_TMPDIR/words" || true # none is what is hoped for
}

@test "a start brings up database, auth, REST and gateway, migrated and seeded" {
    exits 0 envctl start
    assert_says "does not follow these keys"
    assert_says "db.pooler.enabled (line 6)"
    assert_equal "$(status_of supabase)" ready
    environment
    assert_equal "$(rows 'select count(*) from notes')" 5
    assert_equal "$(rows 'select version from supabase_migrations.schema_migrations')" \
        20240101000000
    # The keys are tokens of their roles: one sees what its policy lets through, one sees all.
    assert_equal "$(ask /rest/v1/notes "$SUPABASE_ANON_KEY" | jq length)" 3
    assert_equal "$(ask /rest/v1/notes "$SUPABASE_SERVICE_ROLE_KEY" | jq length)" 5
    run ! ask /rest/v1/notes "$SUPABASE_ANON_KEY"x
    assert_equal "$DATABASE_URL" "$SUPABASE_DB_URL"
}

@test "every port is on loopback, and no secret where everyone could read it" {
    environment
    local port file
    [[ $SUPABASE_DB_URL =~ :([0-9]+)/ ]]
    for port in "${SUPABASE_URL##*:}" "${BASH_REMATCH[1]}"; do
        assert_equal "$(ss -ltnH "sport = :$port" | awk '{ print $4 }')" "127.0.0.1:$port"
    done
    local words=("$(secret password)" "$(secret key)" "$SUPABASE_JWT_SECRET"
        "$SUPABASE_ANON_KEY" "$SUPABASE_SERVICE_ROLE_KEY")
    assert_equal "$(told_to_everyone "${words[@]}")" ""
    for file in "$(log_of supabase)" "$(run_folder)"/{events.jsonl,run_state.json,steps.json} \
        "$(scope_folder)"/projects/main/data/*.yaml; do
        run ! grep -q -F -f "$BATS_TEST_TMPDIR/words" "$file"
    done
    assert_equal "$(stat -c %a "$(scope_folder)"/projects/main/{secrets.json,data/*.yaml})" \
        $'600\n600'
}

@test "a start of what runs changes nothing; a new migration is applied by the next one" {
    environment
    local before
    before=$(container_of db)
    exits 0 envctl start
    assert_equal "$(container_of db)" "$before"
    echo "alter table notes add column done boolean not null default false;" \
        >supabase/migrations/20240202000000_done.sql
    exits 0 envctl start
    environment
    assert_equal "$(rows 'select count(*) from notes where not done')" 5
    assert_equal "$(rows 'select count(*) from supabase_migrations.schema_migrations')" 2
}

@test "a migration with a mistake: its line is told, nothing of it is kept, the rest runs on" {
    printf 'create table half (id int);\nselect 1;\ninsert into nowhere values (1);\n' \
        >supabase/migrations/20240303000000_wrong.sql
    exits 1 envctl start
    assert_stderr "20240303000000_wrong.sql:3"
    assert_stderr 'relation "nowhere" does not exist'
    rm supabase/migrations/20240303000000_wrong.sql
    exits 0 envctl start
    environment
    assert_equal "$(rows "select count(*) from pg_class where relname = 'half'")" 0
}

@test "users are created, listed, changed, synchronised and deleted; no password is printed" {
    environment
    local marks=$'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ é'
    exits 0 envctl supabase user create bob@shop.test --password-stdin <<<"$marks"
    refute_stdout "$marks"
    log_in bob@shop.test "$marks"
    exits 0 envctl supabase user create eve@shop.test
    log_in eve@shop.test "$(secret user:eve@shop.test)"
    refute_stdout "$(secret user:eve@shop.test)"
    exits 1 envctl supabase user create eve@shop.test
    assert_stderr "could not create eve@shop.test"
    exits 0 envctl supabase user sync --json
    assert_answer
    assert_json '[.projects[].users[] | [.email, .outcome]] == [["ada@shop.test", "created"],
        ["bob@shop.test", "extra"], ["eve@shop.test", "extra"]]'
    exits 0 envctl supabase user sync --json
    assert_json '.projects[0].users[0] | .outcome == "unchanged" and .metadata.name == "Ada"'
    exits 0 envctl supabase user update bob@shop.test --role service_role \
        --metadata '{"name": "Bob"}' --json
    assert_json '.projects[0].users[0] | .role == "service_role" and .metadata.name == "Bob"'
    log_in bob@shop.test "$marks"
    exits 1 envctl supabase user create new@shop.test --password-stdin <<<short
    assert_stderr "Password should be longer"
    exits 1 envctl supabase user delete bob@shop.test
    assert_stderr "--yes"
    exits 0 envctl supabase user delete bob@shop.test --yes
    exits 1 envctl supabase user delete bob@shop.test --yes
    assert_stderr "there is no user 'bob@shop.test'"
    exits 0 envctl supabase user list --json
    assert_json '[.projects[].users[].email] | sort == ["ada@shop.test", "eve@shop.test"]'
    # What was refused has left no secret that opens nothing.
    assert_equal "$(secret user:new@shop.test)" null
    assert_equal "$(grep -c -F "$marks" "$(run_folder)/events.jsonl")" 0
}

@test "the supervisor is lost: all runs on, is adopted, and is stopped with proof; data stays" {
    local before pid
    before=$(container_of db) pid=$(pid_of supabase)
    end_now "$(supervisor_pid)"
    exits 0 envctl resume
    assert_equal "$(container_of db) $(pid_of supabase)" "$before $pid"
    end_now "$(supervisor_pid)"
    exits 0 envctl stop
    assert_stdout "the engine says"
    nothing_of_ours_runs
    exits 0 envctl start
    environment
    assert_equal "$(rows 'select count(*) from notes')" 5
}

@test "supervisor and compose are lost: the next start replaces what they left" {
    local before
    before=$(container_of db)
    end_now "$(supervisor_pid)" "$(pid_of supabase)"
    exits 0 envctl start
    assert_different "$(container_of db)" "$before"
    assert_equal "$(docker ps --quiet | wc -l)" 4
}

@test "a part that is killed: our policy brings the whole back" {
    local before
    before=$(container_of db)
    docker kill "$(container_of auth)" >/dev/null
    wait_for 60 changed "$before"
    wait_for 60 is_ready
    environment
    assert_equal "$(rows 'select count(*) from notes')" 5
}

@test "the network is removed: status tells it, and a start brings the whole back" {
    local network part
    network=$(docker network ls --quiet --filter label=dev.envctl.scope)
    for part in $(docker ps --quiet); do docker network disconnect --force "$network" "$part"; done
    docker network rm "$network" >/dev/null
    exits 0 envctl status
    assert_stdout "nothing listens on its port"
    exits 0 envctl start
    assert_equal "$(status_of supabase)" ready
    environment
    assert_equal "$(rows 'select count(*) from notes')" 5
    assert_equal "$(docker ps --quiet | wc -l)" 4
}

changed() { local now; now=$(container_of db); [[ -n $now && $now != "$1" ]]; }

is_ready() { [[ $(status_of supabase) == ready ]]; }

@test "drift: an edited compose file is refused with both ways on, and what runs stays" {
    local file before
    file=$(echo "$(scope_folder)"/projects/main/data/*.compose.yaml) before=$(container_of db)
    echo "# mine" >>"$file"
    exits 1 envctl start
    assert_stderr "was edited by hand"
    assert_stderr "rm '$file'"
    assert_stderr "requirements.supabase"
    assert_equal "$(tail -n 1 "$file") $(container_of db)" "# mine $before"
    rm "$file"
    exits 0 envctl start
}

@test "drift: a changed configuration is named, and what differs is started anew" {
    local before
    before=$(container_of db)
    sed -i '/pull: never/a \    variables: { auth: { GOTRUE_LOG_LEVEL: debug } }' envctl.yaml
    exits 0 envctl start --dry-run
    assert_stdout "its part 'auth' has changed"
    exits 0 envctl start
    assert_different "$(container_of db)" "$before"
}

@test "two worktrees have databases, keys and ports of their own" {
    local folder ours theirs
    environment
    ours=$SUPABASE_DB_URL theirs=$SUPABASE_JWT_SECRET
    folder=$(worktree "$world/app" second)
    cd "$folder"
    exits 0 envctl start
    environment
    assert_different "$SUPABASE_DB_URL" "$ours"
    assert_different "$SUPABASE_JWT_SECRET" "$theirs"
    rows "delete from notes" >/dev/null
    assert_equal "$(psql -X -A -t -c 'select count(*) from notes' "$ours")" 5
    exits 0 envctl stop
    assert_equal "$(docker ps --quiet | wc -l)" 4
}

@test "external: reached, projected, never changed; a wrong key and a wrong password are told" {
    environment
    export THEIR_URL=$SUPABASE_URL THEIR_ANON=$SUPABASE_ANON_KEY THEIR_DB=$SUPABASE_DB_URL
    export THEIR_KEY=$SUPABASE_SERVICE_ROLE_KEY
    repository theirs <<'YAML' >/dev/null
version: 1
requirements:
  supabase:
    url: ${env.THEIR_URL}
    anon_key: ${env.THEIR_ANON}
    service_role_key: ${env.THEIR_KEY}
    db_url: ${env.THEIR_DB}
YAML
    cd "$world/theirs"
    exits 0 envctl start
    exits 0 envctl supabase user list
    assert_stdout "ada@shop.test"
    environment
    assert_equal "$SUPABASE_URL $SUPABASE_ANON_KEY $SUPABASE_DB_URL" \
        "$THEIR_URL $THEIR_ANON $THEIR_DB"
    envctl stop
    assert_equal "$(docker ps --quiet | wc -l)" 4
    exits 1 env THEIR_KEY=nonsense "$checkout/bin/envctl" start
    assert_stderr "does not accept its 'service_role_key'"
    exits 1 env THEIR_DB="${THEIR_DB/postgres:/postgres:x}" "$checkout/bin/envctl" start
    assert_stderr "the external database does not accept user 'postgres'"
    exits 1 env THEIR_URL=http://127.0.0.1:1 "$checkout/bin/envctl" start
    assert_stderr "does not answer, or is no Supabase"
}

@test "what fails first is named: a part that ends, a part that is sick, a gateway behind which nothing is" {
    envctl stop
    sed -i 's/variables: .*/variables: { auth: { STAND_IN: exit } }/' envctl.yaml
    exits 1 envctl start
    assert_stderr "the part 'auth' ended first"
    nothing_of_ours_runs
    sed -i 's/variables: .*/variables: { rest: { STAND_IN: sick } }\n    timeout: 25s/' envctl.yaml
    exits 1 envctl start
    assert_stderr "rest through the gateway"
    assert_stderr "status 500"
    nothing_of_ours_runs
}

@test "an image that is missing, an engine that is away, a version that is unknown, a bad config.toml" {
    sed -i '/variables:/d; /timeout:/d' envctl.yaml
    sed -i 's|pull: never|pull: never\n    images: { rest: "no-such-image:1" }|' envctl.yaml
    exits 1 envctl start
    assert_stderr "the image no-such-image:1 is not there"
    sed -i '/images:/d' envctl.yaml
    exits 1 env DOCKER_HOST=unix:///nowhere.sock "$checkout/bin/envctl" start
    assert_stderr "the Docker engine does not answer"
    sed -i 's/version: 15/version: 17/' envctl.yaml
    exits 1 envctl start
    assert_stderr "supabase/postgres:17"
    docker tag supabase/postgres:15.8.1.085 supabase/postgres:17.4.1.067
    exits 1 envctl start
    assert_stderr "it was made by version 15, and version 17 is asked for"
    sed -i 's/version: 17/version: 15/' envctl.yaml
    echo "[auth" >>supabase/config.toml
    exits 1 envctl start
    assert_stderr "supabase/config.toml:7:6"
}

@test "bind conflict: a thief takes the gateway's port before the engine publishes it" {
    git checkout --quiet -- .
    local folder program=docker-compose
    if docker compose version >/dev/null 2>&1; then program=docker; fi
    thief_begin 1
    folder=$(in_front "$program" ' up .*ENVCTL_API_PORT=([0-9]+)')
    exits 0 env PATH="$folder:$PATH" "$checkout/bin/envctl" start
    thief_end
    assert_equal "$(stolen | wc -l)" 1
    assert_stderr "port $(stolen) was taken"
    assert_equal "$(status_of supabase)" ready
    environment
    assert_different "${SUPABASE_URL##*:}" "$(stolen)"
    ask /rest/v1/notes "$SUPABASE_ANON_KEY" >/dev/null
    envctl stop
    nothing_of_ours_runs
}

# holdings [PROJECT]: its containers, networks and volumes, or those of all.
holdings() {
    local filter=label=dev.envctl.project${1:+=$1}
    docker ps --all --quiet --filter "$filter"
    docker network ls --quiet --filter "$filter"
    docker volume ls --quiet --filter "$filter"
}

@test "a stack whose record is lost: what runs stays, then containers, network and volumes go" {
    exits 0 envctl start
    end_now "$(supervisor_pid)" "$(pid_of supabase)"
    rm -rf -- "$ENVCTL_STATE_DIR" "$ENVCTL_RUNTIME_DIR"
    exits 0 envctl prune --yes
    assert_stdout "docker network"
    assert_stdout "its worktree $PWD is there"
    exits 0 envctl prune --gone main --yes
    assert_stdout "a container of it runs"
    assert_equal "$(docker ps --quiet | wc -l)" 4
    docker ps --quiet | xargs docker stop >/dev/null
    exits 0 envctl prune --gone main --yes
    assert_stdout "docker container of supabase"
    assert_stdout "docker network of supabase"
    assert_stdout "docker volume of supabase"
    nothing_of_ours_runs
    # The other worktree's are left, until all are asked for.
    [[ -n $(holdings second) && -z $(holdings main) ]]
    exits 0 envctl blast-all --yes
    assert_equal "$(holdings)" ""
}
