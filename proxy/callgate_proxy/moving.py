"""Secrets out of a client's file into the keychain, and back: what would change in the file's text. Pure.

1. Only the `env` of guarded entries is touched: nobody else would know what a reference stands for.
2. What looks like a secret is told by its name or its shape, as in the log (`redact.py`).
3. Moving back yields the value as it was; the rest of the text is not touched either way.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from callgate_proxy import jsontext
from callgate_proxy.jsonlean import as_object
from callgate_proxy.secrets import PREFIX, looks_secret, name_of

if TYPE_CHECKING:
    from callgate_proxy.clients import Found


@dataclass(frozen=True)
class Held:
    """One variable of a server's entry. `name`: of its secret; `moved`: the file has the reference already."""

    server: str
    variable: str
    name: str
    moved: bool
    value: str  # as it stands in the file


def held(found: Found, holder: tuple[str, ...], servers: list[str] | None = None) -> list[Held]:
    """The secrets and references in `found`'s guarded entries, in a file of strict JSON.

    `holder`: the keys that lead to the object of servers. `servers`: only these.
    """
    told = as_object(json.loads(found.content.decode("utf-8").removeprefix("\ufeff"))) or {}
    for key in holder:
        told = as_object(told.get(key)) or {}
    result: list[Held] = []
    for entry in found.entries:
        if not entry.guarded or entry.remote or (servers is not None and entry.name not in servers):
            continue
        env = as_object((as_object(told.get(entry.name)) or {}).get("env")) or {}
        for variable, value in env.items():
            if not isinstance(value, str):
                continue
            name = name_of(value)
            if name is not None or looks_secret(variable, value):
                fresh = f"{found.client}/{entry.name}/{variable}"
                result.append(Held(entry.name, variable, name or fresh, name is not None, value))
    return result


def moved(content: bytes, holder: tuple[str, ...], out: list[Held]) -> bytes:
    """The file's bytes with references in the place of `out`."""
    return with_values(content, holder, {(one.server, one.variable): PREFIX + one.name for one in out})


def exchanged(content: bytes, holder: tuple[str, ...], values: dict[tuple[str, str], tuple[str, str]]) -> bytes:
    """Some earlier bytes of the file: (server, variable) -> (old, new); only what has the old value gets the new one.

    Bytes that cannot be read are given back as they are.
    """
    try:
        told = as_object(json.loads(content.decode("utf-8").removeprefix("\ufeff"))) or {}
    except ValueError:
        return content
    for key in holder:
        told = as_object(told.get(key)) or {}
    due: dict[tuple[str, str], str] = {}
    for (server, variable), (old, new) in values.items():
        env = as_object((as_object(told.get(server)) or {}).get("env")) or {}
        if env.get(variable) == old:
            due[server, variable] = new
    return with_values(content, holder, due)


def with_values(content: bytes, holder: tuple[str, ...], values: dict[tuple[str, str], str]) -> bytes:
    """The file's bytes with these values: (server, variable) -> value."""
    mark = "\ufeff" if content.startswith(b"\xef\xbb\xbf") else ""
    text = content.decode("utf-8").removeprefix("\ufeff")
    for (server, variable), value in values.items():
        text = jsontext.set_value(text, (*holder, server, "env", variable), value)
    return (mark + text).encode()
