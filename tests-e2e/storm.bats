#!/usr/bin/env bats
# Many commands at once, in an order that a seed decides.

load lib/suite

setup_file() {
    suite_begin
    repository app <<'YAML' >/dev/null
version: 1
requirements:
  redis: {}
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 18801
    ready: { http: /healthz }
    stop: { timeout: 2s }
    needs: [redis]
YAML
    local number
    for number in 1 2 3 4 5 6 7; do worktree "$world/app" "t$number" >/dev/null; done
}

teardown_file() {
    stop_everything
    suite_end
}

# storm SEED: forty commands at once over the eight worktrees; what each answered is in $answers.
storm() {
    local number verbs=(start start stop restart resume) folders=("$world"/app "$world"/app-t*)
    local verb pids=()
    RANDOM=$1
    answers=$BATS_TEST_TMPDIR/answers
    mkdir -p "$answers"
    for number in $(seq 40); do
        verb=${verbs[RANDOM % 5]}
        one_command "$number" "$verb" "${folders[RANDOM % 8]}" 3>&- &
        pids+=($!)
    done
    wait "${pids[@]}"
}

one_command() {
    local code=0
    timeout 120 "$checkout/bin/envctl" "$2" --repo "$3" --json \
        >"$answers/$1.json" 2>"$answers/$1.err" || code=$?
    printf '%s %s %s\n' "$code" "$2" "$3" >"$answers/$1.code"
}

# Every command ended with 0, or with 1 and a refusal that its answer names.
assert_honest() {
    local number code words
    for number in $(seq 40); do
        read -r code words <"$answers/$number.code"
        json_valid "$answers/$number.json" || complain "$words: exit $code" \
            "$(cat "$answers/$number.err")"
        [[ $code != 0 ]] || continue
        [[ $code == 1 ]] || complain "$words: exit $code" "$(cat "$answers/$number.err")"
        jq -e --slurpfile list "$checkout/contracts/failures.json" \
            '[.. | objects | .code? | strings] as $codes | ($codes | length > 0)
             and ($codes - [$list[0].failures[].code] | length == 0)' \
            "$answers/$number.json" >/dev/null \
            || complain "$words: no honest refusal" "$(cat "$answers/$number.json")"
    done
}

projects() { printf '%s\n' main t1 t2 t3 t4 t5 t6 t7; }

# What status says of a component lives, and what lives is what status says.
assert_status_is_true() {
    local told alive
    told=$(envctl status --all --json | jq '[.projects[] | .components[].pid, .supervisor.pid
        | numbers] | sort | .[]')
    alive=$(leaked_processes) # first, since a pipe would see its own programs
    alive=$(awk '{ print $2 }' <<<"$alive" | sort -n)
    assert_equal "$alive" "$told"
}

@test "forty commands at once over eight worktrees leave all of them consistent" {
    cd "$world/app"
    local seed project
    for seed in 1 2; do
        storm "$seed"
        assert_honest
        assert_equal "$(reserved_ports | uniq -d)" ""
        wait_for 20 assert_status_is_true
        json_valid "$ENVCTL_STATE_DIR/ports.json"
    done
    # Whatever it left, everyone can go on.
    exits 0 envctl start --all
    for project in $(projects); do
        assert_equal "$(status_of api --project "$project")" ready
    done
    assert_equal "$(reserved_ports | uniq -d)" ""
    exits 0 envctl stop-all --json
    assert_answer envctl.stop_all/1
    assert_equal "$(leaks)" ""
}
