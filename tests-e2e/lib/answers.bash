# shellcheck shell=bash
# The only place of the tests that knows how answers and artifacts are shaped. All work in the
# current folder's project unless more words (--project NAME, --repo PATH) are given, and fail where
# there is no such thing.

# component NAME [WORDS…]: its object in `status --json`.
component() {
    local name=$1
    shift
    envctl status --json "$@" | jq -c --arg name "$name" \
        'first(.. | objects | select(.name? == $name and has("status")))'
}

# member FILTER NAME [WORDS…]: one value of a component. (jq's own -e takes no input for success.)
member() {
    local filter=$1 value
    shift
    value=$(component "$@" | jq -r "$filter")
    # return: a command substitution does not end at the first failure.
    [[ -n $value && $value != null ]] \
        || complain "status --json: nothing of: $*" "$(envctl status --json "${@:2}" 2>&1)" \
        || return 1
    printf '%s\n' "$value"
}

status_of() {
    member '.status' "$@"
}

url_of() {
    member '.url' "$@"
}

pid_of() {
    member '.pid // .identity.pid' "$@"
}

# Its main port.
port_of() {
    member '[.ports[]?] | (map(select(.resource? == "main")) + .) | first
        | if type == "object" then (.port // .final) else . end' "$@"
}

supervisor_pid() {
    local value
    value=$(envctl status --json "$@" \
        | jq -r 'first(.. | objects | .supervisor? | objects | .pid)')
    [[ -n $value && $value != null ]] || complain "status --json names no supervisor" \
        || return 1
    printf '%s\n' "$value"
}

# The folder of the scope that the current folder belongs to.
scope_folder() {
    local file common
    common=$(readlink -f -- "$(git rev-parse --git-common-dir)")
    for file in "$ENVCTL_STATE_DIR"/scopes/*/scope.json; do
        if jq -e --arg path "$common" 'any(.. | strings; . == $path)' "$file" >/dev/null; then
            printf '%s\n' "${file%/scope.json}"
            return
        fi
    done
    return 1
}

# The run that a project's `current` leads to.
run_folder() {
    readlink -f -- "$(scope_folder)/projects/${1:-main}/current"
}

log_of() {
    printf '%s/projects/%s/logs/%s.log\n' "$(scope_folder)" "${2:-main}" "$1"
}

# Every reserved port of the user, one a line.
reserved_ports() {
    [[ -f $ENVCTL_STATE_DIR/ports.json ]] || return 0
    jq -r '.. | objects | .port? | numbers' "$ENVCTL_STATE_DIR/ports.json" | sort -n
}

# What ports.json says is in use, one claim a line; nothing where all is stopped.
claims() {
    [[ -f $ENVCTL_STATE_DIR/ports.json ]] || return 0
    jq -c '.. | objects | select(has("port")) | select(.claim? // .claimed_by? // .run? // .run_id?)' \
        "$ENVCTL_STATE_DIR/ports.json"
}
