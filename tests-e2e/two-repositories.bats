#!/usr/bin/env bats
# Two repositories with equally named worktrees and equal preferred ports, at once.

load lib/suite

setup_file() {
    suite_begin
    local name
    for name in one two; do
        repository "$name" <<'YAML' >/dev/null
version: 1
requirements:
  redis: {}
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 18431
    ready: { http: /healthz }
    needs: [redis]
YAML
        worktree "$world/$name" login >/dev/null
    done
}

teardown_file() {
    stop_everything
    suite_end
}

@test "all four environments start" {
    local folder
    for folder in one one-login two two-login; do
        exits 0 envctl start --repo "$world/$folder"
    done
    assert_equal "$(port_of api --repo "$world/one")" 18431
}

@test "no two of them share a port or a process" {
    local folder found=()
    for folder in one one-login two two-login; do
        found+=("$(port_of api --repo "$world/$folder")" "$(port_of redis --repo "$world/$folder")")
    done
    assert_equal "$(printf '%s\n' "${found[@]}" | sort -u | wc -l)" 8
}

@test "equally named projects have data of their own" {
    assert_equal "$(fetch "$(url_of api --repo "$world/one-login")/redis/incr/n")" ":1"
    assert_equal "$(fetch "$(url_of api --repo "$world/one-login")/redis/incr/n")" ":2"
    assert_equal "$(fetch "$(url_of api --repo "$world/two-login")/redis/incr/n")" ":1"
}

@test "an environment inherited from another worktree changes nothing" {
    cd "$world/two-login"
    local url
    url=$(envctl exec sh -c 'printf %s "$REDIS_URL"')
    [[ $url == redis://* ]]
    exits 0 envctl exec --repo "$world/one" sh -c "cd '$world/two-login' && '$checkout/bin/envctl' exec sh -c 'printf %s \"\$REDIS_URL\"'"
    assert_equal "$output" "$url"
}

@test "stop-all in one leaves the other" {
    exits 0 envctl stop-all --repo "$world/one-login"
    assert_equal "$(status_of api --repo "$world/one")" stopped
    assert_equal "$(status_of api --repo "$world/one-login")" stopped
    assert_equal "$(status_of api --repo "$world/two")" ready
    assert_equal "$(status_of api --repo "$world/two-login")" ready
}

@test "stop-all --everywhere stops the rest" {
    cd /
    assert_equal "$(status_of api --repo "$world/two")" ready
    exits 0 envctl stop-all --everywhere
    assert_equal "$(leaks)" ""
}
