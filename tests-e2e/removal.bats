#!/usr/bin/env bats
# blast-all and prune: what is ours goes, and nothing else, whatever links were planted.

load lib/suite

setup_file() {
    suite_begin
    precious=$world/precious
    mkdir "$precious"
    echo "irreplaceable" >"$precious/letter"
    # As root, also a folder that the account of postgres could have written to.
    chmod 777 "$precious"
    export precious
    precious_before=$(tree_digest "$precious")
    export precious_before
}

teardown() {
    envctl blast-all --yes --everywhere >/dev/null 2>&1 || true # the next test begins with nothing
    # Whatever the test did, this holds.
    assert_equal "$(tree_digest "$precious")" "$precious_before"
}

teardown_file() {
    stop_everything
    suite_end
}

# shop NAME: a repository with a database, a cache and a service, started.
shop() {
    repository "$1" <<'YAML'
version: 1
requirements:
  postgres: { database: shop }
  redis: {}
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 18781
    ready: { http: /healthz }
    needs: [postgres, redis]
YAML
}

# small NAME: with a service only.
small() {
    repository "$1" <<'YAML'
version: 1
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 18781
    ready: { http: /healthz }
YAML
}

project_folder() { printf '%s/projects/%s\n' "$(scope_folder)" "${1:-main}"; }

# as_owner FOLDER COMMAND…: as whoever the folder belongs to.
as_owner() {
    local owner
    owner=$(stat -c %U "$1")
    shift
    if [[ $owner == "$(id -un)" ]]; then "$@"; else runuser -u "$owner" -- "$@"; fi
}

nothing_left_of() {
    [[ ! -e $1 ]] || complain "still there: $(find "$1")"
}

@test "blast-all stops everything and leaves nothing; the files of the user stay" {
    cd "$(shop blast)"
    local scope pid tree
    tree=$(worktree "$PWD" login)
    envctl start
    envctl start --repo "$tree"
    scope=$(scope_folder) pid=$(pid_of postgres)
    exits 0 envctl blast-all --dry-run --json
    assert_answer envctl.blast_all/1
    assert_json '.removed == false and (.removals | map(.project)) == ["login", "main", null]'
    assert_json '.bytes > 1000000 and .files > 100'
    assert_json '[.removals[] | select(.project == "main") | .items[] | .kind + " " + (.component // "")]
        | contains(["data postgres", "data redis", "logs ", "runs ", "sockets ", "records "])'
    assert_equal "$(status_of postgres)" ready

    exits 0 envctl blast-all --yes --json
    assert_answer envctl.blast_all/1
    assert_json '.removed and all(.removals[]; .outcome == "removed")'
    assert_json '.removals[] | select(.project == "main") | .stopped | length == 3'
    wait_for 5 is_gone "$pid"
    nothing_left_of "$scope"
    assert_equal "$(reserved_ports)" ""
    assert_equal "$(find "$ENVCTL_RUNTIME_DIR" -mindepth 1)" ""
    [[ -f envctl.yaml && -f $tree/envctl.yaml ]]

    # As new.
    exits 0 envctl start
    exits 0 envctl blast-all --yes
}

@test "without a terminal and without --yes nothing is removed, and it says what to type" {
    cd "$(small ask)"
    envctl start
    local before
    before=$(find "$(scope_folder)" | LC_ALL=C sort)
    exits 1 envctl blast-all
    assert_stdout "to be removed"
    assert_stderr "with --yes"
    exits 1 envctl blast-all --json
    assert_answer envctl.blast_all/1
    assert_json '.error.code == "command.unconfirmed" and .removed == false'
    assert_equal "$(find "$(scope_folder)" | LC_ALL=C sort)" "$before"
    assert_equal "$(status_of api)" ready
    envctl blast-all --yes
}

# on_a_terminal ANSWER COMMAND…: with a terminal of its own, on which ANSWER is typed.
on_a_terminal() {
    "$python" "$BATS_TEST_DIRNAME/lib/typed.py" "$@"
}

@test "on a terminal the repository's name has to be typed" {
    cd "$(small typed)"
    envctl start
    exits 2 on_a_terminal "yes" "$checkout/bin/envctl" blast-all
    assert_says "nothing was changed"
    assert_equal "$(status_of api)" ready
    local scope
    scope=$(scope_folder)
    exits 0 on_a_terminal "typed" "$checkout/bin/envctl" blast-all
    nothing_left_of "$scope"
}

@test "links that were planted are never followed, and what is not ours is kept and named" {
    cd "$(shop links)"
    envctl start
    envctl stop
    local scope project run
    scope=$(scope_folder) project=$(project_folder) run=$(run_folder)
    # In the data, by its owner: it goes with the data, and leads nowhere.
    as_owner "$project/data/postgres" ln -s "$precious" "$project/data/postgres/base/link"
    as_owner "$project/data/postgres" ln -s "$precious/letter" "$project/data/postgres/file"
    ln -s "$precious" "$project/data/redis/link"
    # In the place of data, beside it, in logs, runs, the project and the scope.
    ln -s "$precious" "$project/data/stray"
    ln -s "$precious/letter" "$project/logs/web.log"
    ln -s "$precious" "$project/logs/link"
    ln -s "$precious" "$project/link"
    ln -s "$precious" "$scope/link"
    ln -s "$precious" "$scope/runs/current"
    ln -s "$precious" "$scope/runs/20200101T000000.000Z-00beef"
    ln -s "$precious" "$scope/projects/other"
    ln -s "$precious" "$run/link"
    ln -sfn "$precious" "$project/current"
    echo "mine" >"$project/notes.txt"

    exits 0 envctl blast-all --yes --json
    assert_answer envctl.blast_all/1
    local name
    for name in data/stray logs/web.log logs/link link notes.txt; do
        assert_json "any(.removals[].kept[]; .path == \"$project/$name\")"
        [[ -e $project/$name ]]
    done
    for name in "$scope/link" "$scope/runs/current" "$scope/runs/20200101T000000.000Z-00beef" \
        "$run/link" "$scope/projects/other"; do
        assert_json "any((.removals[].kept[], .kept[]); .path == \"$name\")"
        [[ -L $name ]]
    done
    nothing_left_of "$project/data/postgres"
    nothing_left_of "$project/data/redis"
    nothing_left_of "$project/secrets.json"
    [[ ! -L $project/current ]]
    rm -rf "$scope"
}

@test "a link in the place of a data folder, of a folder of ours, or of the scope is kept" {
    cd "$(shop place)"
    envctl start
    envctl stop
    local scope project
    scope=$(scope_folder) project=$(project_folder)
    rm -rf "$project/data/postgres" "$project/logs"
    ln -s "$precious" "$project/data/postgres"
    ln -s "$precious" "$project/logs"
    exits 0 envctl blast-all --yes --json
    assert_json "any(.removals[].kept[]; .path == \"$project/data/postgres\")"
    assert_json "any(.removals[].kept[]; .path == \"$project/logs\")"
    [[ -L $project/data/postgres && -L $project/logs ]]
    nothing_left_of "$project/data/redis"
    rm -rf "$scope"
    ln -s "$precious" "$scope"
    exits 0 envctl blast-all --yes --json
    assert_json "any(.kept[]; .path == \"$scope\")"
    [[ -L $scope ]]
    rm "$scope"
}

@test "a file system that is mounted in the data is not touched" {
    ((EUID == 0)) || skip "only root can mount"
    cd "$(shop mounted)"
    envctl start
    envctl stop
    local project
    project=$(project_folder)
    as_owner "$project/data/redis" mkdir "$project/data/redis/mnt"
    mount --bind "$precious" "$project/data/redis/mnt" || skip "nothing can be mounted here"
    exits 1 envctl blast-all --yes --json
    umount "$project/data/redis/mnt"
    assert_answer envctl.blast_all/1
    assert_json '.error.code == "cleanup.mounted"'
    [[ -e $precious/letter && -f $project/data/postgres/PG_VERSION ]]
    exits 0 envctl blast-all --yes
    nothing_left_of "$project"
}

@test "data that a process still uses is kept, and the exit is 1" {
    cd "$(shop used)"
    envctl start
    envctl stop
    local project holder
    project=$(project_folder)
    mkfifo "$BATS_TEST_TMPDIR/gate" "$BATS_TEST_TMPDIR/held"
    # shellcheck disable=SC2016
    flock "$project/data/postgres.lock" sh -c 'echo >"$1"; read -r _ <"$2"' _ \
        "$BATS_TEST_TMPDIR/held" "$BATS_TEST_TMPDIR/gate" 3>&- &
    holder=$!
    read -r _ <"$BATS_TEST_TMPDIR/held"
    exits 1 envctl blast-all --yes --json
    assert_answer envctl.blast_all/1
    assert_json '.error.code == "cleanup.data_in_use"'
    [[ -f $project/data/postgres/PG_VERSION && -f $(scope_folder)/scope.json ]]
    echo >"$BATS_TEST_TMPDIR/gate"
    wait "$holder"
    exits 0 envctl blast-all --yes
}

@test "blast-all goes on where a removal was cut short" {
    cd "$(shop half)"
    envctl start
    envctl stop
    local project scope
    project=$(project_folder) scope=$(scope_folder)
    mv "$project/data/postgres" "$project/data/postgres.new-gone-1234abcd"
    rm -f "$project/data/postgres.json" "$scope/scope.json"
    exits 0 envctl blast-all --yes
    nothing_left_of "$scope"
    assert_equal "$(reserved_ports)" ""
}

@test "blast-all of one repository leaves the others alone" {
    local one two
    one=$(small first) two=$(small second)
    envctl start --repo "$one"
    envctl start --repo "$two"
    exits 0 envctl blast-all --yes --repo "$one"
    assert_equal "$(status_of api --repo "$two")" ready
    exits 0 envctl blast-all --yes --everywhere
    [[ ! -d $ENVCTL_STATE_DIR/scopes || -z $(ls "$ENVCTL_STATE_DIR/scopes") ]]
}

@test "prune takes what belongs to worktrees that are gone, and nothing else" {
    cd "$(shop trees)"
    local stays goes removed data
    stays=$(worktree "$PWD" stays) goes=$(worktree "$PWD" goes) removed=$(worktree "$PWD" removed)
    local folder
    for folder in "$stays" "$goes" "$removed"; do
        envctl start --repo "$folder"
        envctl stop --repo "$folder"
    done
    exits 0 envctl prune
    assert_stdout "nothing to remove"
    rm -rf "$goes"
    git worktree remove "$removed"
    data=$(project_folder goes)
    ln -s "$precious" "$data/data/redis/link"
    exits 1 envctl prune
    assert_stderr "with --yes"
    exits 0 envctl prune --dry-run --json
    assert_answer envctl.prune/1
    assert_json '(.removals | map(.project)) == ["goes", "removed"] and .bytes > 0'
    exits 0 envctl prune --yes --json
    assert_answer envctl.prune/1
    nothing_left_of "$data"
    nothing_left_of "$(project_folder removed)"
    [[ -d $(project_folder stays)/data/redis ]]
    jq -e '[.projects[].name] == ["stays"]' "$(scope_folder)/scope.json"
    jq -e '[.projects[].name] == ["stays"]' "$(scope_folder)/runtime_map.json"
    jq -e 'all(.reservations[]; .project == "stays" or (.scope | startswith("trees-") | not))' \
        "$ENVCTL_STATE_DIR/ports.json"
    exits 0 envctl prune
    assert_stdout "nothing to remove"
    envctl blast-all --yes
}

@test "prune keeps what may only be out of sight, unless it is named" {
    cd "$(small sight)"
    local disk locked
    mkdir "$world/disk"
    disk=$world/disk/tree locked=$world/locked-tree
    git worktree add --quiet -b ondisk "$disk"
    git worktree add --quiet -b locked "$locked"
    git worktree lock "$locked"
    envctl start --repo "$disk"
    envctl start --repo "$locked"
    envctl stop --repo "$disk"
    envctl stop --repo "$locked"
    rm -rf "$locked"
    # The folder that held it is empty, like the place of a disk that is not mounted; then missing.
    rm -rf "$disk"
    exits 0 envctl prune --yes --json
    assert_json '.removals == [] and ([.kept[] | select(.path | contains("docker") | not)] | length) == 2'
    assert_json 'any(.kept[]; .reason | contains("not mounted") and contains("--gone ondisk"))'
    assert_json 'any(.kept[]; .reason | contains("locked"))'
    rmdir "$world/disk"
    exits 0 envctl prune --yes --json
    assert_json '.removals == [] and ([.kept[] | select(.path | contains("docker") | not)] | length) == 2'
    exits 0 envctl prune --yes --gone ondisk --json
    assert_json '[.removals[].project] == ["ondisk"]'
    nothing_left_of "$(project_folder ondisk)"
    [[ -d $(project_folder locked) ]]
    envctl blast-all --yes
}

@test "prune keeps a worktree that was moved by hand and found again" {
    cd "$(small moving)"
    local tree
    tree=$(worktree "$PWD" moves)
    envctl start --repo "$tree"
    envctl stop --repo "$tree"
    mv "$tree" "$world/elsewhere"
    envctl start --repo "$world/elsewhere"
    envctl stop --repo "$world/elsewhere"
    exits 0 envctl prune --yes --json
    assert_json '.removals == []'
    envctl blast-all --yes
    rm -rf "$world/elsewhere"
}

@test "prune never touches what runs" {
    cd "$(small alive)"
    local tree pid
    tree=$(worktree "$PWD" doomed)
    envctl start --repo "$tree"
    pid=$(pid_of api --repo "$tree")
    # Its supervisor is lost, so that nobody ends what runs when the worktree goes.
    end_now "$(supervisor_pid --repo "$tree")"
    rm -rf "$tree"
    exits 0 envctl prune --yes --json
    assert_json '.removals == [] and any(.kept[]; .reason | contains("still runs"))'
    run ! is_gone "$pid"
    envctl stop --project doomed
    exits 0 envctl prune --yes --json
    assert_json '[.removals[].project] == ["doomed", null]'
    envctl blast-all --yes
}

@test "prune --everywhere takes repositories that are gone, and not those that were moved" {
    local gone moved here
    gone=$(small gone) moved=$(small moved) here=$(small here)
    local tree
    tree=$(worktree "$moved" linked)
    local folder
    for folder in "$gone" "$moved" "$tree" "$here"; do
        envctl start --repo "$folder"
        envctl stop --repo "$folder"
    done
    rm -rf "$gone"
    mv "$moved" "$world/moved-away"
    cd "$here"
    exits 0 envctl prune --yes --everywhere --json
    assert_answer envctl.prune/1
    assert_json '[.removals[] | select(.scope | startswith("gone-"))] | length == 2'
    assert_json 'all(.removals[]; .scope | startswith("gone-"))'
    assert_json 'any(.kept[]; .reason | contains("was the repository moved?"))'
    # shellcheck disable=SC2144
    [[ ! -e $(echo "$ENVCTL_STATE_DIR"/scopes/gone-*) && -e $(echo "$ENVCTL_STATE_DIR"/scopes/moved-*) ]]
    exits 0 envctl blast-all --yes --everywhere
    assert_equal "$(reserved_ports)" ""
    rm -rf "$world/moved-away" "$tree"
}

@test "a repository that was moved is recognised: a start says so, and prune keeps its data" {
    local before here
    before=$(small before) here=$(small elsewhere)
    envctl start --repo "$before"
    envctl stop --repo "$before"
    mv "$before" "$world/after"
    cd "$here"
    exits 0 envctl prune --yes --everywhere --json
    assert_json '.removals == [] and any(.kept[]; .reason | contains("was moved to") and
        contains("/after"))'
    exits 0 envctl start --repo "$world/after"
    assert_stderr "was at $before"
    envctl stop --repo "$world/after"
    mkdir -p "$world/far"
    mv "$world/after" "$world/far/"
    exits 0 envctl start --repo "$world/far/after"
    exits 0 envctl prune --yes --everywhere --json
    assert_json '.removals == []'
    envctl stop --repo "$world/far/after"
    # It is the user's to say, by a name that there is.
    exits 1 envctl prune --yes --everywhere --gone mian --json
    assert_json '.error.code == "project.unknown" and (.error.hint | contains("main"))'
    exits 0 envctl prune --yes --everywhere --gone main --json
    assert_json '[.removals[].scope | startswith("before-") or startswith("after-")] | any'
    exits 0 envctl blast-all --yes --everywhere
    rm -rf "$world/far"
}

@test "prune takes half-made data and temporary files that nobody works on" {
    cd "$(small torn)"
    envctl start
    envctl stop
    local project
    project=$(project_folder)
    mkdir "$project/data/postgres.new-20200101T000000.000Z-00beef"
    echo x >"$project/data/postgres.new-20200101T000000.000Z-00beef/x"
    echo x >"$project/.secrets.json.1.abcd.tmp"
    exits 0 envctl prune --yes --json
    assert_json '[.removals[].items[].kind] | unique == ["leftovers"]'
    nothing_left_of "$project/data/postgres.new-20200101T000000.000Z-00beef"
    nothing_left_of "$project/.secrets.json.1.abcd.tmp"
    [[ -f $project/lock ]]
    envctl blast-all --yes
}

@test "a start beside a blast-all is whole or new, never half" {
    cd "$(small beside)"
    local round
    for round in 1 2 3 4 5; do
        envctl start
        envctl blast-all --yes >"$BATS_TEST_TMPDIR/blast" 2>&1 3>&- &
        # Whether it comes before, meanwhile or after: its answer holds. Who is stopped while it
        # launches is told so.
        run --separate-stderr envctl start
        if [[ $status != 0 ]]; then assert_stderr "stopped while it was being started"; fi
        wait $! || complain "round $round: $(cat "$BATS_TEST_TMPDIR/blast")"
    done
    exits 0 envctl start
    assert_equal "$(status_of api)" ready
    envctl blast-all --yes
}
