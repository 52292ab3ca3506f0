"""Secrets out of a client's file into the keychain, and back: what would change in the file's text. Pure.

1. Only guarded entries are touched: nobody else would know what a reference stands for. Of one that is started it is
   `env`, of one that is reached by an address its headers, of Callgate's own bridge the header on its command line.
2. What looks like a secret is told by its name or its shape, as in the log (`redact.py`).
3. A value is exchanged in its span, in whatever the file is written; what the file then says is read back. Its spelling
   goes along, so that moving back yields the same bytes. A value over several lines, or one that stands twice, stays.
4. A secret's name says whose it is: CLIENT/SERVER/HEADER, and which file's, since two projects may call theirs alike.
   It is fit for a header: clients send it as one.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from callgate_proxy.clients.addresses import Address
from callgate_proxy.clients.configtext import Config
from callgate_proxy.clients.dialect import quoted
from callgate_proxy.clients.entries import LED
from callgate_proxy.errors import ConfigError
from callgate_proxy.jsonspans import find
from callgate_proxy.secrets import PREFIX, looks_secret, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from callgate_proxy.clients.entries import Server, Shape
    from callgate_proxy.clients.model import Adapter, Found
    from callgate_proxy.jsonspans import Node, Path

HEADER = "--header"  # the bridge's, on its command line


@dataclass(frozen=True)
class Held:
    """One variable or header of a server's entry. `name`: of its secret; `moved`: the file has the reference already.

    `value`: as the file says it; `lead`: what stands before it in the same text; `place`: the keys that lead to that
    text from the entry, `raw`: its spelling. `ours`: the name is one that moving gives, not one a person chose.
    `bridge`: the entry is Callgate's own, and stays when servers are given back.
    """

    server: str
    variable: str
    name: str
    moved: bool
    value: str = field(repr=False)
    place: Path = ()
    lead: str = ""
    raw: str = field(default="", repr=False)
    ours: bool = True
    bridge: bool = False


@dataclass(frozen=True)
class Change:
    """A text of a server's entry that says `old` and is to say `new`, in the spelling `raw`."""

    server: str
    place: Path
    old: str = field(repr=False)
    new: str = field(repr=False)
    raw: str = field(repr=False)


def held(found: Found, adapter: Adapter, servers: list[str] | None = None) -> list[Held]:
    """The secrets and references in `found`'s guarded entries. `servers`: only these. Raises ConfigError."""
    config = Config(found.content, adapter)
    mark = hashlib.sha256(os.fsencode(os.path.realpath(found.path))).hexdigest()[:8]
    result: list[Held] = []
    for server in config.servers.values():
        if servers is not None and server.name not in servers:
            continue
        for variable, place, lead in _places(config, server, adapter.shape):
            node = find(server.node, place)
            told = _told(config, node)
            if node is None or told is None or not told.startswith(lead):
                continue
            value, raw = told.removeprefix(lead), config.text[node.start : node.end]
            stem = f"{found.client}/{_in_name(server.name)}/{_in_name(variable)}"
            name = name_of(value)
            if name is not None or ("\n" not in raw and looks_secret(variable, value)):
                ours = name is None or name.partition("@")[0] == stem
                moved, bridge = name is not None, server.problem == LED
                fresh = name or f"{stem}@{mark}"
                result.append(Held(server.name, variable, fresh, moved, value, place, lead, raw, ours, bridge))
    return result


def out(one: Held) -> Change:
    """The reference in the place of `one`'s value."""
    new = f"{one.lead}{PREFIX}{one.name}"
    return Change(one.server, one.place, one.lead + one.value, new, quoted(new))


def back(one: Held, value: str, raw: str = "") -> Change:
    """The value in the place of `one`'s reference. `raw`: how the text with it was spelled; "" as it comes."""
    new = one.lead + value
    return Change(one.server, one.place, one.lead + one.value, new, raw or quoted(new))


def exchanged(content: bytes, adapter: Adapter, changes: Iterable[Change], surely: bool = False) -> bytes:
    """The file's bytes with these changes, where it still says what is old; what it cannot say is left.

    `surely`: all of them, or ConfigError.
    """
    try:
        config = Config(content, adapter)
    except ConfigError:
        if surely:
            raise
        return content
    due: list[tuple[int, int, Change]] = []
    for one in changes:
        node = _node(config, one)
        if node is not None and _told(config, node) == one.old:
            due.append((node.start, node.end, one))
        elif surely:
            raise _unsafe(one)
    text = config.text
    for start, end, one in sorted(due, key=lambda each: each[0], reverse=True):
        text = text[:start] + one.raw + text[end:]
    after = Config(text.encode("utf-8"), adapter)
    for _, _, one in due:
        if _told(after, _node(after, one)) != one.new:
            raise _unsafe(one)
    return text.encode("utf-8")


def _unsafe(one: Change) -> ConfigError:
    what = " ".join(map(str, one.place))
    return ConfigError(f"{what} of “{one.server}” cannot be rewritten safely.", "Please report how it is written.")


def _places(config: Config, server: Server, shape: Shape) -> Iterator[tuple[str, Path, str]]:
    """Where an entry may hold secrets: (variable or header, place, what stands before it in the same text)."""
    if server.problem == LED:
        yield from _of_bridge(config, server, shape)
        return
    if not server.guarded:
        return
    path = shape.headers if isinstance(server.own, Address) else (shape.env,)
    node = find(server.node, path)
    keys = [str(child.key) for child in node.children] if node is not None and node.kind == "object" else []
    for key in keys:
        if keys.count(key) == 1:
            yield key, (*path, key), ""


def _of_bridge(config: Config, server: Server, shape: Shape) -> Iterator[tuple[str, Path, str]]:
    words = server.node.last(shape.args or shape.command)
    texts = [_told(config, child.node) or "" for child in words.node.children] if words is not None else []
    for at, text in enumerate(texts):
        option, equals, given = text.partition("=")
        if text != HEADER and option != HEADER:
            continue
        index, lead, told = (at, f"{HEADER}=", given) if equals else (at + 1, "", "".join(texts[at + 1 : at + 2]))
        name, colon, value = told.partition(":")
        if colon:
            blank = value[: len(value) - len(value.lstrip())]
            yield name.strip(), (shape.args or shape.command, index), f"{lead}{name}:{blank}"


def _node(config: Config, one: Change) -> Node | None:
    server = config.servers.get(one.server)
    return None if server is None else find(server.node, one.place)


def _told(config: Config, node: Node | None) -> str | None:
    return None if node is None else config.dialect.string(config.text, node)


def _in_name(text: str) -> str:
    return quote(text, safe="")
