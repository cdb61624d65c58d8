#!/usr/bin/env bats
# Supabase as a compose project, on a real engine of this file's own: a real Postgres, and stand-ins
# for all other parts.

load lib/suite
source "$BATS_TEST_DIRNAME/lib/docker.bash"
source "$BATS_TEST_DIRNAME/lib/supabase.bash"

setup_file() {
    suite_begin
    docker_begin supabase_postgres supabase_parts
    if ! docker compose version >/dev/null 2>&1 && ! command -v docker-compose >/dev/null; then
        export docker_missing="neither 'docker compose' nor 'docker-compose' is installed"
    fi
    repository app <<'YAML' >/dev/null
version: 1
requirements:
  supabase: { version: 15, include: [auth, rest], pull: never }
YAML
    mkdir -p "$world/app/supabase/migrations"
    cat >"$world/app/supabase/migrations/20240101000000_notes.sql" <<'SQL'
create table notes (id int primary key, text text);
SQL
    cat >"$world/app/supabase/seed.sql" <<'SQL'
insert into notes select n, 'note ' || n from generate_series(1, 5) n;
SQL
    git -C "$world/app" add --all
    git -C "$world/app" commit --quiet --message "supabase"
}

setup() {
    require_docker
    cd "$world/app" || return
}

teardown_file() {
    [[ -n ${docker_missing:-} ]] || stop_everything
    docker_end
    suite_end
}

environment() { eval "$(envctl env)"; }

rows() { psql -X -A -t -c "$1" "$SUPABASE_DB_URL"; }

# rest PATH [KEY]
rest() {
    local key=${2:-$SUPABASE_ANON_KEY}
    fetch -H "apikey: $key" -H "Authorization: Bearer $key" "$SUPABASE_URL/rest/v1/$1"
}

@test "a start brings up database, auth, REST and gateway, migrated and seeded" {
    exits 0 envctl start
    assert_equal "$(status_of supabase)" ready
    environment
    assert_equal "$(rows 'select count(*) from notes')" 5
    assert_equal "$(rest notes | jq length)" 5
}
