#!/usr/bin/env bats
# contracts/ itself: every schema is one, every list and example fits the schema that it names, and
# the schema of envctl.yaml takes what envctl takes.

load lib/suite

setup_file() { suite_begin; }
teardown_file() { suite_end; }

configuration_valid() {
    "$checkout/.build/venv/bin/python" "$checkout/tests-e2e/lib/validate-configuration.py" \
        "$checkout/contracts/envctl.schema.json" "$1"
}

@test "every schema is a JSON Schema of draft 2020-12" {
    exits 0 "$checkout/.build/venv/bin/python" - "$checkout"/contracts/*.schema.json <<'PYTHON'
import json, sys
from jsonschema import Draft202012Validator
for path in sys.argv[1:]:
    schema = json.load(open(path))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema", path
    Draft202012Validator.check_schema(schema)
PYTHON
}

@test "every list and every example is what its schema says" {
    local file
    for file in "$checkout"/contracts/examples/* "$checkout"/contracts/{commands,events,failures}.json; do
        # A configuration names no schema; it has one all the same.
        if [[ $file == */envctl.1.json ]]; then
            exits 0 configuration_valid "$file"
        else
            exits 0 json_valid "$file"
        fi
    done
}

@test "the example's configuration is valid, by the schema and by envctl" {
    local file=$checkout/docs/examples/storefront/envctl.yaml
    exits 0 configuration_valid "$file"
    exits 0 envctl config check --repo "${file%/*}"
}

@test "the README's configuration is valid" {
    sed -n '/^version: 1$/,/^```$/p' "$checkout/README.md" | sed '/^```$/d' \
        >"$BATS_TEST_TMPDIR/envctl.yaml"
    [[ -s $BATS_TEST_TMPDIR/envctl.yaml ]]
    exits 0 configuration_valid "$BATS_TEST_TMPDIR/envctl.yaml"
}

@test "the schema refuses what envctl refuses" {
    local folder=$BATS_TEST_TMPDIR/mistakes mistake
    mkdir "$folder"
    while read -r mistake; do
        printf 'version: 1\n%s\n' "$mistake" >"$folder/envctl.yaml"
        exits 1 configuration_valid "$folder/envctl.yaml"
        exits 1 envctl config check --repo "$folder"
    done <<'YAML'
services: { api: { comand: x } }
services: { api: { port: 3000 } }
services: { api: { command: x, port: 70000 } }
services: { api: { command: x, restart: sometimes } }
services: { api: { command: x, needs: 7 } }
services: { api: { command: x, watch: { path: src } } }
services: { api: { command: x, watch: 7 } }
services: { api: { command: x, directory: 7 } }
requirements: { postgres: { databse: x } }
requirements: { redis: { port: many } }
requirements: { mysql: {} }
history: none
sevices: {}
YAML
}
