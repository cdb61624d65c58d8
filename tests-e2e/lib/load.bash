# shellcheck shell=bash
# A postgres under load, and what must be true of every copy of it. Work in the current folder's
# project unless more words (--project NAME) are given.

# sql STATEMENT [WORDS…]: what psql answers, by the project's own environment.
sql() {
    local statement=$1
    shift
    envctl exec "$@" -- psql -X -q -A -t -v ON_ERROR_STOP=1 -c "$statement"
}

# postgres_program NAME [WORDS…]: a program of the server that runs here.
postgres_program() {
    local pid
    pid=$(pid_of postgres "${@:2}") || return 1
    printf '%s/%s\n' "$(dirname "$(readlink -f "/proc/$pid/exe")")" "$1"
}

# Tables for writers: each transaction writes one number into two tables and changes an indexed one.
load_tables() {
    sql "CREATE TABLE left_hand (n bigint); CREATE TABLE right_hand (n bigint);
         CREATE TABLE indexed (id int PRIMARY KEY, word text, filler text);
         INSERT INTO indexed SELECT i, md5(i::text), repeat(md5(i::text), 20)
             FROM generate_series(1, 30000) i;
         CREATE INDEX ON indexed (word);
         CREATE EXTENSION amcheck;"
}

# Writers and checkpoints, in the background, until `end_load`; returns once they have written.
begin_load() {
    local script=$BATS_TEST_TMPDIR/pairs.sql program
    cat >"$script" <<'SQL'
\set n random(1, 1000000000000)
\set id random(1, 30000)
BEGIN;
INSERT INTO left_hand VALUES (:n);
UPDATE indexed SET word = md5(:n::text) WHERE id = :id;
INSERT INTO right_hand VALUES (:n);
COMMIT;
SQL
    program=$(postgres_program pgbench)
    envctl exec -- "$program" -n -c 4 -T 90 -f "$script" >"$BATS_TEST_TMPDIR/load.out" 2>&1 3>&- &
    load_pids=$!
    (
        # Ends with the test's own file, or by itself.
        end=$((SECONDS + 90))
        while ((SECONDS < end)) && [[ -e $script ]]; do sql "CHECKPOINT" || break; done
    ) >/dev/null 2>&1 3>&- &
    load_pids+=" $!"
    wait_for 20 has_pairs 200
}

has_pairs() {
    (($(sql "SELECT count(*) FROM left_hand") >= $1))
}

end_load() {
    local pid
    rm -f "$BATS_TEST_TMPDIR/pairs.sql"
    for pid in ${load_pids:-}; do kill "$pid" 2>/dev/null || true; done
    for pid in ${load_pids:-}; do wait "$pid" 2>/dev/null || true; done
    load_pids=
}

# copy_is_whole [WORDS…]: no half pair, and each index agrees with its table. The copy must run.
copy_is_whole() {
    local halves
    halves=$(sql "SELECT count(*) FROM (
        (SELECT n FROM left_hand EXCEPT ALL SELECT n FROM right_hand) UNION ALL
        (SELECT n FROM right_hand EXCEPT ALL SELECT n FROM left_hand)) halves" "$@") || return 1
    [[ $halves == 0 ]] || complain "half pairs: $halves" || return 1
    envctl exec "$@" -- "$(postgres_program pg_amcheck "$@")" --heapallindexed shop
}
