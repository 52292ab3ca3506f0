"""Tools written down in a file: a result of `tools/list`, a list of tools, or a table (TSV). Pure: text in, tools out.

A table has a head with at least `tool` and `description`; `server`, `params` (names with commas between),
`readOnlyHint` and `destructiveHint` are read too, other columns are left to the caller. What is none of these is a
ToolFileError.
"""

from __future__ import annotations

import csv
import io
import json
from typing import cast

from callgate_proxy.errors import CallgateError
from callgate_proxy.jsonlean import as_list, as_object

Tool = dict[str, object]
_HINTS = ("readOnlyHint", "destructiveHint")


class ToolFileError(CallgateError):
    """The file holds no tools that can be read."""


def tools_in(text: str) -> dict[str, list[Tool]]:
    """The tools in `text`, by server ("" where none is named). Raises ToolFileError."""
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return {"": _from_json(text)}
    found: dict[str, list[Tool]] = {}
    for row in rows_in(text):
        found.setdefault(row.get("server", ""), []).append(tool_of(row))
    return found


def rows_in(text: str) -> list[dict[str, str]]:
    """The rows of a table, by column. Raises ToolFileError."""
    csv.field_size_limit(1 << 26)
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter="\t", restval="")
    if not {"tool", "description"} <= set(reader.fieldnames or ()):
        raise _bad("its first line does not name the columns tool and description, and it is no JSON")
    return [{key: value for key, value in row.items() if isinstance(value, str)} for row in reader]


def tool_of(row: dict[str, str]) -> Tool:
    """The tool that a row tells of, as it would stand on the wire."""
    names = [name.strip() for name in row.get("params", "").split(",")]
    # `key=value` tells of the tool (op=read), and names no parameter.
    properties = {name: cast("Tool", {}) for name in names if name and "=" not in name}
    hints = {key: row[key] == "True" for key in _HINTS if row.get(key)}
    return {
        "name": row["tool"],
        "description": row["description"],
        "inputSchema": {"type": "object", "properties": properties},
        "annotations": hints,
    }


def _from_json(text: str) -> list[Tool]:
    try:
        value: object = json.loads(text.removeprefix("\ufeff"))
    except ValueError as error:
        raise _bad(str(error)) from None
    message = as_object(value) or {}
    message = as_object(message.get("result")) or message
    listed = as_list(message.get("tools")) if message else as_list(value)
    tools = [as_object(one) for one in listed or []]
    named = [tool for tool in tools if tool is not None and isinstance(tool.get("name"), str)]
    if listed is None or len(named) < len(tools):
        raise _bad("it is no list of tools with names, and no result of tools/list")
    return named


def _bad(why: str) -> ToolFileError:
    return ToolFileError(
        f"The file of tools cannot be read: {why}.", "Give a tools/list result, a list of tools, or TSV."
    )
