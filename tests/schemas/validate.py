"""Says of each file whether it fits a schema: one line `ok` or what is wrong. Exit code 77: what is needed is not installed."""

import datetime
import json
import sys

try:
    import jsonschema
    import tomllib
    import yaml
except ImportError as error:
    print(error)
    sys.exit(77)


class Plain(yaml.SafeLoader):
    """YAML as editors read it: dates and times are texts."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def plain(value):
    """TOML as editors read it: dates are texts."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return value


def read(path):
    with open(path, "rb") as file:
        return plain(tomllib.load(file)) if path.endswith(".toml") else yaml.load(file, Plain)


with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for path in sys.argv[2:]:
    errors = sorted(validator.iter_errors(read(path)), key=lambda error: error.json_path)
    print(f"{errors[0].json_path}: {errors[0].message}".replace("\n", " ") if errors else "ok")
