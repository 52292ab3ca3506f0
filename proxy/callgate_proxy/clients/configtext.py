"""A client's file as text: its servers, their spans, and new words for one entry without a change to anything else.

1. Strict JSON in UTF-8 (a BOM stays). What a client would read differently than we do, such as a key that stands
   twice, is reported, never guessed at.
2. An edit works on the text of one entry, on the indentation of its line, so it takes on that entry's layout, and a
   file of hundreds of servers costs one pass.
3. Types are read off the source text: the number 1 in `args` is not the text "1".
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from callgate_proxy import jsontext
from callgate_proxy.clients.guard import Guard, Original, unwrap
from callgate_proxy.errors import ConfigError
from callgate_proxy.jsonspans import Node, NotJson, parse
from callgate_proxy.plain import plain
from callgate_proxy.redact import redact

MASK = "•••"


@dataclass(frozen=True, slots=True)
class Server:
    """One entry. `own`: its command and args as they stand; None, with a `problem`, where there is no guarding it."""

    name: str
    node: Node
    own: Original | None
    guard: Guard | None
    problem: str
    env_names: list[str]


class Config:
    """One file taken apart. Never changes."""

    def __init__(self, content: bytes, key: str) -> None:
        """`key`: the member that holds the servers. Raises ConfigError with the place of what is wrong."""
        self.text = _decoded(content)
        try:
            root = parse(self.text)
        except NotJson as error:
            raise ConfigError(str(error)) from None
        self.servers = {server.name: server for server in _servers(self.text, root, key)}

    def entry(self, name: str) -> str:
        """The text of one entry, led by the white space that begins its line."""
        node = self.servers[name].node
        line = self.text[self.text.rfind("\n", 0, node.start) + 1 : node.start]
        return line[: len(line) - len(line.lstrip(" \t"))] + self.text[node.start : node.end]

    def with_entries(self, entries: dict[str, str]) -> bytes:
        """The file with new text for some entries (server's name to text)."""
        parts: list[str] = []
        at = 0
        for server in sorted((self.servers[name] for name in entries), key=lambda one: one.node.start):
            parts += (self.text[at : server.node.start], entries[server.name].lstrip(" \t"))
            at = server.node.end
        return "".join((*parts, self.text[at:])).encode("utf-8")

    def shown(self, name: str) -> dict[str, object]:
        """One entry for the eye: all its keys, and no value but its command and args."""
        server = self.servers[name]
        shown = {child.key: _masked(self.text, child.node) for child in server.node.children}
        if server.own is not None:
            shown["command"] = redact(server.own.command)
            if server.own.args is not None:
                shown["args"] = redact(server.own.args)
        return {str(key): value for key, value in shown.items()}


def reworded(entry: str, words: Original) -> str:
    """An entry's text with other words, in the layout of its own."""
    text = jsontext.set_value(entry, ("command",), words.command)
    if words.args is None:
        return jsontext.delete(text, ("args",))
    return jsontext.set_value(text, ("args",), words.args)


def respelled(entry: str, words: Original, earlier: str) -> str:
    """As `reworded`, spelled and laid out as in `earlier`, an older text of the entry that says the same."""
    for key in ("command", "args"):
        raw = jsontext.get_raw(earlier, (key,))
        same_ends = raw is not None and ("\n" not in raw or ("\r\n" in raw) == ("\r\n" in entry))
        if raw is not None and same_ends:
            entry = jsontext.set_raw(entry, (key,), raw)
        elif key == "command" or words.args is not None:
            entry = jsontext.set_value(entry, (key,), words.command if key == "command" else words.args)
        else:
            entry = jsontext.delete(entry, (key,))
    return entry


def same_data(one: bytes, other: bytes) -> bool:
    """Whether two files say the same, in the same order, spelling of numbers included."""
    return _data(one) == _data(other)


def _data(content: bytes) -> object:
    def number(text: str) -> object:
        return ("number", text)

    text = _decoded(content).removeprefix("\ufeff")
    return json.loads(text, object_pairs_hook=tuple, parse_int=number, parse_float=number)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"line {line}: this is not UTF-8 text") from None


def _servers(text: str, root: Node, key: str) -> list[Server]:
    if root.kind != "object":
        raise ConfigError(f"the file holds no JSON object but {_article(root)}")
    holders = [child.node for child in root.children if child.key == key]
    if len(holders) > 1:
        raise ConfigError(f'"{key}" stands {len(holders)} times in it')
    if not holders:
        return []
    if holders[0].kind != "object":
        raise ConfigError(f'"{key}" is no object but {_article(holders[0])}')
    names = [str(child.key) for child in holders[0].children]
    return [_server(text, str(child.key), child.node, names) for child in holders[0].children]


def _server(text: str, name: str, node: Node, names: list[str]) -> Server:
    problem = "several entries have this name" if names.count(name) > 1 else ""
    if name in ("", "--"):  # the proxy's command line could not carry it
        problem = "its name is empty or a mark of the command line"
    env = node.last("env")
    env_names = [str(child.key) for child in env.node.children] if env is not None and env.node.kind == "object" else []
    problem = problem or _problem(text, node)
    if problem:
        return Server(name, node, None, None, problem, env_names)
    command, args = node.last("command"), node.last("args")
    own = Original(
        str(_value(text, command.node) if command else ""),
        None if args is None else [str(_value(text, item.node)) for item in args.node.children],
    )
    return Server(name, node, own, unwrap(own), "", env_names)


def _problem(text: str, node: Node) -> str:
    """Why an entry cannot be guarded, "" if it can."""
    if node.kind != "object":
        return f"its entry is no object but {_article(node)}"
    keys = [child.key for child in node.children]
    for key in ("command", "args"):
        if keys.count(key) > 1:
            return f'"{key}" stands {keys.count(key)} times in its entry'
    kind, command, args = node.last("type"), node.last("command"), node.last("args")
    if "url" in keys or (kind is not None and _value(text, kind.node) != "stdio"):
        return "it is a remote server, and only servers started by a command can be guarded here"
    if command is None:
        return "it has no command"
    if command.node.kind != "string" or not _value(text, command.node):
        return "its command is no text"
    if args is None:
        return ""
    strings = args.node.kind == "array" and all(item.node.kind == "string" for item in args.node.children)
    return "" if strings else "its args are no list of texts"


def _value(text: str, node: Node) -> object:
    return json.loads(text[node.start : node.end]) if node.kind == "string" else None


def _masked(text: str, node: Node) -> object:
    if node.kind == "object":
        return {str(child.key): _masked(text, child.node) for child in node.children}
    if node.kind == "array":
        return [_masked(text, child.node) for child in node.children]
    words = {"true": True, "false": False, "null": None}
    return words.get(text[node.start : node.end], MASK)


def _article(node: Node) -> str:
    return {"object": "an object", "array": "a list", "string": "a text"}.get(node.kind, "a single value")


def where(path: str, error: ConfigError) -> str:
    """`error` with the file it is about, for a person."""
    return f"{plain(path)}: {error}"
