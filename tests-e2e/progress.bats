#!/usr/bin/env bats
# The live view of a start, on terminals that are really emulated.

load lib/suite

setup_file() {
    suite_begin
    repository app <<'YAML' >/dev/null
version: 1
services:
  api:
    prepare:
      - run: echo fetching; sleep 0.4
    command: PYTHON SERVICE chatty ${port} 2.2
    port: 18941
    ready: { http: /healthz }
  web: { command: "PYTHON SERVICE serve ${port}", port: 18942, ready: { http: /healthz }, needs: [api] }
  other: { command: sleep 1000 }
YAML
    repository quick <<'YAML' >/dev/null
version: 1
services:
  mute: { command: PYTHON SERVICE mute, port: 18943, ready: { http: /healthz } }
YAML
}

teardown() { stop_everything; }

teardown_file() { suite_end; }

setup() { cd "$world/app" || return; }

# on_screen OPTION… -- WORD…: envctl on a terminal of its own.
on_screen() {
    local options=()
    while [[ $1 != -- ]]; do
        options+=("$1")
        shift
    done
    screen "${options[@]}" -- "$checkout/bin/envctl" "${@:2}"
}

# screen OPTION… -- COMMAND…: any program on a terminal of its own.
screen() {
    TERM=${TERM_KIND-xterm-256color} XTERM_VERSION='XTerm(379)' "$checkout/.build/venv/bin/python" \
        "$checkout/tests-e2e/lib/screen.py" "$@"
}

# part NAME: what on_screen printed below "--- NAME".
part() { sed -n "/^--- $1\$/,/^--- /p" <<<"$output" | sed '1d;/^--- /d'; }

shows() { grep -qE -- "$2" <<<"$(part "$1")" || complain "not in $1: $2"; }

@test "a row for each component: phase, time, and the last line of what is slow; then the answer" {
    exits 0 on_screen --raw "$world/raw" snap=early "1 of 3 up" snap=snap "loading part" -- start
    shows snap '^api +starts +[0-9.]+ m?s  loading part [0-9]+$'
    shows snap '^web +waits +for api$'
    shows snap '^other +ready +[0-9.]+ m?s$'
    shows snap '^1 of 3 up · [0-9.]+ s$'
    shows end '^main: ready in '
    [[ $(part end) != *waits* && $(part end) != *"of 3 up"* ]] || complain "rows are left"
    # No mode of the terminal was changed, and nothing was coloured.
    run ! grep -qP '\x1b\[(\?|[0-9;]*m)' "$world/raw"
}

@test "colour where nobody asked for none" {
    export -n NO_COLOR
    unset NO_COLOR
    exits 0 on_screen --raw "$world/raw" snap=snap "of 3 up" -- start
    grep -qP '\x1b\[33m(prepares|starts)' "$world/raw"
    shows snap '^(api|other) '
}

@test "a terminal that gets narrow, very small, and wide again" {
    exits 0 on_screen --size 100x20 resize=30x20 "loading part" snap=narrow "!loadin" \
        resize=8x3 "1 of 3" snap=small "1 of 3…" resize=100x20 "1 of 3…" snap=wide "loading part" \
        -- start
    shows narrow '^api +starts +[0-9.]+ s$'
    shows small '^api +s…$'
    shows wide '^api +starts +[0-9.]+ s  loading part [0-9]+$'
    local name
    for name in narrow small wide; do
        assert_equal "$(part $name | grep -cE '^(api|web|other|1 of)' | sed 's/^2$/small/;s/^4$/all/')" \
            "$([[ $name == small ]] && echo small || echo all)"
    done
    [[ $(part end) != *"of 3 up"* ]] || complain "rows are left"
}

@test "restart shows what its supervisor tells" {
    envctl start
    exits 0 on_screen snap=snap "loading part" -- restart
    shows snap '^api +starts +[0-9.]+ s  loading part [0-9]+$'
    shows snap '^web +waits +for api$'
    shows end '^main: restarted'
}

@test "resume of what was lost shows rows, and so does a start of several projects" {
    envctl start
    local pid
    for pid in $(envctl status --json \
        | jq '.projects[0] | .supervisor.pid, (.components[] | .pid)'); do
        kill -KILL "$pid"
        wait_for 5 is_gone "$pid"
    done
    exits 0 on_screen snap=snap "loading part" -- resume
    shows snap '^api +starts +[0-9.]+ m?s  loading part [0-9]+$'
    shows snap '^web +waits +for api$'
    shows end '^main: '
    envctl stop
    worktree "$world/app" second >/dev/null
    exits 0 on_screen --size 100x40 snap=snap "loading part" -- start --all
    shows snap '^(main|second)/api +starts .* loading part [0-9]+$'
    assert_equal "$(part snap | grep -cE '^(main|second)/(api|web|other) ')" 6
    shows snap ' of 6 up · '
    shows end '^main: ready in '
    shows end '^second: ready in '
    [[ $(part end) != *"of 6 up"* ]] || complain "rows are left"
}

@test "after a pause of the whole program the rows are drawn anew, below what stands there" {
    exits 0 on_screen signal=STOP "loading part" signal=CONT "loading part" snap=snap "1 of 3 up · 2" \
        -- start
    assert_equal "$(part snap | grep -c '^api')" 2
    shows end '^main: ready in '
}

@test "Ctrl-Z at a shell gives the prompt back, and fg goes on with the rows" {
    export PS1='prompt> ' PROGRAM=$checkout/bin/envctl
    exits 0 screen keys=$'"$PROGRAM" start\n' "prompt> " keys=^Z "loading part" \
        snap=away "Stopped" keys=$'clear; fg\n' "Stopped" \
        keys=$'stty -a | grep -c " icanon"; exit\n' "main: ready in" -- bash --norc --noprofile -i
    shows away '^prompt>'
    shows end '^main: ready in '
    shows end '^1$'
    [[ $(part end) != *"of 3 up"* ]] || complain "rows are left"
    assert_equal "$(status_of web)" ready
}

@test "Ctrl-C: what the start began is ended, and the rows are gone" {
    exits 2 on_screen keys=^C "loading part" -- start
    [[ $(part end) != *loading* && $(part end) != *"of 3 up"* ]] || complain "rows are left"
    shows end 'interrupted'
    assert_equal "$(leaked_processes)" ""
}

@test "a terminal that goes away: the start is undone, or goes on where nohup asked for that" {
    exits 2 on_screen away= "loading part" -- start
    assert_equal "$(leaked_processes)" ""
    exits 0 timeout 60 "$checkout/.build/venv/bin/python" "$checkout/tests-e2e/lib/screen.py" \
        away= "loading part" -- sh -c 'trap "" HUP; "$0" start; echo $? >"$1"' \
        "$checkout/bin/envctl" "$world/code"
    assert_equal "$(cat "$world/code")" 0
    assert_equal "$(status_of web)" ready
}

@test "plain lines on a dumb terminal, with --headless, with --json, and where there is none" {
    local plain='api: launched, pid|api: ready in|api.prepare.1: echo fetching'
    TERM_KIND=dumb exits 0 on_screen -- start
    assert_equal "$(grep -cE "$plain" <<<"$output")" 3
    envctl stop
    exits 0 on_screen -- start --headless
    assert_equal "$(grep -cE "$plain" <<<"$output")" 3
    envctl stop
    exits 0 envctl start
    assert_equal "$(grep -cE "$plain" <<<"$stderr")" 3
    exits 0 on_screen -- restart --json
    [[ $output != *$'\e'* ]]
}

@test "where nothing is news two frames a second are drawn, and the reason of a failure stands alone" {
    cd "$world/quick"
    exits 1 on_screen --raw "$world/raw" -- start --timeout 2s
    shows end "step 'mute.ready' did not end in time"
    shows end "the time of the whole start was up: --timeout is 2000 ms"
    shows end 'allow the whole start more time with --timeout or'
    [[ $(part end) != *"of 1 up"* ]] || complain "rows are left"
    local frames
    frames=$(grep -oP '\x1b\[J' "$world/raw" | wc -l)
    ((frames >= 3 && frames <= 9)) || complain "$frames frames in two seconds"
}

@test "where the time of a slow start went: below its answer on a terminal, and by status --timings" {
    exits 0 on_screen --size 100x40 -- start
    shows end '^where the time went, of [0-9.]+ s:$'
    shows end '^  api +prepares +[0-9.]+ m?s +api.prepare.1$'
    shows end '^  api +starts +[0-9.]+ s$'
    exits 0 envctl status --timings
    assert_stdout "where the time went, of "
    exits 0 envctl status --timings --json
    assert_answer envctl.status/1
    assert_json '.projects[0].timings | .milliseconds == ([.path[].milliseconds] | add)'
    assert_json '[.projects[0].timings.path[] | select(.phase != "wait") | .step]
        | . == ["api.prepare.1", "api.launch", "api.ready", "web.launch", "web.ready"]'
    assert_json '.projects[0].timings.components[] | select(.name == "web").phases
        | .wait > 2000 and .ready < 2000'
    exits 0 envctl status --json
    assert_json '.projects[0] | has("timings") | not'
    exits 0 envctl start
    refute_stdout "where the time went"
}

@test "and that of a slow restart: of what was restarted, with the stop" {
    envctl start
    exits 0 on_screen --size 100x40 -- restart
    shows end '^where the time went, of [0-9.]+ s:$'
    shows end '^  api +starts +[0-9.]+ s *$'
    exits 0 envctl status --timings --json
    assert_answer envctl.status/1
    assert_json '.projects[0].timings | .milliseconds == ([.path[].milliseconds] | add)'
    assert_json '[.projects[0].timings.path[] | select(.phase != "wait") | .step] | .[-4:]
        | . == ["api.launch", "api.ready", "web.launch", "web.ready"]'
    assert_json '[.projects[0].timings.components[].phases | select(.prepare != 0 or .stop == 0)]
        == []'
    exits 0 envctl restart other
    exits 0 envctl status --timings
    assert_stdout " STOP "
    refute_stdout "api.prepare.1"
    envctl stop
    envctl start
    exits 0 envctl status --timings
    assert_stdout "api.prepare.1"
}
