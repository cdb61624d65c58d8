#!/usr/bin/env bats
# explain-startup: the plan with its reasons, what is true already and what is missing.

load lib/suite

setup_file() {
    suite_begin
    # No engine answers here, whatever this machine runs.
    export DOCKER_HOST=unix://$world/no-engine.sock
    repository app <<'YAML' >/dev/null
version: 1
requirements:
  redis: {}
services:
  api:
    command: PYTHON SERVICE serve ${port}
    port: 19401
    ready: { http: /healthz }
    needs: [redis]
    env: { GREETING: hello }
  web:
    command: PYTHON SERVICE serve ${port}
    port: 19402
    needs: [api]
steps:
  hello: { run: "true", before: api }
YAML
}

teardown() { stop_everything; }

teardown_file() {
    stop_everything
    suite_end
}

explain() {
    exits 0 envctl explain-startup --json "$@"
    assert_answer envctl.explanation/1
}

# of NAME FILTER: true of that component.
of() { assert_json ".projects[0].components[] | select(.name == \"$1\") | $2"; }

# without PROGRAM…: runs what follows -- with a PATH that has everything but these.
without() {
    local hidden=() folder=$BATS_TEST_TMPDIR/bin name
    while [[ $1 != -- ]]; do hidden+=("$1") && shift; done
    shift
    mkdir -p "$folder"
    find -L /usr/local/bin /usr/bin /bin -maxdepth 1 -type f -executable -print0 \
        | xargs -0 ln -sf -t "$folder" 2>/dev/null || true # two of one name: either serves
    for name in "${hidden[@]}"; do rm -f "$folder/$name"; done
    PATH=$folder "$@"
}

@test "before the first start: each decision has its reason, and each step is named" {
    cd "$world/app"
    explain
    assert_json '.projects[0] | .possible and .configured and (.running | not) and .run_id == null'
    assert_json '[.projects[0].components[] | [.name, .action, .status]]
        == [["redis", "start", null], ["api", "start", null], ["web", "start", null]]'
    of redis '.data == "new" and (.reasons == ["it does not run"]) and (.version | length > 0)'
    of redis '.backends | map([.backend, .usable, .chosen])
        == [["native", true, true], ["docker", false, false], ["external", false, false]]'
    assert_json '[.projects[0].steps[].id] | index("redis.data") != null and index("steps.hello") != null
        and index("api.launch") < index("web.launch")'
    # The plan is what a start then does.
    local ports
    ports=$(jq -c '[.projects[0].ports[] | [.component, .final]]' <<<"$output")
    exits 0 envctl start --json
    assert_equal "$(jq -c '[.projects[0].ports[] | [.component, .final]]' <<<"$output")" "$ports"
    explain web --skip api
    of web '.action == "skip" and (.reasons[0] | test("left out"))'
    exits 1 envctl explain-startup nobody
    assert_stderr "there is no component"
}

@test "of a running project: what a start would restart, and why" {
    cd "$world/app"
    envctl start
    explain
    assert_json '[.projects[0].components[].action] | unique == ["keep"]'
    assert_json '.projects[0] | .running and .steps == []'
    exits 0 envctl explain-startup
    assert_stdout "a start would have nothing to do"
    sed -i 's/hello }/goodbye }/' envctl.yaml
    explain
    of api '.action == "restart" and .reasons == ["the variable GREETING has changed"]
        and .status == "ready"'
    of redis '.action == "keep" and .data == "present"'
    local before
    before=$(pid_of api)
    exits 0 envctl explain-startup
    assert_stdout "the variable GREETING has changed"
    assert_equal "$(pid_of api)" "$before"
    sed -i 's/goodbye }/hello }/' envctl.yaml
    end_now "$(supervisor_pid)"
    explain
    assert_json '.projects[0].before[0] | test("supervisor was lost")'
    exits 0 envctl explain-startup
    assert_stdout "first: its supervisor was lost"
}

@test "after a start that failed, after a stop, after everything was lost: why each is started" {
    cd "$(repository reasons <<'YAML'
version: 1
services:
  first: { command: sleep 100000 }
  last: { command: "exit 4", needs: [first], ready: { alive: 1s } }
YAML
    )"
    reasons() { jq -r '[.projects[0].components[].reasons[0]] | join(", ")' <<<"$output"; }
    exits 1 envctl start
    explain
    assert_equal "$(reasons)" "its start was undone, it failed: it ended with exit 4 before it was ready"
    exits 0 envctl start first
    exits 0 envctl stop
    explain first
    assert_equal "$(reasons)" "it was stopped"
    exits 0 envctl start first
    end_leaked_processes
    wait_for 20 eval '[[ -z $(leaked_processes) ]]'
    explain first
    assert_equal "$(reasons)" "it was recorded as running and is gone"
}

@test "what is missing is told for each backend, and blocks what needs it" {
    cd "$(repository lacking <<'YAML'
requirements: { n8n: {} }
services: { web: { command: "true", needs: [n8n] } }
YAML
    )"
    export ENVCTL_CACHE_DIR=$BATS_TEST_TMPDIR/cache
    without n8n npx -- explain
    assert_json '.ok and (.projects[0].possible | not) and .projects[0].steps == null'
    of n8n '.action == "blocked" and .problem.code == "requirement.program_missing"'
    of n8n '.backends[0] | (.usable | not) and (.hint | test("install"))'
    of n8n '.backends[1] | (.usable | not) and (.reason | test("engine does not answer"))'
    of n8n '.backends[2].reason | test("no .url. is configured")'
    of web '.action == "blocked" and .reasons == ["it needs \u0027n8n\u0027, which can\u0027t be started"]'
    without n8n npx -- exits 0 envctl explain-startup
    assert_stdout "a start would fail"
    assert_stdout "next: "
    [[ ! -e $BATS_TEST_TMPDIR/cache ]]
}

@test "auto picks and says why" {
    cd "$(repository auto <<<'requirements: { redis: { backend: auto } }')"
    explain
    of redis '.backend == "native" and .backends[0].chosen'
    configure . <<<'requirements: { redis: { backend: auto, version: "99" } }'
    explain
    of redis '.action == "blocked" and .problem.code == "requirement.no_backend"
        and (.problem.causes | length == 2)'
    assert_json '.projects[0].components[0].backends | map(.usable) == [false, false, false]'
}

# The port that the configuration wants and another keeps, or a stranger holds.
refused() {
    explain
    assert_json '.ok and (.projects[0] | (.possible | not) and .steps == null)'
    of a "$refusal and .action == \"blocked\" and (.problem.hint | test(\"choose another port\"))"
    of b '.action == "blocked" and .reasons == ["it needs \u0027a\u0027, which can\u0027t be started"]'
    of c '.action == "start" and .problem == null'
    assert_json '[.projects[0].ports[].component] == ["c"]'
}

@test "a port that can't be had blocks its component, and the rest is planned" {
    cd "$(repository keeper <<<'services: { k: { command: "PYTHON SERVICE serve ${port}", port: 19411 } }')"
    exits 0 envctl start
    exits 0 envctl stop
    cd "$(repository refused <<'YAML'
version: 1
port_conflict: fail
services:
  a: { command: "PYTHON SERVICE serve ${port}", port: 19411 }
  b: { command: "true", needs: [a], env: { A: "${services.a.url}" } }
  c: { command: "PYTHON SERVICE serve ${port}", port: 19413, env: { A: "${services.a.url}" } }
YAML
    )"
    local refusal='.problem.code == "port.reserved"'
    refused
    exits 0 envctl explain-startup
    assert_stdout "a start would fail"
    assert_stdout "port 19411 of 'a' is reserved for another"
    assert_stdout "next: choose another port"
    # Left out, its port is claimed all the same.
    exits 1 envctl start c
    exits 0 envctl explain-startup c --json
    assert_answer envctl.explanation/1
    assert_json '.projects[0] | (.possible | not) and .problem.code == "port.reserved"'
    of c '.action == "start"'
    sed -i 's/19411/19412/' envctl.yaml
    "$python" - 3>&- <<'PYTHON' &
import socket, time
listener = socket.create_server(("127.0.0.1", 19412))
time.sleep(60)
PYTHON
    local stranger=$!
    wait_for 10 eval '[[ -n $(ss -Hltn "sport = :19412") ]]'
    refusal='.problem.code == "port.held"'
    refused
    kill "$stranger"
    wait_for 10 is_gone "$stranger"
}

@test "of a stopped requirement it is told that its data is there" {
    cd "$(repository kept <<<'requirements: { redis: {} }')"
    exits 0 envctl explain-startup
    assert_stdout "its data is made anew"
    exits 0 envctl start
    exits 0 envctl stop
    exits 0 envctl explain-startup
    assert_stdout "its data is there"
}
