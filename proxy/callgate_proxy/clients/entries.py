"""One entry of a client's file: which of its members say what, and why it cannot be guarded if it cannot.

1. Clients differ in the names of the members, in whether the command is one list, and in whether the servers are a map
   or a list; a `Shape` says so, and nothing else here knows a client.
2. Types are read off the source text: the number 1 in `args` is not the text "1".
3. A shape nobody has described is reported with what is odd about it; it is never guessed at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from callgate_proxy.clients.addresses import REMOTE, Address, refusal
from callgate_proxy.clients.dialect import Dialect, Members
from callgate_proxy.clients.guard import Guard, Original, leads_away, unwrap
from callgate_proxy.jsonspans import Child, Node

NAMESAKES = "several entries have this name"
UNNAMED = "its name is empty or a mark of the command line"
LED = "it leads to a remote server through Callgate already"

Words = Original | Address  # what guarding changes in an entry


@dataclass(frozen=True, slots=True)
class Shape:
    """The members of an entry.

    `command`, `args`, `env`: their keys; `args` "": `command` is a list that holds the arguments as well.
    `headers`: the keys to an address's headers. `types`: what `type` may say of a server that is started by a command.
    `name`: the key of the name, where the servers are a list. `remote`: members that hold an address; `routes`: the
    client connects to addresses. `off`: members that switch an entry off, with the word that does.
    """

    command: str = "command"
    args: str = "args"
    env: str = "env"
    headers: tuple[str, ...] = ("headers",)
    types: tuple[str, ...] = ("stdio",)
    remote: tuple[str, ...] = ("url", "serverUrl", "httpUrl", "uri")
    routes: bool = True
    name: str = ""
    off: tuple[tuple[str, str], ...] = (("disabled", "true"), ("enabled", "false"))

    def members(self, words: Words) -> Members:
        """An entry's members for these words, the command's first."""
        if isinstance(words, Address):
            return {words.key: words.url}
        if not self.args:
            return {self.command: words.words}
        return {self.command: words.command, self.args: words.args}


@dataclass(frozen=True, slots=True)
class Server:
    """One entry. `own`: its words or its address as they stand; None, with a `problem`, where it cannot be guarded.

    `name` is unique in its file; `server` is what the client calls it, which two projects in one file may both do.
    `place`: the keys that lead to it.
    """

    name: str
    server: str
    node: Node
    own: Words | None
    guard: Guard | None
    problem: str
    env_names: tuple[str, ...] = ()
    disabled: bool = False
    remote: bool = False
    place: tuple[str, ...] = ()

    @property
    def guarded(self) -> bool:
        """Whether it goes through Callgate."""
        return self.guard is not None or (isinstance(self.own, Address) and self.own.is_ours)


class Reader:
    """Reads the entries of one text."""

    def __init__(self, text: str, dialect: Dialect, shape: Shape) -> None:
        self._text = text
        self._dialect = dialect
        self._shape = shape

    def servers(self, holder: Node, place: tuple[str, ...], scope: str) -> list[Server]:
        """The entries below `holder`, to which the keys `place` lead.

        `scope`: what makes their names unique in the file, "" if nothing needs to.
        """
        named = [(self._name(child), child) for child in holder.children]
        names = [name for name, _ in named]
        servers = [self._server(name, scope, child.node, names.count(name)) for name, child in named]
        return [replace(one, place=(*place, one.server)) for one in servers]

    def _name(self, child: Child) -> str:
        if not self._shape.name:
            return str(child.key)
        held = child.node.last(self._shape.name)
        return (self._dialect.string(self._text, held.node) if held else None) or ""

    def _server(self, server: str, scope: str, node: Node, namesakes: int) -> Server:
        name = f"{server} ({scope})" if scope else server
        problem = NAMESAKES if namesakes > 1 else ""
        if server in ("", "--"):  # the proxy's command line could not carry it
            problem = UNNAMED
        if node.kind != "object":
            return Server(name, server, node, None, None, problem or f"its entry is no object but {article(node)}")
        keys = [str(child.key) for child in node.children]
        env, kind = node.last(self._shape.env), self._type(node)
        remote = any(key in self._shape.remote for key in keys) or kind in ("http", "sse", "remote", "streamable_http")
        own, odd = self._address(node, keys) if remote else self._words(node, keys)
        if not remote and kind is not None and kind not in self._shape.types:
            own, odd = None, f"its type is “{kind}”, and only servers started by a command can be guarded"
        if isinstance(own, Original) and leads_away(own):
            own, odd = None, LED
        if problem:
            own = None
        return Server(
            name=name,
            server=server,
            node=node,
            own=own,
            guard=unwrap(own) if isinstance(own, Original) else None,
            problem=problem or odd,
            env_names=tuple(str(child.key) for child in env.node.children) if env else (),
            disabled=any(self._says(node, key, word) for key, word in self._shape.off),
            remote=remote,
        )

    def _type(self, node: Node) -> str | None:
        """What `type` says; None where it stands not; "?" where it is no text."""
        kind = node.last("type")
        return None if kind is None else (self._dialect.string(self._text, kind.node) or "?")

    def _says(self, node: Node, key: str, word: str) -> bool:
        child = node.last(key)
        return child is not None and self._text[child.node.start : child.node.end] == word

    def _address(self, node: Node, keys: list[str]) -> tuple[Address | None, str]:
        """The entry's address, or None and why it stays as it is."""
        shape = self._shape
        if not shape.routes:
            return None, REMOTE
        held = [key for key in keys if key in shape.remote]
        if len(held) != 1:
            return None, "it has no address" if not held else f"it has {len(held)} addresses"
        if shape.command in keys:
            return None, "it has both a command and an address"
        child = node.last(held[0])
        url = self._dialect.string(self._text, child.node) if child else None
        if not url:
            return None, "its address is no text"
        why = refusal(url)
        return (None, why) if why else (Address(held[0], url), "")

    def _words(self, node: Node, keys: list[str]) -> tuple[Original | None, str]:
        """The entry's words, or None and why there are none."""
        shape = self._shape
        for key in (shape.command, shape.args):
            if key and keys.count(key) > 1:
                return None, f'"{key}" stands {keys.count(key)} times in its entry'
        command = node.last(shape.command)
        if command is None:
            return None, "it has no command"
        if not shape.args:
            words = self._strings(command.node)
            return (Original(words[0], words[1:]), "") if words else (None, "its command is no list of texts")
        program = self._dialect.string(self._text, command.node)
        if not program:
            return None, "its command is no text"
        args = node.last(shape.args)
        if args is None:
            return Original(program, None), ""
        items = self._strings(args.node)
        return (None, "its args are no list of texts") if items is None else (Original(program, items), "")

    def _strings(self, node: Node) -> list[str] | None:
        if node.kind != "array":
            return None
        values = [self._dialect.string(self._text, child.node) for child in node.children]
        return None if None in values else [value for value in values if value is not None]


def article(node: Node) -> str:
    """What a node is, in words."""
    kinds: Mapping[str, str] = {
        "object": "an object",
        "array": "a list",
        "string": "a text",
        "reference": "a reference to another place in the file",
    }
    return kinds.get(node.kind, "a single value")
