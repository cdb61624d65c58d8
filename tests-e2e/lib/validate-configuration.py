"""validate-configuration.py SCHEMA FILE: checks an envctl.yaml against the schema for editors."""

import json
import pathlib
import sys

import yaml
from jsonschema import Draft202012Validator


def main():
    schema, path = (pathlib.Path(word).read_text() for word in sys.argv[1:])
    schema = json.loads(schema)
    Draft202012Validator.check_schema(schema)
    found = [
        f"{sys.argv[2]}: {error.json_path}: {error.message}"
        for error in Draft202012Validator(schema).iter_errors(yaml.safe_load(path))
    ]
    print("\n".join(found), end="\n" if found else "", file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
