"""Writes docs/policy-reference.md from the policy's JSON Schema, which is made from the model: one source for all.

`python docs/tools/policy_reference.py` writes it anew; a test says when that is due.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from callgate_proxy.policy import schema

TARGET = Path(__file__).resolve().parents[1] / "policy-reference.md"
HEAD = """\
# Policy reference

<!-- Written by docs/tools/policy_reference.py from proxy/callgate_proxy/policy/model.py; do not edit. -->

The file is `~/.callgate/policy.json`. It is strict JSON: an unknown key, a key given twice or a value of the wrong type
is an error, and a file with an error never comes into force; the last good one stays. `callgate policy check` names
every problem with its line and column. Your editor checks and completes the file by the schema that `callgate` brings
(`policy.schema.json`).
"""


def page() -> str:
    """The page's text."""
    whole: dict[str, Any] = json.loads(schema.schema())
    parts: dict[str, Any] = whole.pop("$defs")
    text = HEAD + _section("The file", whole, "")
    for name in sorted(parts):
        if "properties" in parts[name]:
            text += _section(name, parts[name], parts[name].get("description", ""))
    return text


def _section(title: str, part: dict[str, Any], about: str) -> str:
    lines = ["", f"## {title}", ""]
    lines += [about, ""] if about else []
    lines += ["| key | value | what it says |", "|---|---|---|"]
    required = set(part.get("required", ()))
    for key, field in part["properties"].items():
        told = field.get("description", "").replace("\n", " ").replace("|", "\\|")
        must = "**required** " if key in required else ""
        lines.append(f"| `{key}` | {must}{_kind(field)} | {told} |")
    return "\n".join(lines) + "\n"


def _kind(field: dict[str, Any]) -> str:
    """The values a field takes, in words, with links to the sections of its parts."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "const" in field:
        return f"`{json.dumps(field['const'])}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    for many in ("anyOf", "oneOf"):
        if many in field:
            kinds = [_kind(one) for one in field[many] if one.get("type") != "null"]
            return " or ".join(dict.fromkeys(kinds))
    return _plain(field)


def _plain(field: dict[str, Any]) -> str:
    kind: Any = field.get("type", "any value")
    if kind == "array":
        return f"list of {_kind(field['items'])}"
    if kind == "object":
        inner: Any = field.get("additionalProperties")
        return f"object: name to {_kind(inner)}" if inner else "object"
    if not isinstance(kind, str):
        kinds: list[str] = kind
        return ", ".join(one for one in kinds if one != "null")
    word = {"string": "text", "boolean": "`true` or `false`"}.get(kind, kind)
    examples = [f"`{json.dumps(one)}`" for one in field.get("examples", ())]
    return f"{word}, such as {', '.join(examples)}" if examples else word


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
