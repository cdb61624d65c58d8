#!/usr/bin/env bats
# What a start makes the disk wait for: each sync of ours costs milliseconds, and all those that the
# contract asks for fit into twelve.

load lib/suite

setup_file() {
    suite_begin
    repository app <<'YAML' >/dev/null
version: 1
requirements:
  postgres: { database: app }
  redis: {}
YAML
    export app=$world/app trace=$world/trace
}

teardown() { stop_everything; }

teardown_file() { suite_end; }

# The syncs until the traced command ended, one a line as "<program> call". strace tells the name of
# the thread with each line, so that a child counts as what it became.
syncs() {
    awk 'NR == 1 { command = $1; sub(/<.*/, "<", command) }
        index($1, command) == 1 && /exited with/ { exit }
        $2 ~ /^(fsync|fdatasync|syncfs|sync|sync_file_range|msync)\(/ {
            sub(/^[0-9]+/, "", $1); sub(/\(.*/, "", $2); print $1, $2
        }' "$trace"
}

# Those of the servers and of the copy's way to the disk. All else is ours: threads have other names
# than their program, so that ours can't be told by theirs.
others='^<(initdb|postgres|redis-server|valkey-server|bio_[a-z_]*)>'

is_over() { ! grep -qs "^Name:.strace" "/proc/$1/status"; }

@test "a start of two requirements makes at most 12 syncs of ours" {
    command -v strace >/dev/null || skip "strace is not installed"
    strace -qq -f -o "$trace" true 2>/dev/null || skip "processes can't be traced here"
    local login tracer
    exits 0 envctl start --repo "$app" # makes the template, which every later start finds
    login=$(worktree "$app" login)
    # The tracer is nobody's parent (-D): the command ends while its servers are still traced.
    exits 0 strace -D -f --decode-pids=comm -q -o "$trace" \
        -e trace=fsync,fdatasync,syncfs,sync,sync_file_range,msync -e signal=none \
        "$checkout/.build/release/envctl" start --repo "$login"
    tracer=$(awk '/^TracerPid:/ { print $2 }' "/proc/$(pid_of redis --repo "$login")/status")
    exits 0 envctl stop --repo "$login"
    wait_for 10 is_over "$tracer"

    # The detector sees syncs, and tells ours from those of others.
    [[ $(syncs | grep -Ec "$others") -gt 100 ]]
    local ours
    ours=$(syncs | grep -Ev "$others")
    printf 'syncs of ours:\n%s\n' "$ours"
    [[ $(grep -c fsync <<<"$ours") -ge 5 && $(wc -l <<<"$ours") -le 12 ]]
}
