# shellcheck shell=bash
# Assertions over what `run` left in $status, $output and $stderr. Each prints what it saw.

# A zombie is gone: it waits only for its parent to take note.
is_gone() {
    local state
    state=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f1) || true
    [[ -z $state || $state == Z ]]
}

complain() {
    {
        printf '%s\n' "$@"
        printf -- '-- exit %s\n-- stdout\n%s\n-- stderr\n%s\n' "${status:-}" "${output:-}" \
            "${stderr:-}"
    } >&2
    return 1
}

# exits CODE COMMAND…: runs it with both streams apart.
exits() {
    local expected=$1
    shift
    run --separate-stderr "$@"
    [[ $status == "$expected" ]] || complain "expected exit $expected of: $*"
}

assert_stdout() {
    [[ $output == *"$1"* ]] || complain "stdout does not say: $1"
}

assert_stderr() {
    [[ $stderr == *"$1"* ]] || complain "stderr does not say: $1"
}

refute_stdout() {
    [[ $output != *"$1"* ]] || complain "stdout says: $1"
}

# An error is on stderr, or in the object on stdout with --json.
assert_says() {
    [[ $output$stderr == *"$1"* ]] || complain "neither stream says: $1"
}

assert_equal() {
    [[ $1 == "$2" ]] || complain "expected: $2" "found:    $1"
}

assert_different() {
    [[ $1 != "$2" ]] || complain "both are: $1"
}

# assert_json FILTER: jq's answer over stdout is true.
assert_json() {
    jq -e "$1" <<<"$output" >/dev/null || complain "not true of stdout: $1"
}

# The answer on stdout is what its own schema in contracts/ says; $1, where given, is that schema.
assert_answer() {
    local file=$BATS_TEST_TMPDIR/answer.json
    printf '%s\n' "$output" >"$file"
    json_valid "$file" "$@" || complain "not what contracts/ says"
}

# json_valid FILE [SCHEMA]: each document in FILE (.jsonl: each line) against the schema that it names.
json_valid() {
    "$checkout/.build/venv/bin/python" "$checkout/tests-e2e/lib/validate.py" \
        "$checkout/contracts" "$@"
}

# One line for each file and link below the given folders: path, type, size, content. Two equal
# digests are two equal trees; sockets and times are not part of it.
tree_digest() {
    find "$@" \( -type f -o -type l -o -type d \) -printf '%p %y %m %l ' \
        \( -type f -exec sha256sum {} \; -o -printf '\n' \) 2>/dev/null | LC_ALL=C sort | sha256sum
}
