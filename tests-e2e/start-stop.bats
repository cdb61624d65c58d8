#!/usr/bin/env bats
# The product's main job: the storefront in two worktrees of one repository, on real servers.
# Needs the network: its packages come from PyPI.

load lib/suite

setup_file() {
    suite_begin
    shop=$(storefront shop)
    login=$(worktree "$shop" feature/login)
    export shop login
}

teardown_file() {
    stop_everything
    suite_end
}

@test "start brings the main worktree to life and prints each component" {
    cd "$shop"
    exits 0 envctl start
    local name
    for name in postgres redis api web; do
        assert_stdout "$name"
        assert_equal "$(status_of "$name")" ready
    done
    assert_stdout "$(url_of web)"
}

@test "start in a linked worktree, by --repo from elsewhere, as JSON" {
    cd /
    exits 0 envctl start --repo "$login" --json
    assert_answer envctl.start/1
    cd "$login"
    assert_equal "$(status_of web)" ready
    assert_equal "$(status_of web --repo "$shop")" ready
}

@test "each worktree has ports of its own" {
    local name
    for name in postgres redis api web; do
        assert_different "$(port_of "$name" --repo "$shop")" "$(port_of "$name" --repo "$login")"
    done
}

@test "web serves a page with the seeded rows, fetched from its own api" {
    local page
    page=$(fetch "$(url_of web --repo "$shop")")
    [[ $page == *"Storefront of main"* && $page == *"Enamel mug"* ]]
    page=$(fetch "$(url_of web --repo "$login")")
    [[ $page == *"Storefront of feature-login"* && $page == *"Beeswax candle"* ]]
}

@test "data written in one worktree is not in the other" {
    cd "$login"
    fetch --data '{"product_id": 1, "quantity": 3}' "$(url_of api)/orders"
    assert_equal "$(envctl exec psql -Atc 'select sum(quantity) from orders')" 3
    cd "$shop"
    assert_equal "$(envctl exec psql -Atc 'select count(*) from orders')" 0
    assert_equal "$(envctl exec psql -Atc 'select count(*) from products')" 4
}

@test "start of what runs does nothing and says so" {
    cd "$shop"
    local before
    before=$(pid_of api)
    exits 0 envctl start
    assert_says "already"
    assert_equal "$(pid_of api)" "$before"
}

@test "what the run wrote is what its schemas say" {
    cd "$shop"
    local run name
    run=$(run_folder main)
    for name in run_state runtime_map ports_manifest error_report runtime_readiness_report; do
        json_valid "$run/$name.json" "envctl.$name/1"
        json_valid "$(scope_folder)/$name.json" "envctl.$name/1"
    done
    json_valid "$run/events.jsonl"
    json_valid "$run/launch.json"
    json_valid "$run/steps.json"
    json_valid "$(scope_folder)/scope.json"
    json_valid "$ENVCTL_STATE_DIR/ports.json"
}

@test "no secret is in an artifact that is not 0600, in a command line or in the log" {
    cd "$shop"
    local password
    password=$(envctl exec sh -c 'printf %s "$PGPASSWORD"')
    [[ ${#password} -ge 16 ]]
    run grep -rIl --exclude-dir=data -- "$password" "$ENVCTL_STATE_DIR"
    local file
    for file in "${lines[@]}"; do assert_equal "$(stat -c '%a %n' "$file")" "600 $file"; done
    run pgrep -f -- "$password"
    assert_equal "$output" ""
}

@test "restart of one service keeps ports, siblings and requirements" {
    cd "$shop"
    local api web postgres port
    api=$(pid_of api) web=$(pid_of web) postgres=$(pid_of postgres) port=$(port_of api)
    exits 0 envctl restart api --json
    assert_answer envctl.restart/1
    assert_different "$(pid_of api)" "$api"
    assert_equal "$(pid_of web)" "$web"
    assert_equal "$(pid_of postgres)" "$postgres"
    assert_equal "$(port_of api)" "$port"
}

@test "stop proves that nothing is left, and leaves the other worktree" {
    cd "$shop"
    local pids
    pids=$(pid_of postgres; pid_of redis; pid_of api; pid_of web; supervisor_pid)
    exits 0 envctl stop --json
    assert_answer envctl.stop/1
    local pid
    for pid in $pids; do is_gone "$pid" || complain "pid $pid is alive"; done
    assert_equal "$(status_of web --repo "$login")" ready
}

@test "the next start has the same ports and the same data, and skips what is done" {
    cd "$login"
    local api postgres
    api=$(port_of api) postgres=$(port_of postgres)
    envctl stop
    exits 0 envctl start
    assert_equal "$(port_of api) $(port_of postgres)" "$api $postgres"
    assert_equal "$(envctl exec psql -Atc 'select sum(quantity) from orders')" 3
    assert_equal "$(envctl exec psql -Atc 'select count(*) from products')" 4
    [[ $(cat "$(log_of api feature-login)") == *"api listens"* ]]
}

@test "stop-all leaves nothing" {
    cd "$shop"
    envctl start
    exits 0 envctl stop-all --json
    assert_answer envctl.stop_all/1
    assert_equal "$(leaks)" ""
}
