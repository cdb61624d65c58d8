#!/usr/bin/env bats
# A start that failed and was kept: resume goes on at its failed step, and with what was recorded.

load lib/suite

setup_file() {
    suite_begin
    shop=$(repository shop <<'YAML'
version: 1
requirements:
  redis: {}
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 18711
    ready: { http: /healthz }
    needs: [redis]
    prepare:
      - run: echo one >>prepared.log
        creates: prepared.log
  web:
    command: PYTHON SERVICE serve ${port}
    port: 18712
    needs: [api]
steps:
  migrate: { run: "echo ran >>migrated.log; test -e schema.sql", before: web, needs: [redis, api] }
YAML
    )
    export shop
}

setup() { cd "$shop" || return; }

teardown_file() {
    stop_everything
    suite_end
}

finding() {
    jq -r --arg name "$1" '.projects[0].findings[] | select(.name == $name)
        | .finding + " " + .action' <<<"$output"
}

# resume … in the background, its answer in $1.
resume_to() {
    local answer=$1
    shift
    envctl resume --json "$@" >"$answer" 2>/dev/null &
}

@test "resume-from without a kept start says so" {
    exits 1 envctl resume --resume-from steps.migrate --json
    assert_json '.error.code == "resume.no_steps"'
    assert_json '.error.hint == "envctl start --keep"'
}

@test "a start that fails with --keep leaves what is ready, and lists what it did not come to" {
    exits 1 envctl start --keep --json
    assert_equal "$(status_of redis)" ready
    assert_equal "$(status_of api)" ready
    assert_equal "$(status_of web)" failed
    exits 0 envctl status
    assert_stdout "steps.migrate"
}

@test "an unknown step is refused with the nearest one; nothing has changed" {
    local before
    before=$(tree_digest "$(run_folder)")
    exits 1 envctl resume --resume-from steps.migrat --json
    assert_json '.error.code == "steps.unknown_step"'
    assert_json '.error.hint | contains("steps.migrate")'
    assert_equal "$(tree_digest "$(run_folder)")" "$before"
}

@test "a step whose prerequisite is not done is refused with that one's name" {
    exits 1 envctl resume --resume-from web.launch --json
    assert_json '.error.code == "steps.unfinished_prerequisite"'
    assert_json '.error.message | contains("steps.migrate")'
    exits 1 envctl resume --dry-run --resume-from web.launch --json
    assert_json '.error.code == "steps.unfinished_prerequisite"'
}

@test "resume goes on at the failed step, and at no other" {
    local redis api
    redis=$(pid_of redis) api=$(pid_of api)
    exits 1 envctl resume --json
    assert_answer envctl.resume/1
    assert_equal "$(finding web)" "lost start"
    assert_equal "$(finding api)" "running keep"
    assert_json '.projects[0].failures[0].step == "steps.migrate"'
    assert_equal "$(pid_of redis) $(pid_of api)" "$redis $api"
    assert_equal "$(status_of web)" failed
    assert_equal "$(wc -l <migrated.log) $(wc -l <prepared.log)" "2 1"
}

@test "a plan that changed is refused with the difference, again and again; --replan accepts it" {
    touch schema.sql
    cp envctl.yaml "$world/before.yaml"
    cat >>envctl.yaml <<'YAML'
  seed: { run: "echo seeded >>seeded.log", before: web }
YAML
    local _
    for _ in 1 2; do
        exits 1 envctl resume --json
        assert_json '.error.code == "steps.plan_changed"'
        assert_says "added: steps.seed"
        assert_says "--replan"
        assert_equal "$(status_of web)" failed
    done
    exits 1 envctl resume --dry-run --json
    assert_json '.error.code == "steps.plan_changed"'
    local api
    api=$(pid_of api)
    exits 0 envctl resume --replan --json
    assert_json '.projects[0].outcome == "resumed"'
    assert_equal "$(status_of web)" ready
    assert_equal "$(pid_of api)" "$api"
    assert_equal "$(cat seeded.log)" seeded
    exits 0 envctl resume --json
    assert_json '.projects[0].outcome == "unchanged"'
    mv "$world/before.yaml" envctl.yaml
}

@test "resume-from repeats a step that was done, although all runs" {
    local before
    before=$(wc -l <migrated.log)
    exits 0 envctl resume --resume-from steps.migrate --replan --json
    assert_equal "$(wc -l <migrated.log)" "$((before + 1))"
    assert_equal "$(status_of web)" ready
}

@test "two resumes at once: one does the work, the other waits and finds it done" {
    local web supervisor
    web=$(pid_of web) supervisor=$(supervisor_pid)
    kill -KILL "$supervisor"
    wait_for 5 is_gone "$supervisor"
    kill -KILL "$web"
    wait_for 5 is_gone "$web"
    resume_to "$world/one.json"
    resume_to "$world/two.json"
    wait
    assert_equal "$(jq -r '.projects[0].outcome' "$world/one.json" "$world/two.json" | sort \
        | paste -sd ' ')" "resumed unchanged"
    assert_equal "$(status_of web)" ready
}

@test "a stop takes back what a failed start left to do" {
    envctl stop
    rm -f schema.sql
    exits 1 envctl start --keep
    assert_equal "$(status_of web)" failed
    exits 0 envctl restart api
    exits 0 envctl stop
    exits 0 envctl resume --json
    assert_json '.projects[0].outcome == "nothing_to_resume"'
}

@test "after a reboot the failed step is where it goes on, too" {
    exits 1 envctl start --keep
    end_leaked_processes
    wait_for 5 eval '[[ -z $(leaked_processes) ]]'
    rm -rf "$ENVCTL_RUNTIME_DIR"
    touch schema.sql
    exits 0 envctl resume --json
    assert_json '.projects[0].outcome == "resumed"'
    assert_equal "$(finding web)" "lost start"
    assert_equal "$(status_of web)" ready
    assert_equal "$(status_of api)" ready
}

# --- the environment is the recorded one

# ask NAME: what api sees in its environment.
ask() { fetch "$(url_of api)/env/$1"; }

# As from cron: a short PATH, another language, without what the first shell had.
cron() {
    env -i HOME="$HOME" PATH=/usr/bin:/bin LANG=C ENVCTL_STATE_DIR="$ENVCTL_STATE_DIR" \
        ENVCTL_RUNTIME_DIR="$ENVCTL_RUNTIME_DIR" ENVCTL_CACHE_DIR="$ENVCTL_CACHE_DIR" \
        "$checkout/bin/envctl" "$@"
}

@test "a resume from another shell brings services back with the environment of their start" {
    envctl stop
    export LANG=C.UTF-8 MINE=start
    exits 0 envctl start
    local path redis api
    path=$(ask PATH) redis=$(pid_of redis)
    local supervisor
    supervisor=$(supervisor_pid) api=$(pid_of api)
    kill -KILL "$supervisor" "$api"
    wait_for 5 is_gone "$supervisor"
    wait_for 5 is_gone "$api"
    exits 0 cron resume --json
    assert_equal "$(finding redis)" "adoptable adopt"
    assert_equal "$(finding web)" "adoptable adopt"
    assert_equal "$(finding api)" "lost start"
    assert_equal "$(pid_of redis)" "$redis"
    assert_equal "$(ask PATH)" "$path"
    assert_equal "$(ask LANG) $(ask MINE)" "C.UTF-8 start"
    # It is what a start from the first shell would have made.
    exits 0 envctl start --json
    assert_json '.projects[0].outcome == "unchanged"'
}

@test "the same after a reboot, twice; what is declared is made anew" {
    local path
    path=$(ask PATH)
    sed -i 's/^    port: 18711/    env: { MINE: declared }\n    port: 18711/' envctl.yaml
    local _
    for _ in 1 2; do
        end_leaked_processes
        wait_for 5 eval '[[ -z $(leaked_processes) ]]'
        exits 0 cron resume --json
        assert_equal "$(ask PATH)" "$path"
        assert_equal "$(ask LANG) $(ask MINE)" "C.UTF-8 declared"
    done
}

# --- data that is gone

is_ready() { [[ $(status_of "$1") == ready ]]; }

@test "data that is gone stays gone for every resume, also when the relaunch fails half way" {
    envctl stop
    rm -f schema.sql
    sed -i 's/needs: \[redis, api\]/needs: [redis]/; s/^    needs: \[redis\]$//' envctl.yaml
    touch schema.sql
    exits 0 envctl start
    end_leaked_processes
    wait_for 5 eval '[[ -z $(leaked_processes) ]]'
    local data
    data=$(scope_folder)/projects/main/data/redis
    mv "$data" "$world/redis.away"
    # What needs it stays away; what does not fails by its own.
    sed -i 's/creates: prepared.log/check: "false"/; s/echo one >>prepared.log/exit 3/' envctl.yaml
    local _
    for _ in 1 2 3; do
        exits 1 envctl resume --json
        assert_equal "$(finding redis)" "lost fail"
        assert_equal "$(status_of redis)" failed
        [[ ! -e $data ]] || complain "an empty folder took the place of the data"
    done
    exits 1 envctl resume
    assert_says "its data folder is gone"
    mv "$world/redis.away" "$data"
    exits 1 envctl resume --json
    assert_equal "$(finding redis)" "lost start"
    # What could be restored goes on, also where the command has ended before it was ready.
    wait_for 20 is_ready redis
    envctl stop
}
