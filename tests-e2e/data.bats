#!/usr/bin/env bats
# The data commands: copies are consistent, nothing is lost on the way, and what is wrong is refused.

load lib/suite
load lib/load

setup_file() { suite_begin; }

teardown() {
    end_load
    [[ -z ${strangers:-} ]] || kill $strangers || true # what has ended is as good
    stop_everything
}

teardown_file() {
    stop_everything
    suite_end
}

# shop NAME: a repository with a database and a cache, and a linked worktree `login`; not started.
shop() {
    local folder
    folder=$(
        repository "$1" <<'YAML'
version: 1
requirements:
  postgres: { database: shop }
  redis: {}
YAML
    )
    worktree "$folder" login >/dev/null
    printf '%s\n' "$folder"
}

# redis COMMAND…: by the project's own environment.
redis() {
    # shellcheck disable=SC2016
    envctl exec ${project:+--project "$project"} -- sh -c \
        'REDISCLI_AUTH=$REDIS_PASSWORD exec redis-cli -h "$REDIS_HOST" -p "$REDIS_PORT" "$@"' sh "$@"
}

has_key() { [[ $(redis exists "$1") == 1 ]]; }

project_folder() { printf '%s/projects/%s\n' "$(scope_folder)" "${1:-main}"; }

# What is in the tables and keys of `fill`.
fill() {
    sql "CREATE TABLE IF NOT EXISTS word (w text); TRUNCATE word; INSERT INTO word VALUES ('$1')"
    redis set word "$1" >/dev/null
}
word() { sql "SELECT w FROM word" "$@"; }

# Of the named project's data: nothing half made.
no_leftovers() {
    local left
    left=$(find "$(project_folder "${1:-main}")" -name '*.new-*')
    [[ -z $left ]] || complain "left behind: $left"
}

# as_owner FOLDER COMMAND…: as whoever the folder belongs to.
as_owner() {
    local owner
    owner=$(stat -c %U "$1")
    shift
    if [[ $owner == "$(id -un)" ]]; then "$@"; else runuser -u "$owner" -- "$@"; fi
}

@test "a snapshot is taken of what runs, listed, measured and restored" {
    cd "$(shop keep)"
    envctl start
    fill first
    exits 0 envctl data snapshot before --json
    assert_answer envctl.data/1
    assert_json '.deed == "snapshot" and ([.projects[0].components[].outcome] == ["done", "done"])'
    assert_json 'all(.projects[0].components[]; .source_running and .snapshot.running)'
    fill second
    exits 0 envctl data list --json
    assert_answer envctl.data_list/1
    assert_json '[.projects[0].components[] | [.component, .data.in_use, .snapshots[0].name]]
        == [["postgres", true, "before"], ["redis", true, "before"]]'
    exits 0 envctl data size --json
    assert_answer envctl.data_size/1
    assert_json '.bytes > 20000000 and .templates.bytes > 1000000'
    exits 0 envctl data size
    assert_stdout "snapshot before"

    # What runs is not replaced under its server.
    exits 1 envctl data restore before --yes --json
    assert_answer envctl.data/1
    assert_json '.error.code == "data.in_use"'
    assert_equal "$(word)" second

    envctl stop
    exits 1 envctl data restore before --json
    assert_json '.error.code == "command.unconfirmed"'
    exits 0 envctl data restore before --yes --json
    assert_answer envctl.data/1
    envctl start
    assert_equal "$(word)" first
    assert_equal "$(redis get word)" first
    no_leftovers
    exits 0 envctl data list
    assert_stdout "from snapshot before"
}

@test "a snapshot of what is stopped is one too, and can be restored twice" {
    cd "$(shop stopped)"
    envctl start
    fill first
    envctl stop
    exits 0 envctl data snapshot cold --json
    assert_json 'all(.projects[0].components[]; .source_running == false)'
    envctl start
    fill second
    envctl stop
    for _ in 1 2; do
        exits 0 envctl data restore cold --yes
        envctl start
        assert_equal "$(word)" first
        assert_equal "$(redis get word)" first
        fill third
        envctl stop
    done
}

@test "a clone of a busy database has no half of a transaction, and its indexes are whole" {
    cd "$(shop busy)"
    envctl start
    load_tables
    begin_load
    for _ in 1 2 3; do
        exits 0 envctl data clone --from main --project login --yes --json
        assert_answer envctl.data/1
        assert_json 'all(.projects[0].components[]; .source_running)'
        envctl start --project login
        copy_is_whole --project login
        (($(sql "SELECT count(*) FROM left_hand" --project login) >= 200))
        envctl stop --project login
    done
    # It was busy all the time.
    end_load
    [[ ! -s $BATS_TEST_TMPDIR/load.out ]] || run ! grep -i error "$BATS_TEST_TMPDIR/load.out"
    copy_is_whole
}

@test "so has a clone of a database that syncs nothing" {
    cd "$(shop fast)"
    sed -i 's/database: shop }/database: shop, durability: fast }/' envctl.yaml "$PWD-login/envctl.yaml"
    envctl start
    load_tables
    begin_load
    exits 0 envctl data clone --from main --project login postgres
    envctl start --project login
    copy_is_whole --project login
    end_load
}

# What the tests above would say of a copy without backup mode. A plain copy reads one file after the
# other; here the order is fixed to one that it may meet: tables first, a checkpoint, then the rest.
# The control file then tells recovery to begin after changes that the copied tables lack.
@test "a plain copy of a busy database is found damaged, or does not start" {
    cd "$(shop plain)"
    envctl start
    envctl start --project login
    envctl stop --project login
    load_tables
    begin_load
    local source copy before
    source=$(project_folder)/data/postgres
    copy=$(project_folder login)/data/postgres
    as_owner "$copy" find "$copy" -mindepth 1 -delete
    as_owner "$copy" cp -a "$source/base" "$copy/"
    before=$(sql "SELECT count(*) FROM left_hand")
    wait_for 20 has_pairs $((before + 500))
    sql "CHECKPOINT"
    as_owner "$copy" cp -a --no-clobber "$source/." "$copy/" || true # files vanish under it
    as_owner "$copy" rm -f "$copy/postmaster.pid"
    end_load
    if envctl start --project login; then
        run copy_is_whole --project login
        [[ $status != 0 ]] || complain "the plain copy is whole"
    fi
}

@test "a clone of a busy redis is of one moment" {
    cd "$(shop pairs)"
    envctl start
    touch "$BATS_TEST_TMPDIR/pairs.sql" # until end_load
    # shellcheck disable=SC2016
    envctl exec -- sh -c 'export REDISCLI_AUTH=$REDIS_PASSWORD
        i=0; end=$(($(date +%s) + 60))
        while [ -e "$0" ] && [ "$(date +%s)" -lt "$end" ]; do
            i=$((i + 1)); printf "MULTI\nSET one %s\nSET two %s\nEXEC\n" $i $i
        done | redis-cli -h "$REDIS_HOST" -p "$REDIS_PORT" >/dev/null 2>&1' "$BATS_TEST_TMPDIR/pairs.sql" 3>&- &
    load_pids=$!
    wait_for 20 has_key two
    exits 0 envctl data clone --from main --project login redis
    envctl start --project login redis
    local project=login one two
    one=$(redis get one) two=$(redis get two)
    [[ $one -gt 0 ]]
    assert_equal "$one" "$two"
}

@test "a restore that is killed at any step leaves the old data, or all of the new" {
    cd "$(shop killed)"
    envctl start
    fill old
    envctl data snapshot kept
    fill new
    envctl stop
    local step
    for step in checked copied synced recorded exchanged; do
        exits 137 env "ENVCTL_TEST_DATA_KILL=$step" "$checkout/bin/envctl" \
            data restore kept postgres --yes
        exits 0 envctl start postgres
        if [[ $step == exchanged ]]; then
            assert_equal "$(word)" old
        else
            assert_equal "$(word)" new
        fi
        envctl stop
        no_leftovers
    done
    # A snapshot that is killed is none, and its name is free.
    for step in copied synced exchanged; do
        exits 137 env "ENVCTL_TEST_DATA_KILL=$step" "$checkout/bin/envctl" \
            data snapshot half redis
        exits 1 envctl data restore half redis --yes
        assert_says "has no snapshot 'half'"
    done
    exits 0 envctl data snapshot half redis
    no_leftovers
}

@test "a damaged snapshot is refused before anything is touched" {
    cd "$(shop damaged)"
    envctl start
    fill first
    envctl data snapshot good
    envctl stop
    local data copy cached before file
    data=$(project_folder)/data copy=$(project_folder)/snapshots/postgres/good
    cached=$(project_folder)/snapshots/redis/good
    before=$(tree_digest "$data")
    file=$(as_owner "$copy" find "$copy/base" -type f -size +8k | LC_ALL=C sort | head -n 1)
    cp -a "$copy" "$BATS_TEST_TMPDIR/whole"

    # One byte, one file too few, one too many; then the list itself.
    "$python" -c 'import sys
with open(sys.argv[1], "r+b") as f: b = f.read(1); f.seek(0); f.write(bytes([b[0] ^ 1]))' "$file"
    exits 1 envctl data restore good --yes --json
    assert_answer envctl.data/1
    assert_json '.error.code == "data.snapshot_damaged" and (.error.causes[0] | endswith("has changed"))'
    cp -a "$BATS_TEST_TMPDIR/whole/${file#"$copy"/}" "$file"
    as_owner "$copy" rm "$copy/PG_VERSION"
    exits 1 envctl data restore good --yes
    assert_stderr "PG_VERSION is missing"
    cp -a "$BATS_TEST_TMPDIR/whole/PG_VERSION" "$copy/PG_VERSION"
    as_owner "$copy" touch "$copy/stranger"
    exits 1 envctl data restore good --yes
    assert_stderr "stranger is new"
    as_owner "$copy" rm "$copy/stranger"
    cp "$copy.json" "$BATS_TEST_TMPDIR/list"
    head -c 1000 "$BATS_TEST_TMPDIR/list" >"$copy.json"
    exits 1 envctl data restore good postgres --yes --json
    assert_json '.error.code == "data.snapshot_damaged"'
    assert_equal "$(tree_digest "$data")" "$before"

    # None is put back without the others: whichever is damaged, or in use.
    cp "$BATS_TEST_TMPDIR/list" "$copy.json"
    as_owner "$cached" touch "$cached/stranger"
    exits 1 envctl data restore good --yes --json
    assert_answer envctl.data/1
    assert_json '.error.code == "data.snapshot_damaged"
        and [.projects[0].components[] | [.component, .outcome]] == [["redis", "failed"]]'
    assert_equal "$(tree_digest "$data")" "$before"
    as_owner "$cached" rm "$cached/stranger"
    exits 0 envctl start redis
    before=$(tree_digest "$data/postgres")
    exits 1 envctl data restore good --yes --json
    assert_json '.error.code == "data.in_use"'
    assert_equal "$(tree_digest "$data/postgres")" "$before"
    envctl stop
    exits 0 envctl data restore good --yes
}

@test "redis data that was kept in another way is refused with the way out, and nothing is lost" {
    cd "$(shop ways)"
    ways() { sed -i "s/redis: .*/redis: { persistence: $1 }/" envctl.yaml; }
    ways snapshot
    exits 0 envctl start redis
    redis set word kept
    local way
    for way in aof none; do
        ways "$way"
        exits 1 envctl start redis --json
        assert_json '.error.code == "data.other_content"
            and (.error.hint | test("persistence: snapshot.*data export.*data import"))'
        ways snapshot
        assert_equal "$(redis get word)" kept
    done
    envctl stop
    ways aof
    exits 1 envctl start redis
    assert_stderr "made with another persistence"
    exits 0 envctl data export "$BATS_TEST_TMPDIR/word.rdb" redis
    exits 0 envctl data reset redis --yes
    exits 0 envctl data import "$BATS_TEST_TMPDIR/word.rdb" redis --yes
    exits 0 envctl start redis
    assert_equal "$(redis get word)" kept
    envctl stop
    ways snapshot
    exits 1 envctl start redis
    assert_stderr "'persistence: aof'"
}

@test "names that are wrong or unknown are told with what is known" {
    cd "$(shop names)"
    local name
    for name in a/b ../a .hidden "a b" "$(printf 'x%.0s' {1..65})"; do
        exits 1 envctl data snapshot -- "$name"
        assert_stderr "can't be the name of a snapshot"
    done
    exits 1 envctl data snapshot one --json
    assert_json '.error.code == "data.nothing"'
    exits 1 envctl data list extra/name
    envctl start redis
    exits 0 envctl data snapshot one redis
    exits 1 envctl data snapshot one redis --json
    assert_json '.error.code == "data.snapshot_exists"'
    exits 1 envctl data restore onee redis --json
    assert_json '.error.code == "data.snapshot_unknown" and .error.known == ["one"]'
    assert_json '.error.hint | contains("one")'
    exits 1 envctl data snapshot two reddis --json
    assert_json '.error.code == "component.unknown"'
    exits 1 envctl data clone --from mian --project login --json
    assert_json '.error.code == "project.unknown" and (.error.hint | contains("main"))'
    exits 1 envctl data clone --from main --project main --json
    assert_json '.error.code == "data.same_project"'
    exits 1 envctl data clone --from login --json
    assert_json '.error.code == "data.nothing"'
    exits 1 envctl start --clone-from main
    assert_stderr "'main' is the project itself"
    exits 1 envctl data list nope
    assert_stderr "nothing is stored of a component 'nope'"
    exits 1 envctl start --project login --clone-from mian --json
    assert_json '.error.code == "project.unknown"'
}

@test "an extension that is configured later is added; another locale says what to type" {
    cd "$(shop late)"
    sed -i 's/database: shop }/database: shop, extensions: [amcheck] }/' envctl.yaml
    envctl start postgres
    sed -i 's/\[amcheck\]/[amcheck, pg_trgm]/' envctl.yaml
    exits 0 envctl start postgres
    assert_equal "$(sql "SELECT similarity('word', 'word')")" 1
    sed -i 's/pg_trgm\]/pg_trgm], locale: C/' envctl.yaml
    envctl stop
    exits 0 envctl start postgres
    assert_says "made with the locale C.UTF-8"
    # A copy has the locale of what it is of.
    envctl data snapshot kept postgres
    envctl stop
    envctl data restore kept postgres --yes
    exits 0 envctl data clone --from main --project login postgres
    sed -i 's/shop }/shop, locale: C }/' "$PWD-login/envctl.yaml"
    local project
    for project in main login; do
        exits 0 envctl explain-startup postgres --project "$project"
        assert_stdout "made with the locale C.UTF-8"
    done
    sed -i 's/pg_trgm\]/no_such_one]/' envctl.yaml
    exits 1 envctl start postgres --json
    assert_json '.error.code == "requirement.extension" or (tostring | contains("no_such_one"))'
}

@test "data of another major version, role or database is refused with the way out" {
    cd "$(shop versions)"
    envctl start
    fill first
    envctl data snapshot here
    envctl stop
    local manifest source
    manifest=$(project_folder)/snapshots/postgres/here.json
    jq '.format = "9"' "$manifest" >"$BATS_TEST_TMPDIR/other"
    cat "$BATS_TEST_TMPDIR/other" >"$manifest"
    exits 1 envctl data restore here postgres --yes --json
    assert_json '.error.code == "requirement.data_version" and (.error.hint | contains("export"))'
    source=$(project_folder)/data/postgres
    sed -i 's/database: shop/database: market/' "$PWD-login/envctl.yaml"
    exits 1 envctl data clone --from main --project login postgres --json
    assert_json '.error.code == "data.other_content" and (.error.hint | contains("database: shop"))'
    git -C "$PWD-login" checkout --quiet -- envctl.yaml
    as_owner "$source" cp "$source/PG_VERSION" "$source/kept"
    as_owner "$source" sh -c "echo 9 >'$source/PG_VERSION'"
    exits 1 envctl data clone --from main --project login postgres --json
    assert_json '.error.code == "requirement.data_version"'
    [[ ! -e $(project_folder login)/data/postgres ]]
    exits 0 envctl explain-startup --json
    assert_json '.projects[0].components[] | select(.name == "postgres")
        | .action == "blocked" and .problem.code == "requirement.data_version"'
    exits 1 envctl start --json
    assert_json '.error.code == "requirement.data_version" and (.error.hint | contains("version: 9"))'
    as_owner "$source" mv "$source/kept" "$source/PG_VERSION"
    exits 0 envctl data clone --from main --project login postgres
}

@test "another role or database than the data has is refused with the way out, and what runs stays" {
    cd "$(shop renamed)"
    envctl start
    fill first
    local pid
    pid=$(envctl status --json | jq '.projects[0].components[] | select(.name == "postgres").pid')
    sed -i 's/database: shop/database: market, user: seller/' envctl.yaml
    exits 0 envctl explain-startup --json
    assert_json '.projects[0] | (.possible | not) and (.components[] | select(.name == "postgres")
        | .action == "blocked" and (.reasons | tostring
            | contains("shop") and contains("market") and contains("seller")))'
    exits 1 envctl start --json
    assert_json '.error.code == "data.other_content" and (.error.hint
        | contains("database: shop") and contains("user: app") and contains("data reset postgres"))'
    assert_equal "$(envctl status --json \
        | jq '.projects[0].components[] | select(.name == "postgres").pid')" "$pid"
    # The way out, as it is told.
    exits 0 envctl data export "$world/renamed.dump" postgres
    envctl stop
    exits 1 envctl start --json
    assert_json '.error.code == "data.other_content"'
    exits 0 envctl data reset postgres --yes
    exits 0 envctl start
    exits 0 envctl data import "$world/renamed.dump" postgres --yes
    assert_equal "$(word)" first
    assert_equal "$(sql "SELECT current_user || ' ' || current_database()")" "seller market"
}

# refused CODE COMMAND…: with that code, and data stays.
refused() {
    local code=$1
    shift
    exits 1 envctl "$@" --json
    assert_json ".error.code == \"$code\""
}

@test "data on which a server lives that is not ours is neither copied, replaced, removed nor served" {
    cd "$(shop stranger)"
    envctl start
    fill mine
    envctl data snapshot kept
    local source cache program component
    cache=$(project_folder)/data/redis source=$(project_folder)/data/postgres
    program=$(postgres_program postgres)
    envctl stop
    mkdir -m 777 "$world/sockets"
    as_owner "$source" "$program" -D "$source" -c listen_addresses= \
        -c unix_socket_directories="$world/sockets" >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
    wait_for 20 grep -q "ready to accept" "$BATS_TEST_TMPDIR/out"
    as_owner "$cache" redis-server --dir "$cache" --port 0 --unixsocket "$world/sockets/redis" \
        --pidfile "$world/sockets/pid" --appendonly yes >"$BATS_TEST_TMPDIR/cache" 2>&1 3>&- &
    wait_for 20 test -S "$world/sockets/redis"
    strangers="$(as_owner "$source" head -n 1 "$source/postmaster.pid") $(<"$world/sockets/pid")"
    for component in postgres redis; do
        refused requirement.data_in_use data clone --from main --project login "$component"
        refused requirement.data_in_use data restore kept "$component" --yes
        refused requirement.data_in_use data reset "$component" --yes
        refused requirement.data_in_use start "$component"
    done
    refused cleanup.data_in_use blast-all --yes
    # Both fail in one start: none is lost, and each is told of with its own.
    exits 1 envctl start
    for component in postgres redis; do
        exits 0 envctl errors "$component" --json
        assert_json '[.projects[0].failures[] | .component + " " + .code + " " + .step]
            == ["'"$component requirement.data_in_use $component.data"'"]'
        assert_equal "$(member .reason "$component")" "it was not launched: step '$component.data' failed"
    done
    # shellcheck disable=SC2086
    kill -INT $strangers
    for program in $strangers; do wait_for 20 is_gone "$program"; done
    # Who only stands there keeps nobody from anything.
    cd "$source"
    sleep 60 3>&- &
    strangers=$!
    cd "$world/stranger"
    exits 0 envctl start
    assert_equal "$(word) $(redis get word)" "mine mine"
}

@test "a worktree that starts for the first time begins with the data of another" {
    cd "$(shop first)"
    envctl start
    fill mine
    # By the flag, then by the configuration, which the project itself may carry.
    exits 0 envctl start --project login --clone-from main
    assert_equal "$(word --project login)" mine
    local project=login
    assert_equal "$(redis get word)" mine
    # Once: what is there stays, and it is said.
    sql "UPDATE word SET w = 'theirs'" --project login
    exits 0 envctl start --project login --clone-from main
    assert_says "would replace it"
    assert_equal "$(word --project login)" theirs
    exits 0 envctl data list --project login --json
    assert_json 'all(.projects[0].components[]; .data.origin == "project main")'

    sed -i 's/{ database: shop }/{ database: shop, clone_from: main }/' envctl.yaml
    git commit --quiet --all --message "clone"
    worktree "$PWD" search >/dev/null
    exits 0 envctl start --project search
    assert_equal "$(word --project search)" mine
    run -0 envctl start
    assert_equal "$(word)" mine
    envctl stop-all
    # Where there is none yet it begins anew.
    envctl data reset --project main --yes
    exits 0 envctl start --project main
    exits 1 sql "SELECT w FROM word"
}

data_record() { printf '%s/data/postgres.json\n' "$(project_folder "$1")"; }

is_flushed() {
    local record
    record=$(data_record "$1")
    [[ $(cat "$record.flushed" 2>/dev/null) == "$(jq -r .identity "$record")" ]]
}

@test "a copy where nothing was waits for no disk; what a power cut took of it is told" {
    cd "$(shop cut)"
    envctl start
    fill first
    exits 0 envctl data clone --from main --project login
    assert_equal "$(jq .durable "$(data_record login)")" false
    wait_for 60 is_flushed login
    envctl stop
    # No power is cut here: a reboot, and nothing that says that the copy was flushed before it.
    rm "$(data_record login).flushed"
    export ENVCTL_TEST_BOOT_ID=after-the-cut
    exits 1 envctl start --project login --json
    assert_json '.error.code == "data.unflushed" and (.error.hint
        == "envctl data clone postgres --from main")'
    exits 1 envctl data snapshot copy --project login postgres --json
    assert_json '.error.code == "data.unflushed"'
    exits 0 envctl data clone postgres --from main --project login --yes
    # What it takes the place of is gone only when it is on the disk.
    assert_equal "$(jq .durable "$(data_record login)")" true
    exits 0 envctl start --project login
    assert_equal "$(word --project login)" first
    # What tells that a copy was flushed goes with its data.
    envctl stop --project login
    exits 0 envctl data reset postgres --project login --yes
    exits 0 envctl data clone postgres --from main --project login
    wait_for 60 is_flushed login
    local folder
    folder=$(scope_folder)
    exits 0 envctl blast-all --yes
    [[ ! -e $folder ]] || complain "left behind: $(find "$folder")"
}

@test "data that was never ready before a power cut begins anew" {
    cd "$(shop young)"
    envctl start
    fill first
    envctl stop
    # What a power cut leaves between the launch and the first readiness.
    local record
    record=$(data_record main)
    jq '.fresh = true | .durable = false | .password_digest = null
        | .unflushed_in_boot = "before the cut"' "$record" >"$record.new"
    mv "$record.new" "$record"
    exits 0 envctl start
    exits 1 sql "SELECT w FROM word"
    assert_equal "$(jq -c '[.durable, .unflushed_in_boot]' "$record")" "[true,null]"
    no_leftovers
}

@test "what is exported can be imported, and a file with a mistake changes nothing" {
    cd "$(shop files)"
    envctl start
    fill first
    local file
    exits 1 envctl data export all.sql --json
    assert_json '.error.code == "data.which"'
    for file in shop.sql shop.dump; do
        fill first
        exits 0 envctl data export "$file" postgres --json
        assert_answer envctl.data/1
        assert_equal "$(stat -c %a "$file")" 600
        fill second
        exits 0 envctl data import "$file" postgres --yes
        assert_equal "$(word)" first
    done
    grep -q "CREATE TABLE" shop.sql
    echo "CREATE TABLE a (b int); SELECT nothing FROM nowhere;" >wrong.sql
    exits 1 envctl data import wrong.sql postgres --yes --json
    assert_json '.error.code == "data.dump_failed"'
    assert_json '.error.causes | tostring | contains("wrong.sql:1")'
    assert_equal "$(word)" first
    assert_equal "$(sql "SELECT count(*) FROM pg_database WHERE datname LIKE 'envctl%'")" 0
    redis set word first
    exits 0 envctl data export words.rdb redis
    redis set word other
    envctl stop redis
    exits 0 envctl data import words.rdb redis --yes
    exits 1 envctl data import shop.sql redis --yes --json
    assert_json '.error.code == "data.wrong_file"'
    envctl start
    assert_equal "$(redis get word)" first
    exits 1 envctl data import nowhere.rdb redis --yes
    exits 1 envctl data export missing/x.sql postgres --json
    assert_json '.error | .code == "folder.missing" and (.hint | length > 0)'
    exits 1 envctl data export . postgres
    assert_stderr "this is a folder"
    [[ -z $(find . -name '.*.tmp') ]]
}

@test "a server of the user's own is left to its own tools" {
    cd "$(repository external <<'YAML'
version: 1
requirements:
  postgres: { backend: external, url: "postgresql://localhost/x" }
YAML
    )"
    local deed
    for deed in "snapshot a" "reset --yes" "export x.sql" "import envctl.yaml --yes"; do
        # shellcheck disable=SC2086
        exits 1 envctl data $deed --json
        assert_answer envctl.data/1
        assert_json '.error.code == "data.unsupported_backend"'
    done
}

@test "prune --data takes the data of worktrees that are gone, and nothing else" {
    cd "$(shop pruned)"
    envctl start
    envctl start --project login --clone-from main
    envctl data snapshot kept --project login
    envctl stop-all
    exits 0 envctl prune --data --dry-run --json
    assert_json '.removals == []'
    git worktree remove --force "$PWD-login"
    exits 1 envctl prune --data --json
    assert_json '.error.code == "command.unconfirmed"'
    exits 0 envctl prune --data --dry-run
    assert_stdout "snapshots of postgres"
    exits 0 envctl prune --data --yes --json
    assert_answer envctl.prune/1
    assert_json '.bytes > 20000000 and [.removals[].items[].kind] == ["data", "data", "snapshots", "snapshots"]'
    [[ -e $(project_folder)/data/postgres && -e $(project_folder login)/logs ]]
    [[ ! -e $(project_folder login)/data/postgres ]]
    [[ -z $(find "$(project_folder login)/snapshots" -name kept) ]]
    exits 0 envctl prune --data --yes
    assert_stdout "nothing to remove"
    exits 0 envctl prune --yes
    [[ ! -e $(project_folder login) ]]
}

# on_file_system KIND: mounts a fresh one below the world, or says why it can't.
on_file_system() {
    [[ $EUID == 0 ]] || skip "only root can mount a file system"
    PATH=$PATH:/usr/sbin:/sbin
    command -v "mkfs.$1" >/dev/null || skip "mkfs.$1 is not installed"
    mounted=$world/$1
    truncate -s 600M "$world/$1.img"
    "mkfs.$1" -q "$world/$1.img" >/dev/null
    mkdir -p "$mounted"
    mount -o loop "$world/$1.img" "$mounted" 2>"$BATS_TEST_TMPDIR/mount" \
        || skip "no loop mount of $1 here: $(head -n 1 "$BATS_TEST_TMPDIR/mount")"
    chmod 711 "$mounted"
}

# Files of a folder that have a block which another file has too.
shared_files() {
    find "$1" -type f -size +15k -exec filefrag -v {} + | awk '
        /^Filesystem type|^ ext:/ { next } /shared/ { shared++ } END { print shared + 0 }'
}

reflinks() {
    on_file_system "$1"
    (
        export ENVCTL_STATE_DIR=$mounted/state ENVCTL_CACHE_DIR=$mounted/cache
        cd "$(shop "reflink-$1")" || return
        envctl start
        sql "CREATE TABLE big AS SELECT i, md5(i::text) FROM generate_series(1, 400000) i; CHECKPOINT"
        before=$(df --output=used -B1 "$mounted" | tail -n 1)
        envctl data snapshot one postgres
        envctl data clone --from main --project login postgres
        sync -f "$mounted"
        after=$(df --output=used -B1 "$mounted" | tail -n 1)
        size=$(envctl data size --json | jq '.projects[0].components[0].data.bytes')
        [[ $size -gt 30000000 ]]
        # Two copies take less than a third of one that shares nothing.
        ((after - before < size / 3)) || complain "took $((after - before)) of $size"
        (($(shared_files "$(project_folder login)/data/postgres/base") > 0))
        envctl start --project login
        assert_equal "$(sql "SELECT count(*) FROM big" --project login)" 400000
        envctl stop-all
    )
    umount "$mounted"
}

@test "a full disk ends a copy with a word, and leaves no half of it" {
    [[ $EUID == 0 ]] || skip "only root can mount a file system"
    mounted=$world/small
    mkdir "$mounted"
    mount -t tmpfs -o size=200M,mode=711 none "$mounted" || skip "no tmpfs can be mounted here"
    (
        export ENVCTL_STATE_DIR=$mounted/state
        cd "$(shop full)"
        envctl start
        fill mine
        fallocate -l "$(($(df --output=avail -B1 "$mounted" | tail -n 1) - 12000000))" "$mounted/ballast"
        exits 1 envctl data snapshot one postgres --json
        assert_answer envctl.data/1
        assert_json '.error.code == "data.copy_failed" and (.error.hint | contains("free some space"))'
        exits 1 envctl data clone --from main --project login postgres
        rm "$mounted/ballast"
        no_leftovers
        no_leftovers login
        assert_equal "$(word)" mine
        exits 0 envctl data snapshot one postgres
        envctl stop-all
    )
    umount "$mounted"
}

@test "on XFS a copy shares its blocks with what it is of" { reflinks xfs; }

@test "on btrfs a copy shares its blocks with what it is of" { reflinks btrfs; }
