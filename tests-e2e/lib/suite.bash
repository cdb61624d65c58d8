# shellcheck shell=bash
# A world of its own for each file of tests: folders, repositories, the program under test, and the
# proof that nothing of it is left. Loaded by every .bats file.

bats_require_minimum_version 1.5.0
checkout=$(cd "$BATS_TEST_DIRNAME/.." && pwd -P)
fixtures=$checkout/tests-e2e/fixtures

# shellcheck source=tests-e2e/lib/assert.bash
source "$checkout/tests-e2e/lib/assert.bash"
# shellcheck source=tests-e2e/lib/answers.bash
source "$checkout/tests-e2e/lib/answers.bash"
# shellcheck source=tests-e2e/lib/repositories.bash
source "$checkout/tests-e2e/lib/repositories.bash"
# shellcheck source=tests-e2e/lib/leaks.bash
source "$checkout/tests-e2e/lib/leaks.bash"

envctl() {
    "$checkout/bin/envctl" "$@"
}

# In setup_file: folders that nobody else uses. Below /tmp and passable, since as root the account of
# postgres has to reach its data; short, since socket paths are.
suite_begin() {
    local name
    for name in $(compgen -e ENVCTL_ || true) $(compgen -e PG || true); do unset "$name"; done
    # Physical, so that it equals what /proc says.
    world=$(mktemp -d "$(cd /tmp && pwd -P)/envctl-e2e.XXXXXX")
    chmod 711 "$world"
    export world
    export ENVCTL_STATE_DIR=$world/state ENVCTL_RUNTIME_DIR=$world/run
    # Templates are costly and of no file's own: one cache for a whole run of the suite.
    export ENVCTL_CACHE_DIR=${E2E_CACHE:-$world/cache}
    # Copies that are made in the background are the matter of one file, which asks for them.
    export ENVCTL_SPARES=false
    # What pip fetched is nothing that a test is about; it is kept between runs.
    export PIP_CACHE_DIR=$checkout/.build/pip-cache PIP_DISABLE_PIP_VERSION_CHECK=1
    export HOME=$world/home XDG_CONFIG_HOME=$world/home/.config XDG_STATE_HOME=$world/home/.state
    export XDG_CACHE_HOME=$world/home/.cache GIT_CONFIG_NOSYSTEM=1 NO_COLOR=1
    unset XDG_RUNTIME_DIR
    mkdir -p "$HOME" "$XDG_CONFIG_HOME"
    git config --file "$HOME/.gitconfig" user.name "E2E"
    git config --file "$HOME/.gitconfig" user.email "e2e@example.invalid"
    git config --file "$HOME/.gitconfig" init.defaultBranch main
    # A shim in front of the interpreter would cost each service more than its own start.
    python=$(python3 -c 'import os, sys; print(os.path.realpath(sys.executable))')
    export python
}

# In teardown_file: what is left is shown, ended, and a failure.
suite_end() {
    local left
    left=$(leaks)
    end_leaked_processes
    [[ -n ${E2E_KEEP:-} ]] || rm -rf -- "$world"
    if [[ -n $left ]]; then
        printf 'left behind after %s:\n%s\n' "${BATS_TEST_FILENAME##*/}" "$left" >&2
        return 1
    fi
}

# In teardown: stops what a test left running, also where it failed half way.
stop_everything() {
    local folder
    for folder in "$world"/*/; do
        [[ -e $folder/.git ]] || continue
        envctl stop-all --repo "$folder" </dev/null >/dev/null 2>&1 || true # the leak check judges
    done
}

# An address that something answers at, as text; empty and 1 where nothing does.
fetch() {
    curl --silent --show-error --fail --max-time 5 "$@"
}

# wait_for SECONDS COMMAND…: until it succeeds, looking every 20 ms.
wait_for() {
    local deadline=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000))
    shift
    until "$@" >/dev/null 2>&1; do
        if ((${EPOCHREALTIME/[.,]/} > deadline)); then
            printf 'gave up waiting for: %s\n' "$*" >&2
            picture >&2
            return 1
        fi
        read -r -t 0.02 <> <(:) || true # a pause without a process
    done
}

# end_now PID…: a signal that was sent has not arrived yet, so it waits until they are gone.
end_now() {
    local pid
    kill -KILL "$@"
    for pid in "$@"; do wait_for 5 is_gone "$pid"; done
}

# What a failure leaves to be seen: the project of the current folder, and an engine's containers.
picture() {
    printf -- '-- load %s\n' "$(</proc/loadavg)"
    timeout 10 "$checkout/bin/envctl" status || true # what can be had
    timeout 10 "$checkout/bin/envctl" events 2>/dev/null | tail -n 15 || true # as above
    [[ -z ${docker_engine:-} ]] || timeout 10 docker ps --all || true # as above
}
