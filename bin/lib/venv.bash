# shellcheck shell=bash
# The Python environment of the tests: a JSON Schema validator that is not ours.

readonly test_environment=.build/venv
readonly test_requirements=tests-e2e/requirements.txt

make_test_environment() {
    local stamp=$test_environment/.requirements
    if cmp -s "$test_requirements" "$stamp" && "$test_environment/bin/python" -c '' 2>/dev/null; then
        return
    fi
    echo "setup: Python environment for the tests in $test_environment" >&2
    rm -rf "$test_environment"
    python3 -m venv "$test_environment"
    "$test_environment/bin/pip" install --quiet --disable-pip-version-check \
        -r "$test_requirements" >&2
    cp "$test_requirements" "$stamp"
}
