#!/usr/bin/env bats
# Ten worktrees of one repository, each with a redis and a service of its own.

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
    port: 18441
    ready: { http: /healthz }
    needs: [redis]
YAML
    local number
    for number in 1 2 3 4 5 6 7 8 9; do worktree "$world/app" "task/$number" >/dev/null; done
}

teardown_file() {
    stop_everything
    suite_end
}

projects() {
    printf 'main\n'
    printf 'task-%d\n' 1 2 3 4 5 6 7 8 9
}

@test "one command starts all ten" {
    cd "$world/app"
    exits 0 envctl start --all
    local project
    for project in $(projects); do
        assert_equal "$(status_of api --project "$project")" ready
    done
}

@test "twenty ports, no two equal" {
    cd "$world/app"
    local project
    for project in $(projects); do
        port_of api --project "$project"
        port_of redis --project "$project"
    done >"$BATS_TEST_TMPDIR/ports"
    assert_equal "$(sort -u "$BATS_TEST_TMPDIR/ports" | wc -l)" 20
}

@test "each service talks to its own redis" {
    cd "$world/app"
    local project
    for project in $(projects); do
        assert_equal "$(fetch "$(url_of api --project "$project")/redis/incr/n")" ":1"
    done
}

@test "a failure in one never stops another" {
    cd "$world/app"
    exits 1 envctl start --project task-1 --project no-such
    assert_says "no-such"
    exits 0 envctl stop --project task-1 --project task-2
    assert_equal "$(status_of api --project task-1)" stopped
    assert_equal "$(status_of api --project task-3)" ready
}

@test "stop trees leaves the main worktree" {
    cd "$world/app"
    exits 0 envctl stop trees
    assert_equal "$(status_of api --project task-9)" stopped
    assert_equal "$(status_of api --project main)" ready
}

@test "a removed worktree loses its environment, not its neighbours" {
    cd "$world/app"
    envctl start --project task-4
    git worktree remove --force "$world/app-task-4"
    wait_for 10 gone "$world/app-task-4"
    assert_equal "$(status_of api --project main)" ready
    exits 0 envctl stop-all
    assert_equal "$(leaks)" ""
}

gone() { [[ $(leaked_processes) != *"$1"* ]]; }
