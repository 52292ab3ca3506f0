"""The JSON Schema of policy.json, made from the model, so that editors complete and check the file.

`python -m callgate_proxy.policy.schema` writes resources/callgate_resources/schema/policy.schema.json anew; a test
says when that is due. The fields' descriptions are the docstrings behind them, read from the source here: pydantic
could do it, but at every start of the compiler, while a call waits.
"""

from __future__ import annotations

import ast
import inspect
import json
from importlib.resources import files
from typing import Any

from callgate_proxy.policy import model, model_parts

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> str:
    """The schema's text."""
    made: dict[str, Any] = {"$schema": DIALECT, **model.Policy.model_json_schema()}
    told = _descriptions()
    for name, part in [*made["$defs"].items(), ("Policy", made)]:
        for base in reversed(_named(name).__mro__):
            for field, text in told.get(base.__name__, {}).items():
                alias = _named(base.__name__).model_fields[field].alias
                part["properties"][alias or field]["description"] = text
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _named(name: str) -> Any:
    """The class of the model that is called so."""
    return getattr(model, name, None) or getattr(model_parts, name)


def _descriptions() -> dict[str, dict[str, str]]:
    """The docstrings behind the fields of each class of the model."""
    found: dict[str, dict[str, str]] = {}
    parts = [part for room in (model_parts, model) for part in ast.parse(inspect.getsource(room)).body]
    for part in parts:
        if not isinstance(part, ast.ClassDef):
            continue
        found[part.name] = {}
        for field, told in zip(part.body, part.body[1:], strict=False):
            match field, told:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                    found[part.name][name] = text
                case _:
                    continue
    return found


def main() -> None:
    """Writes the schema beside the other resources of this checkout."""
    with open(str(files("callgate_resources").joinpath("schema", "policy.schema.json")), "w", encoding="utf-8") as file:
        file.write(schema())


if __name__ == "__main__":
    main()
