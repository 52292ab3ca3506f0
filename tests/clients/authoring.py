"""Writes and reads clients' files without the code under test: what a client itself would write, and would start."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any, cast

import yaml
from callgate_proxy import clients

RECORDED = {path.stem: path.read_bytes() for path in sorted(Path(__file__).with_name("recorded").iterdir())}
LENIENT = [name for name, adapter in clients.ADAPTERS.items() if adapter.dialect == "jsonc"]
_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)


def entry(client: str, words: list[str], **more: Any) -> dict[str, Any]:
    """One entry in the client's shape."""
    shape = clients.ADAPTERS[client].shape
    typed = {"type": shape.types[0]}
    if not shape.args:
        return {**typed, shape.command: words, **more}
    return {**typed, shape.command: words[0], shape.args: words[1:], **more}


def file_of(client: str, entries: dict[str, Any]) -> bytes:
    """A file of the client that holds `entries` and one key of its own."""
    adapter = clients.ADAPTERS[client]
    name = adapter.shape.name
    held: Any = [{name: key, **one} for key, one in entries.items()] if name else entries
    for key in reversed(adapter.holders[0]):
        held = {key: held}
    data = {"first": "stays", **held}
    if adapter.dialect == "toml":
        return _toml(adapter.holders[0][0], entries).encode()
    if adapter.dialect == "yaml":
        return yaml.safe_dump(data, sort_keys=False).encode()
    return json.dumps(data, indent=2).encode()


def _toml(holder: str, entries: dict[str, Any]) -> str:
    lines = ['first = "stays"']
    for name, one in entries.items():
        lines += ["", f"[{holder}.{json.dumps(name)}]"]
        lines += [f"{key} = {_toml_value(value)}" for key, value in one.items()]
    return "\n".join(lines) + "\n"


def _toml_value(value: Any) -> str:
    if isinstance(value, dict):
        held = cast("dict[str, Any]", value)
        return "{ " + ", ".join(f"{key} = {_toml_value(one)}" for key, one in held.items()) + " }"
    return json.dumps(value)


def data_of(client: str, content: bytes) -> Any:
    """What the client reads in its file."""
    text = content.decode("utf-8-sig")
    dialect = clients.ADAPTERS[client].dialect
    if dialect == "toml":
        return tomllib.loads(text)
    if dialect == "yaml":
        return yaml.safe_load(text)
    if dialect == "jsonc":
        text = re.sub(r",(\s*[}\]])", r"\1", _COMMENT.sub(lambda found: found[1] or "", text))
    return json.loads(text)


def started_by(client: str, content: bytes, name: str) -> list[str]:
    """The command line the client starts for the server `name`."""
    adapter = clients.ADAPTERS[client]
    held = data_of(client, content)
    for key in adapter.holders[0]:
        held = held[key]
    one = next(each for each in held if each["name"] == name) if adapter.shape.name else held[name]
    words = one[adapter.shape.command]
    return [words, *one[adapter.shape.args]] if adapter.shape.args else words
