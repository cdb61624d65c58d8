#!/usr/bin/env bats
# The same as an ordinary user with the default folders: no account is switched, nothing is handed
# over. Needs root to make that user.

load lib/suite

setup_file() {
    suite_begin
    export account=envctl-e2e-$$
    if ((EUID != 0)) || ! useradd --home-dir "$world/user" --create-home --shell /bin/sh "$account"
    then
        export cannot="only root can make another account, here with useradd"
        return
    fi
    # The checkout may lie where that user can't look.
    mkdir -m 755 "$world/bin"
    cp "$checkout/.build/release/envctl" "$checkout/.build/release/envctl-supervisor" "$world/bin/"
    local mask
    for mask in 077 022; do
        repository "user/shop-$mask" <<'YAML' >/dev/null
version: 1
requirements:
  postgres: { database: shop, seed: seed.sql }
  redis: {}
services:
  worker:
    command: sleep 100000
    needs: [postgres, redis]
YAML
        echo "create table goods as select generate_series(1, 7) as id;" \
            >"$world/user/shop-$mask/seed.sql"
    done
    chown -R "$account:" "$world/user"
}

setup() { [[ -z ${cannot:-} ]] || skip "$cannot"; }

teardown_file() {
    if [[ -z ${cannot:-} ]]; then
        umount "$world/user/.local/state/envctl" 2>/dev/null || true # where a test failed half way
        as_user 022 "cd ~/shop-022 && envctl stop-all --everywhere" || true # the leak check judges
        rm -rf "/tmp/envctl-$(id -u "$account")"
        userdel "$account"
    fi
    suite_end
}

# as_user UMASK SCRIPT: in a clean environment.
as_user() {
    runuser -u "$account" -- env -i HOME="$world/user" USER="$account" LANG=C.UTF-8 \
        PATH="$world/bin:/usr/local/bin:/usr/bin:/bin" sh -c "umask $1; cd ~; $2" </dev/null 3>&-
}

@test "start, look and stop as an ordinary user, whatever the umask" {
    local mask
    for mask in 077 022; do
        exits 0 as_user "$mask" "cd shop-$mask && envctl start"
        exits 0 as_user "$mask" "cd shop-$mask && envctl exec psql -Atc 'select sum(id) from goods'"
        assert_equal "$output" 28
        exits 0 as_user "$mask" "cd shop-$mask && envctl start"
        assert_stdout "nothing to do"
        exits 0 as_user "$mask" "cd shop-$mask && envctl status --json"
        assert_answer envctl.status/1
        assert_json '[.projects[].components[].status] == ["ready", "ready", "ready"]'
    done
}

@test "what it wrote is the user's alone" {
    local open
    exits 0 as_user 022 "find .local/state/envctl .cache/envctl /tmp/envctl-\$(id -u) \
        ! -type l ! -type s -perm /077"
    open=$output
    assert_equal "$open" ""
}

@test "another user's environment is out of reach, also for its neighbour" {
    # root may look; a second ordinary user may not.
    run ! runuser -u nobody -- ls "$world/user/.local/state/envctl"
    # The neighbour's folder of sockets is refused, not used.
    exits 1 runuser -u nobody -- env -i PATH="$PATH" HOME="$world/user/.local" \
        ENVCTL_STATE_DIR="$world/user/.local/state/envctl" "$world/bin/envctl" start --repo /tmp
}

# writable yes|no: the state's file system, as a mount over itself. Modes alone are set right again by
# their owner's next command.
writable() {
    local state=$world/user/.local/state/envctl
    if [[ $1 == yes ]]; then
        umount "$state"
    else
        mount --bind "$state" "$state"
        mount -o remount,bind,ro "$state"
    fi
}

@test "a state folder that became read-only: looking works, a start says where and why, a stop ends all" {
    as_user 022 "cd shop-022 && envctl start"
    local pid
    pid=$(as_user 022 "cd shop-022 && envctl status --json" \
        | jq '.projects[0].components[] | select(.name == "worker").pid')
    writable no
    exits 0 as_user 022 "cd shop-022 && envctl status --json"
    assert_json '.projects[0].status == "ready"'
    exits 0 as_user 022 "cd shop-022 && envctl logs && envctl show-state && envctl doctor --only disk"
    exits 0 as_user 022 "cd shop-022 && envctl stop"
    is_gone "$pid"
    exits 1 as_user 022 "cd shop-022 && envctl start --json"
    assert_json '.error | (.where | test("/.local/state/envctl")) and (.causes[0] | test("[Rr]ead-only"))'
    exits 1 as_user 022 "cd shop-022 && envctl start"
    assert_stderr "next:"
    writable yes
    exits 0 as_user 022 "cd shop-022 && envctl start"
    assert_stdout "ready in"
}

@test "stop leaves nothing" {
    exits 0 as_user 022 "cd shop-022 && envctl stop-all --everywhere"
    assert_equal "$(leaked_processes)" ""
    exits 0 as_user 022 "find /tmp/envctl-\$(id -u) -type s"
    assert_equal "$output" ""
}
