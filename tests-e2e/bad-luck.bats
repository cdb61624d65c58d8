#!/usr/bin/env bats
# Bad luck with the surroundings: folders, homes, pipes, odd names, hostile files.

load lib/suite

setup_file() {
    suite_begin
    repository app <<'YAML' >/dev/null
version: 1
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 18821
    ready: { http: /healthz }
YAML
}

teardown() {
    stop_everything
}

teardown_file() { suite_end; }

setup() { cd "$world/app" || return; }

@test "a state folder that can't be made: looking works, a start says where and why" {
    local file=$world/plain-file
    : >"$file"
    export ENVCTL_STATE_DIR=$file/state
    exits 0 envctl status
    exits 1 envctl start --json
    assert_json '.error.where | test("plain-file")'
    assert_equal "$(leaked_processes)" ""
}

@test "records of a newer version are refused, named, and left as they are" {
    envctl start
    envctl stop
    local record before
    record=$(run_folder)/run_state.json
    before=$(cat "$record")
    sed -i 's|envctl.run_state/1|envctl.run_state/2|' "$record"
    exits 0 envctl status
    assert_says "newer"
    grep -q 'envctl.run_state/2' "$record"
    printf '%s\n' "$before" >"$record"
}

@test "a record that was cut in half is never fatal" {
    envctl start
    local record
    record=$(run_folder)/run_state.json
    truncate --size $(($(stat -c %s "$record") / 2)) "$record"
    exits 0 envctl status
    exits 0 envctl stop
    assert_equal "$(leaked_processes)" ""
    exits 0 envctl start
}

@test "no HOME: the folders that are set are enough" {
    exits 0 env -u HOME -u XDG_CONFIG_HOME -u XDG_STATE_HOME -u XDG_CACHE_HOME \
        "$checkout/bin/envctl" start
    exits 0 env -u HOME "$checkout/bin/envctl" stop
}

@test "a folder whose name has a line feed" {
    local folder=$world/$'two\nlines'
    mkdir "$folder"
    git -C "$folder" init --quiet
    cp envctl.yaml "$folder"
    cd "$folder"
    exits 0 envctl start --json
    assert_equal "$(status_of api)" ready
    exits 0 envctl status
    exits 0 envctl stop
}

# unread COMMAND…: its standard output is a pipe that nobody reads; ends with its exit code.
unread() {
    "$python" -c '
import os, subprocess, sys
reading, writing = os.pipe()
os.close(reading)
sys.exit(subprocess.run(sys.argv[1:], stdout=writing, stdin=subprocess.DEVNULL).returncode)
' "$@"
}

# Words that a command can't do without, or that keep it from asking, waiting or hurting the others.
words_for() {
    case $1 in
        exec) echo true ;;
        init) echo --dry-run ;;
        help) echo start ;;
        completions) echo bash ;;
        "config get") echo services ;;
        "config set") echo services.api.port 18821 ;;
        "config unset") echo services.api.restart ;;
        "data snapshot" | "data restore" | "data reset" | "data export" | "data import") echo api --yes ;;
        "data clone") echo --from side ;;
        "supabase "*) echo someone@example.invalid ;;
        "debug-pack") echo "--output $BATS_TEST_TMPDIR/pack.tar.gz" ;;
        prune | blast-all) echo --yes ;;
    esac
}

@test "a broken pipe ends every command quietly" {
    envctl start
    export EDITOR=true
    # The detector detects: cat says it.
    run unread cat /proc/self/status
    [[ $output =~ [Bb]roken\ pipe || $status -gt 2 || $status -lt 0 ]] || complain "cat said nothing"
    local line form name
    # Those that end the environment come last.
    mapfile -t names < <(envctl list-commands --json | jq -r '.commands[].name' \
        | grep -vxE 'stop|stop-all|blast-all' | sort -u; printf '%s\n' '' stop stop-all blast-all)
    ((${#names[@]} > 40)) || complain "only ${#names[@]} commands"
    for name in "${names[@]}"; do
        for form in '' --json; do
            line="${name#envctl} $(words_for "$name") $form"
            # shellcheck disable=SC2086
            run unread timeout 30 "$checkout/bin/envctl" $line
            ((status <= 2)) || complain "envctl $line"
            [[ ! $output =~ [Bb]roken\ pipe|EPIPE|[Ff]atal|write\ failed ]] || complain "envctl $line"
        done
    done
    assert_equal "$(leaked_processes)" ""
}

@test "a reader that goes away ends what follows" {
    envctl start
    local words
    for words in 'logs -f' 'events -f' 'health --watch'; do
        # shellcheck disable=SC2086
        run unread timeout 30 "$checkout/bin/envctl" $words
        ((status <= 1)) || complain "envctl $words"
    done
}

@test "standard streams that are closed, or that nobody reads: the start is done, nothing is written astray" {
    local form expected
    for form in '2>&-' '>&-' '<&- >&- 2>&-' '2>&1 >/dev/null | true'; do
        exits 0 envctl stop
        # As with every program, an answer that can't be written is a failure.
        expected=$([[ $form == *'>&- '* || $form == '>&-' ]] && echo 1 || echo 0)
        exits "$expected" bash -c "set -o pipefail; \"\$0\" start $form" "$checkout/bin/envctl"
        [[ $form != '>&-' ]] || assert_stderr "standard output"
        assert_equal "$(status_of api)" ready
        exits 0 envctl doctor --only state
    done
    # An opened file that took the number of a closed stream would have our words in it.
    run ! grep -rlE 'ready in|launched, pid' "$ENVCTL_STATE_DIR" --include='*.json' --include='*lock'
}

@test "a home that belongs to another user: which folder, and what helps" {
    [[ $EUID == 0 ]] || skip "needs root"
    mkdir "$world/theirs"
    as_nobody() {
        runuser -u nobody -- env -i PATH="$PATH" HOME="$world/theirs" LANG=C.UTF-8 "$@"
    }
    mkdir -m 777 "$world/open"
    printf 'version: 1\nservices:\n  api: { command: sleep 1000 }\n' >"$world/open/envctl.yaml"
    cp -L "$checkout/.build/release/envctl" "$checkout/.build/release/envctl-supervisor" "$world/open/"
    exits 1 as_nobody "$world/open/envctl" start --repo "$world/open"
    assert_stderr "$world/theirs"
    assert_stderr "ENVCTL_STATE_DIR"
    exits 0 as_nobody "$world/open/envctl" status --repo "$world/open"
}

@test "a bomb of aliases is refused at once" {
    mkdir "$world/bomb"
    cd "$world/bomb"
    {
        printf 'a: &a [x, x, x, x, x, x, x, x, x]\n'
        local previous=a name
        for name in b c d e f g h i; do
            printf '%s: &%s [*%s, *%s, *%s, *%s, *%s, *%s, *%s, *%s, *%s]\n' \
                "$name" "$name" $previous $previous $previous $previous $previous $previous \
                $previous $previous $previous
            previous=$name
        done
    } >envctl.yaml
    exits 1 timeout 5 "$checkout/bin/envctl" config check
    assert_says "aliases"
    # As a compose file it is no better.
    sed 's/^i:/services:/' envctl.yaml >compose.yaml
    rm envctl.yaml
    exits 0 timeout 5 "$checkout/bin/envctl" init --dry-run
}

@test "a port outside of the allowed range, and a need that is skipped" {
    exits 1 envctl start SERVICES__API__PORT=70000
    assert_stderr "70000"
    exits 1 envctl start PORTS__RANGE=1-80000
    cd "$(repository needs <<'YAML'
version: 1
services:
  one: { command: sleep 1000 }
  two: { command: sleep 1000, needs: [one] }
YAML
    )"
    exits 1 envctl start --skip one --json
    assert_json '.error.code == "start.nothing_left" and any(.error.causes[]; test("needs .one."))'
    sed -i '$a\  three: { command: sleep 1000 }' envctl.yaml
    exits 0 envctl start --skip one --json
    assert_equal "$(status_of three)" ready
}
