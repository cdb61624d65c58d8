#!/usr/bin/env bats
# watch: a changed file restarts its service, once; nothing else does.

load lib/suite

setup_file() { suite_begin; }

teardown() { stop_everything; }

teardown_file() { suite_end; }

setup() {
    # One world, one environment: what a test needs to be its own has another name.
    if [[ -d $world/shop ]]; then cd "$world/shop" || return; else
        mkdir -p "$world/shop/src/deep" "$world/shop/build"
        printf 'build/\n*.log\n' >"$world/shop/.gitignore"
        echo 1 >"$world/shop/src/app.py"
        echo 1 >"$world/shop/settings.toml"
        cd "$(repository shop <<'YAML'
version: 1
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 8000
    watch: { paths: [src, settings.toml, "conf/**/*.ini"], ignore: ["*.tmp"] }
    stop: { timeout: 1s }
  web: { command: exec sleep 1000, ready: { alive: 20ms }, needs: [{ name: api, restart: true }] }
  job: { command: exec sleep 1000, ready: { alive: 20ms }, needs: [api] }
YAML
)" || return
    fi
    envctl start --quiet >/dev/null 2>&1 || envctl start
}

component() { envctl status --json | jq ".projects[0].components[] | select(.name == \"$1\")"; }
pid_of() { component "$1" | jq .pid; }
supervisor() { envctl status --json | jq '.projects[0].supervisor.pid'; }
is_ready() { [[ $(component "$1" | jq -r .status) == ready ]]; }
events() { cat "$ENVCTL_STATE_DIR"/scopes/"$1"-*/runs/*/events.jsonl; }
# restarts_for REPOSITORY COMPONENT: how often a change has restarted it.
restarts_for() {
    events "$1" | jq -s "map(select(.event == \"component.restarting\" and .component == \"$2\"
        and .data.path != null)) | length"
}
has_restarted() { (($(restarts_for "$1" "$2") >= $3)); }

# restarted_by FILE COMMAND…: it restarts api, once, and FILE (a pattern) is named. All that restarted
# it before is counted: what comes late is seen by the next one.
restarted_by() {
    local file=$1 expected
    shift
    expected=$(($(cat "$world/expected" 2>/dev/null || echo 0) + 1))
    echo "$expected" >"$world/expected"
    "$@"
    wait_for 10 has_restarted shop api "$expected"
    wait_for 10 is_ready api
    assert_equal "$(restarts_for shop api)" "$expected"
    named=$(events shop | jq -rs 'map(.data.path // empty) | last')
    # shellcheck disable=SC2053 # a pattern
    [[ $named == $file ]] || complain "it was restarted for $named"
}

@test "a changed file restarts its service and who asked to go with it; port and reason are kept" {
    local url job web
    url=$(component api | jq -r .url) job=$(pid_of job) web=$(pid_of web) api=$(pid_of api)
    restarted_by src/app.py bash -c 'echo 2 >src/app.py'
    assert_different "$(pid_of api)" "$api"
    assert_equal "$(component api | jq -r .url)" "$url"
    fetch "$url/pid"
    wait_for 5 is_ready web
    assert_equal "$(pid_of job)" "$job"
    assert_different "$(pid_of web)" "$web"
    exits 0 envctl status
    assert_stdout "restarted since src/app.py changed"
    exits 0 envctl events
    assert_stdout "reason=src/app.py changed"
    exits 0 envctl start
    assert_stdout "nothing to do"
}

@test "many changes at once restart once; files that are renamed, made, removed or linked count" {
    restarted_by 'src/file-*.py' bash -c 'for i in $(seq 300); do echo $i >src/file-$i.py; done'
    restarted_by src/app.py bash -c 'echo 3 >src/.app.py.new; mv src/.app.py.new src/app.py'
    restarted_by settings.toml bash -c 'echo 2 >settings.new; mv settings.new settings.toml'
    restarted_by src/file-1.py rm src/file-1.py
    restarted_by src/link.py ln -s /dev/null src/link.py
}

@test "new folders, folders that were renamed, removed and made again, and globs" {
    restarted_by src/new/sub/a.py bash -c 'mkdir -p src/new/sub && echo 1 >src/new/sub/a.py'
    restarted_by src/new/sub/a.py bash -c 'echo 2 >src/new/sub/a.py'
    restarted_by src/renamed/sub/a.py mv src/new src/renamed
    restarted_by src/renamed/sub/a.py bash -c 'echo 3 >src/renamed/sub/a.py'
    restarted_by 'src/*' rm -r src
    restarted_by src/app.py bash -c 'mkdir src && echo 1 >src/app.py'
    restarted_by conf/x/y/z.ini bash -c 'mkdir -p conf/x/y && echo 1 >conf/x/y/z.ini'
    restarted_by src/app.py bash -c 'echo 2 >src/app.py'
    restarted_by conf/x/y/z.ini bash -c 'echo 2 >conf/x/y/z.ini'
}

@test "what is ignored, not named or only read restarts nothing" {
    mkdir -p src/build src/node_modules/x src/__pycache__ src/.git src/empty conf/x
    echo 1 | tee src/build/o src/node_modules/x/y.js src/__pycache__/a.pyc src/.git/index \
        src/x.log src/x.tmp src/4913 src/.app.py.swp src/app.py~ other.txt conf/x/z.txt >/dev/null
    cat src/app.py >/dev/null
    chmod 600 src/app.py
    rm -r src/build src/empty
    # The next change is the first one that counts.
    restarted_by settings.toml bash -c 'echo 3 >settings.toml'
}

@test "while nothing changes the supervisor sleeps" {
    local before pid
    pid=$(supervisor)
    switches() { sed -n 's/^voluntary_ctxt_switches:\t//p' "/proc/$pid/status"; }
    # What the test before it had restarted has come up, and its records are written.
    wait_for 10 is_ready web
    is_calm() { before=$(switches); read -r -t 0.3 <> <(:) || (($(switches) == before)); }
    wait_for 10 is_calm
    before=$(switches)
    read -r -t 2 <> <(:) || true # that nothing comes is seen by waiting only
    (($(switches) - before <= 1)) || complain "it woke up $(($(switches) - before)) times"
}

@test "another supervisor watches on: killed and resumed, or replaced in place" {
    local pid
    pid=$(supervisor)
    kill -KILL "$pid"
    wait_for 5 is_gone "$pid"
    envctl resume
    restarted_by src/app.py bash -c 'echo 5 >src/app.py'
    envctl restart --supervisor
    restarted_by settings.toml bash -c 'echo 6 >settings.toml'
}

@test "more changes than the kernel's queue holds: what changed meanwhile is found" {
    local pid
    pid=$(supervisor)
    kill -STOP "$pid"
    "$python" - <<'PY'
for number in range(9000):
    open("src/lost.tmp", "w").close()
open("src/late.py", "w").close()
PY
    restarted_by src/late.py kill -CONT "$pid"
}

@test "it does not run, or is stopped: a change brings back what failed, and never what was stopped" {
    cd "$(repository frail <<'YAML'
version: 1
services:
  api: { command: "exec sh app.sh", ready: { alive: 50ms }, watch: app.sh, restart: "no" }
YAML
)"
    echo 'exec sleep 1000' >app.sh
    envctl start
    echo 'exit 3' >app.sh
    failed() { [[ $(component api | jq -r .status) == failed ]]; }
    wait_for 10 failed
    echo 'exec sleep 1000' >app.sh
    wait_for 10 is_ready api
    echo 'exit 3' >app.sh
    wait_for 10 failed
    envctl stop
    echo 'exec sleep 1000' >app.sh
    exits 0 envctl status --json
    assert_json '.projects[0].status == "stopped"'
}

@test "one that changes what it watches itself: its watch is suspended, with the way out" {
    cd "$(repository loop <<'YAML'
version: 1
services:
  api: { command: "sleep 0.1; date +%N >out.txt; exec sleep 1000", ready: { alive: 20ms }, watch: ., stop: { timeout: 1s } }
YAML
)"
    envctl start
    suspended() { events loop | grep -q component.watch_suspended; }
    wait_for 30 suspended
    (($(restarts_for loop api) >= 4)) || complain "too early"
    exits 0 envctl status
    assert_stdout "a file changed, out.txt at last"
    assert_stdout "envctl restart api"
    assert_stdout "its watch is suspended"
    pid=$(supervisor)
    kill -KILL "$pid"
    wait_for 5 is_gone "$pid"
    envctl resume
    exits 0 envctl status --json
    assert_json '.projects[0].lacks["watch.api"] != null'
    echo 1 >other.txt
    # The way out: what it writes is ignored, and it is watched again.
    before=$(restarts_for loop api)
    sed -i 's/watch: \./watch: { ignore: [out.txt] }/' envctl.yaml
    exits 0 envctl start
    assert_says "watch"
    exits 0 envctl status --json
    assert_json '.projects[0].lacks["watch.api"] == null'
    echo 2 >other.txt
    wait_for 10 has_restarted loop api $((before + 1))
}

@test "no inotify instance is left: it is told, and the service runs on without its watch" {
    unshare --user --map-root-user true 2>/dev/null || skip "no user namespace can be made here"
    cd "$(repository blind <<'YAML'
version: 1
services:
  api: { command: exec sleep 1000, ready: { alive: 20ms }, watch: . }
YAML
)"
    unshare --user --map-root-user bash -c 'echo 0 >/proc/sys/user/max_inotify_instances' \
        || skip "the limit can't be set here"
    exits 0 unshare --user --map-root-user \
        bash -c 'echo 0 >/proc/sys/user/max_inotify_instances && exec "$0" start' \
        "$checkout/bin/envctl"
    assert_stderr "api runs without its watch"
    exits 0 envctl status
    assert_stdout "api runs without its watch"
    assert_stdout "max_user_instances"
    exits 0 envctl status --json
    assert_json '.projects[0].components[0].status == "ready"'
    assert_answer
}

@test "too few inotify watches for its folders, or too many folders: told, and it runs on without" {
    cd "$(repository wide <<'YAML'
version: 1
services:
  api: { command: exec sleep 1000, ready: { alive: 20ms }, watch: ., stop: { timeout: 1s } }
YAML
)"
    mkdir -p tree/{1..20}
    if unshare --user --map-root-user bash -c 'echo 9 >/proc/sys/user/max_inotify_watches'; then
        exits 0 unshare --user --map-root-user \
            bash -c 'echo 9 >/proc/sys/user/max_inotify_watches && exec "$0" start' \
            "$checkout/bin/envctl"
        assert_stderr "api runs without its watch"
        exits 0 envctl status
        assert_stdout "max_user_watches"
        exits 0 envctl stop
    fi
    "$python" -c 'import os; [os.mkdir(f"tree/d{number}") for number in range(20_001)]'
    exits 0 envctl start
    assert_stderr "api runs without its watch"
    exits 0 envctl status --json
    assert_json '.projects[0].components[0].status == "ready"'
    assert_json '.projects[0].lacks["watch.api"] | test("20000")'
    # What makes it few enough is the way out.
    echo tree/ >.gitignore
    exits 0 envctl start
    exits 0 envctl status --json
    assert_json '.projects[0].lacks["watch.api"] == null'
    echo 1 >a.txt
    wait_for 10 has_restarted wide api 1
}
