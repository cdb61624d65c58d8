#!/usr/bin/env bats
# First contact: init, and start where nothing is configured.

load lib/suite

setup_file() { suite_begin; }

teardown() { stop_everything; }

teardown_file() { suite_end; }

# a_project NAME: a repository that a Procfile and an example of .env describe; prints its folder.
a_project() {
    local folder=$world/$1
    mkdir -p "$folder"
    git -C "$folder" init --quiet
    printf 'web: %s %s serve $PORT\n' "$python" "$fixtures/service.py" >"$folder/Procfile"
    printf 'REDIS_URL=redis://localhost:6379\nAPI_TOKEN=\n' >"$folder/.env.example"
    printf 'services:\n  mail: { image: axllent/mailpit }\n' >"$folder/compose.yaml"
    git -C "$folder" add --all
    git -C "$folder" commit --quiet --message "first"
    printf '%s\n' "$folder"
}

typed() {
    python3 "$checkout/tests-e2e/lib/typed.py" "$1" "$checkout/bin/envctl" "${@:2}"
}

@test "init writes what starts, and lists what it could not carry over" {
    cd "$(a_project plain)"
    exits 0 envctl init --dry-run --json
    assert_answer envctl.init/1
    assert_json '.written == false and .proposal.services == ["web"]'
    [[ ! -e envctl.yaml ]]
    exits 0 envctl init
    assert_stdout "axllent/mailpit"
    assert_stdout "API_TOKEN"
    grep -q '^# yaml-language-server: \$schema=/.*/contracts/envctl.schema.json$' envctl.yaml
    exits 0 "$checkout/.build/venv/bin/python" "$checkout/tests-e2e/lib/validate-configuration.py" \
        "$checkout/contracts/envctl.schema.json" envctl.yaml
    printf 'API_TOKEN="a ${ENVCTL_PROJECT:-b}"\n' >.env
    exits 0 envctl start --json
    assert_equal "$(fetch "$(url_of web)/env/API_TOKEN")" "a b"
    [[ $(fetch "$(url_of web)/env/REDIS_URL") == redis://* ]]
    envctl stop
    local before
    before=$(sha256sum envctl.yaml)
    exits 1 envctl init --yes --json
    assert_json '.error.code == "init.exists"'
    assert_equal "$(sha256sum envctl.yaml)" "$before"
}

@test "start without a terminal shows the proposal and exits 1" {
    cd "$(a_project silent)"
    exits 1 envctl start
    assert_stderr "REDIS_URL"
    exits 1 envctl start --json
    assert_json '.error.code == "config.missing" and (.error.proposal | contains("services:"))'
    [[ ! -e envctl.yaml ]]
}

@test "on a terminal start offers it, and goes on after one yes" {
    cd "$(a_project person)"
    exits 2 typed n start
    [[ ! -e envctl.yaml ]]
    exits 0 typed y start
    assert_stdout "Write it to $world/person/envctl.yaml and start?"
    assert_equal "$(status_of web)" ready
}

@test "init on a terminal asks; --yes and --headless do not" {
    cd "$(a_project asked)"
    exits 2 typed n init
    [[ ! -e envctl.yaml ]]
    exits 0 typed y init
    [[ -e envctl.yaml ]]
    rm envctl.yaml
    exits 0 typed '' init --yes
    refute_stdout "Write this"
}

@test "init --agents writes ten lines, also where there is an envctl.yaml, and overwrites none" {
    cd "$(a_project agents)"
    exits 0 envctl init --agents --json
    assert_answer envctl.init/1
    (($(wc -l <AGENTS.md) <= 10))
    # What it tells to type is what there is.
    local line
    grep -o '`envctl [^`]*`' AGENTS.md | tr -d '`' | while read -r line; do
        read -ra words <<<"${line%% PROGRAM*}"
        exits 0 envctl "${words[1]}" --help
    done
    rm AGENTS.md
    exits 0 envctl init --agents
    exits 1 envctl init --agents
    assert_stderr "AGENTS.md"
}

@test "a folder of a repository can be a project of its own" {
    cd "$(a_project outer)"
    mkdir inner
    printf 'job: sleep 1000\n' >inner/Procfile
    cd inner
    exits 0 envctl init --here
    [[ -e envctl.yaml && ! -e ../envctl.yaml ]]
    exits 0 envctl config schema
    assert_json '.title == "envctl.yaml"'
}
