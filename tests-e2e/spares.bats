#!/usr/bin/env bats
# Spares: a synced copy of each template is kept ready, taken by rename, made again in the background,
# and no start waits or fails for one.

load lib/suite
load lib/load

setup_file() {
    suite_begin
    export ENVCTL_SPARES=true
    # Templates and spares of its own: their number is what is counted.
    export ENVCTL_CACHE_DIR=$world/cache
}

teardown() {
    stop_everything
    wait_for 30 no_filler
    remove_spares
}

teardown_file() {
    stop_everything
    suite_end
}

# shop NAME [WORKTREE…]: a repository with a database, and linked worktrees; not started.
shop() {
    local folder branch
    folder=$(repository "$1" <<<'requirements: { postgres: { database: shop } }')
    for branch in "${@:2}"; do worktree "$folder" "$branch" >/dev/null; done
    printf '%s\n' "$folder"
}

spares() { find "$ENVCTL_STATE_DIR/spares" -mindepth 2 -maxdepth 2 -type d "$@" 2>/dev/null; }
# The one that is whole.
spare() { spares ! -name '*.new-spare' | grep .; }
remove_spares() {
    spares -exec rm -rf {} +
    rm -f "$ENVCTL_STATE_DIR"/spares/*/*.lock
}
inode() { stat -c %i "$1"; }
data_of() { printf '%s/projects/%s/data/postgres\n' "$(scope_folder)" "$1"; }

# filler: the pid of what makes a spare in this world.
filler() {
    local file
    for file in /proc/[0-9]*/cmdline; do
        if tr '\0' ' ' 2>/dev/null <"$file" | grep -q "^[^ ]*envctl-supervisor spare .*$world/"; then
            file=${file%/cmdline}
            printf '%s\n' "${file#/proc/}"
            return
        fi
    done
    return 1
}
no_filler() { ! filler; }

@test "a spare is made after a start, counted, taken by rename, and made again" {
    cd "$(shop take login)"
    exits 0 envctl start
    wait_for 30 spare
    wait_for 30 no_filler
    local made first
    made=$(spare)
    first=$(inode "$made")
    # Only its account can read it, and it can be passed through to.
    assert_equal "$(stat -c %a "$made")" 700
    assert_equal "$(stat -c %u "$made")" "$(stat -c %u "$(data_of main)")"
    exits 0 envctl data size --json
    assert_answer envctl.data_size/1
    assert_json '.spares.bytes > 10000000 and .spares.files > 500'
    assert_json '.bytes >= .spares.bytes + .templates.bytes + .projects[0].bytes'

    exits 0 envctl start --project login
    assert_equal "$(inode "$(data_of login)")" "$first"
    # Its own password from the first connection on, over TCP.
    assert_equal "$(sql 'SELECT current_database()' --project login)" shop
    assert_different "$(envctl env --project login --json | jq -r '.. | .PGPASSWORD? // empty')" \
        "$(envctl env --json | jq -r '.. | .PGPASSWORD? // empty')"
    jq -e '.durable and (.seeded | not)' "$(data_of login).json"
    wait_for 30 spare
    assert_different "$(inode "$(spare)")" "$first"
    # One for each template, and no start that made no data makes one.
    assert_equal "$(spares | wc -l)" 1
    remove_spares
    envctl restart postgres
    envctl stop
    envctl start
    no_filler
    run spare
    assert_equal "$output" ""
}

@test "two starts at once: one takes the spare, and both have their own data" {
    cd "$(shop both one two)"
    envctl start
    wait_for 30 spare
    wait_for 30 no_filler
    local first pids=()
    first=$(inode "$(spare)")
    envctl start --project one 3>&- &
    pids+=($!)
    envctl start --project two 3>&- &
    pids+=($!)
    wait "${pids[0]}"
    wait "${pids[1]}"
    [[ $(inode "$(data_of one)") == "$first" || $(inode "$(data_of two)") == "$first" ]]
    sql "CREATE TABLE mine AS SELECT 1 AS n" --project one
    run sql "SELECT n FROM mine" --project two
    [[ $status != 0 && $output == *"does not exist"* ]]
    sql "CREATE TABLE mine AS SELECT 2 AS n" --project two
    assert_equal "$(sql "SELECT n FROM mine" --project one)" 1
}

@test "what is wrong with a spare, and a killed filler, are no matter to a start" {
    cd "$(shop wrong one two)"
    envctl start
    wait_for 30 spare
    wait_for 30 no_filler
    # Another's, and no folder: neither is taken.
    local made
    made=$(spare)
    rm -rf "$made"
    echo none >"$made"
    exits 0 envctl start --project one
    assert_equal "$(sql 'SELECT 1' --project one)" 1
    rm "$made"
    wait_for 30 no_filler
    # Killed half way: what it left is no spare.
    mkdir "$made.new-spare"
    echo half >"$made.new-spare/PG_VERSION"
    chown -R --reference "$(data_of one)" "$made.new-spare"
    chmod 700 "$made.new-spare"
    exits 0 envctl start --project two
    assert_equal "$(sql 'SELECT 1' --project two)" 1
    wait_for 30 spare
    wait_for 30 no_filler
    [[ ! -e $made.new-spare && -e $made/global/pg_control ]]
}

@test "prune removes spares and what killed fillers left, under their lock" {
    cd "$(shop tidy)"
    envctl start
    wait_for 30 spare
    wait_for 30 no_filler
    local made
    made=$(spare)
    mkdir "$made.new-spare"
    exits 0 envctl prune --dry-run --json
    assert_answer envctl.prune/1
    assert_json '[.removals[] | select(.scope == null) | .items[].kind] == ["spares", "leftovers"]'
    [[ -d $made ]]
    exec 8<>"$made.lock"
    # Open-file-description locks are flock's neighbours, not its kin: python takes the right kind.
    "$python" -c 'import fcntl, struct
fcntl.fcntl(8, fcntl.F_OFD_SETLK, struct.pack("hhqqi", fcntl.F_WRLCK, 0, 0, 0, 0))'
    exits 0 envctl prune --yes
    assert_stdout "a spare is being made"
    [[ -d $made ]]
    exec 8>&-
    exits 0 envctl prune --yes --json
    assert_answer envctl.prune/1
    assert_json '[.removals[] | select(.scope == null) | .outcome] == ["removed"]'
    [[ ! -e $ENVCTL_STATE_DIR/spares ]]
    exits 0 envctl prune --yes
    assert_stdout "nothing to remove"
    # The project's data is no spare.
    assert_equal "$(sql 'SELECT 1')" 1
}

@test "spares can be switched off, and no disk is filled for one" {
    cd "$(shop off login)"
    ENVCTL_SPARES=false exits 0 envctl start
    no_filler
    run spare
    assert_equal "$output" ""
    [[ $EUID == 0 ]] || skip "only root can mount a file system"
    mkdir "$world/small"
    mount -t tmpfs -o size=400M,mode=711 none "$world/small" || skip "no tmpfs can be mounted here"
    (
        export ENVCTL_STATE_DIR=$world/small/state
        envctl start --project login
        wait_for 30 no_filler
        [[ -z $(spare) ]]
        envctl stop-all
    )
    umount "$world/small"
}

@test "a spare is made at the lowest priority" {
    local template=$BATS_TEST_TMPDIR/template pid nice
    mkdir -p "$template" "$world/made"
    head -c 200M /dev/urandom >"$template/big"
    "$checkout/.build/release/envctl-supervisor" spare - "$template" "$world/made/spare" 3>&- &
    pid=$!
    has_priority() { [[ $(ps -o ni= -p "$pid") -eq 19 && $(ionice -p "$pid") == idle ]]; }
    wait_for 10 has_priority
    wait "$pid"
    cmp "$template/big" "$world/made/spare/big"
    rm -rf "$world/made"
}
