"""The JSON Schema of policy.json, made from the model, so that editors complete and check the file.

`python -m callgate_proxy.policy.schema` writes resources/callgate_resources/schema/policy.schema.json anew; a test
says when that is due.
"""

from __future__ import annotations

import json
from importlib.resources import files

from callgate_proxy.policy.model import Policy

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> str:
    """The schema's text."""
    return json.dumps({"$schema": DIALECT, **Policy.model_json_schema()}, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Writes the schema beside the other resources of this checkout."""
    with open(str(files("callgate_resources").joinpath("schema", "policy.schema.json")), "w", encoding="utf-8") as file:
        file.write(schema())


if __name__ == "__main__":
    main()
