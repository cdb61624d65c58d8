"""validate-report.py FILE SCHEMA: a report against its own schema, XML against an XSD, else JSON
against a JSON Schema."""

import json
import sys

path, schema = sys.argv[1:]
if schema.endswith(".xsd"):
    import xmlschema

    xmlschema.XMLSchema(schema).validate(path)
else:
    from jsonschema import Draft202012Validator

    rules = json.load(open(schema))
    Draft202012Validator.check_schema(rules)
    Draft202012Validator(rules).validate(json.load(open(path)))
