"""validate.py CONTRACTS FILE [SCHEMA]: checks documents against the schemas that they name.

Every document says which schema it follows, as "envctl.status/1"; contracts/status.schema.json is
found by that name. A file that ends in .jsonl has one document a line. SCHEMA, where given, must be
the one that each document names.
"""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012


def registry(folder):
    """Every schema under its file name and, where it has one, its $id."""
    entries = []
    for path in sorted(folder.glob("*.schema.json")):
        resource = Resource.from_contents(
            json.loads(path.read_text()), default_specification=DRAFT202012
        )
        entries.append((path.name, resource))
        if resource.id():
            entries.append((resource.id(), resource))
    return Registry().with_resources(entries)


def documents(path):
    text = path.read_text()
    return [json.loads(line) for line in text.splitlines()] if path.suffix == ".jsonl" else [
        json.loads(text)
    ]


def complaints(document, schemas, expected):
    name = document.get("schema") if isinstance(document, dict) else None
    if not name:
        yield "names no schema"
        return
    if expected and name != expected:
        yield f"names the schema {name}, not {expected}"
    file = name.removeprefix("envctl.").rpartition("/")[0] + ".schema.json"
    if file not in schemas:
        yield f"names the schema {name}, but contracts/{file} does not exist"
        return
    validator = Draft202012Validator(schemas.contents(file), registry=schemas)
    for error in validator.iter_errors(document):
        # Where one of several must hold, the alternative that came closest says more.
        error = best_match([error])
        yield f"{error.json_path}: {error.message[:500]}"


def main():
    contracts, path, *rest = sys.argv[1:]
    schemas = registry(pathlib.Path(contracts))
    found = [
        f"{path}: document {number}: {complaint}"
        for number, document in enumerate(documents(pathlib.Path(path)), 1)
        for complaint in complaints(document, schemas, rest[0] if rest else None)
    ]
    print("\n".join(found), end="\n" if found else "", file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
