"""One vector's world: a home of its own, and a real `Shell` for each server, with pipes that keep what they are given.

1. What a vector says of its surroundings is brought about, not pretended: its policy is written into policy.json, what
   is pinned was listed by an earlier session, the folders are asked for and declared on the wire.
2. Only two things are not this machine's: the person's folder and the links in it.
3. The vectors call the proxy under test `mcp-proxy`; here that is Callgate's name.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from typing import Any

from callgate_proxy.checking import Checking
from callgate_proxy.effects import Call, Defer, Withdraw
from callgate_proxy.guarding import SharedTrace, data
from callgate_proxy.home import Home
from callgate_proxy.policy import paths, store
from callgate_proxy.relay import Options
from callgate_proxy.risk.calling import Calls
from callgate_proxy.shell import Shell
from callgate_proxy.state import State
from translated import policy

PERSON = "/home/u"
OFFERS: dict[str, Any] = {"roots": {}, "sampling": {}, "elicitation": {"form": {}, "url": {}}}


class Pipe:
    """Keeps the lines that are written to it."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []

    def write(self, data: bytes) -> bool:
        """As lines.Sink."""
        self.lines += data.splitlines(keepends=True)
        return True

    def taken(self) -> list[bytes]:
        """What was written since the last look."""
        lines, self.lines = self.lines, []
        return lines


class Conversation:
    """One client's use of one server in a world."""

    def __init__(self, world: World, server: str) -> None:
        self.to_server, self.to_client = Pipe(), Pipe()
        self.asked: list[Call] = []
        self.stopped: list[bytes] = []
        command = ["server-of", server]
        options = Options(server, world.client, None, command)
        self.shell = Shell(world.home, options, self.to_server, self.to_client, self.asked.append, _over)  # type: ignore[arg-type]
        self.shell.session.equip(lambda: world.checking(server))

    def client_says(self, line: bytes) -> None:
        """One line from the client."""
        self.shell.turn(lambda session, now: session.from_client(line, now))

    def server_says(self, line: bytes) -> bytes:
        """One line from the server; what the client gets of it."""
        delivered, effects, now = self.shell.from_server(line)
        self.shell.after(effects, now)
        return delivered

    def allow(self, call: Call) -> None:
        """The person says yes to `call`, once."""
        self.shell.turn(lambda session, now: session.answered(call.question, "allow", "once", "", now))

    def close(self) -> None:
        """Both sides have gone."""
        self.shell.close()


class World:
    """What one vector plays in."""

    def __init__(self, root: str, setup: Mapping[str, Any]) -> None:
        self.home = Home(os.path.join(root, "home"))
        self.setup = setup
        # A client that shows servers and tools together, or one that does not.
        self.client = "claude-code" if setup.get("client_namespaces") else "cursor"
        self.rows_read = 0
        self._links: dict[str, str] = setup.get("symlinks", {})
        self._states: list[State] = []
        self._open: dict[str, Conversation] = {}
        self.write_policy({})

    def write_policy(self, more: Mapping[str, Any]) -> None:
        """Puts the vector's policy in force, with `more` entries of the same form."""
        self.home.ensure(self.home.root)
        store.save(self.home, json.dumps(policy(self.setup.get("policy", {}), more)))

    def conversation(self, server: str) -> Conversation:
        """The conversation with `server`, begun at its first mention."""
        if server not in self._open:
            self._open[server] = Conversation(self, server)
        return self._open[server]

    def fresh(self, server: str) -> None:
        """The client starts `server` anew."""
        old = self._open.pop(server, None)
        if old is not None:
            old.close()

    def checking(self, server: str) -> Checking:
        """The checks, as `guarding.py` puts them together, for this person and these links."""
        state = State(self.home)
        self._states.append(state)
        own = [self.home.root, *self.setup.get("own_paths", [])]
        trace = SharedTrace(state, self.client)
        ports = self.setup.get("own_ports", [])
        return Checking(Calls(server, data("guarded.json"), PERSON, own, ports, self._resolve, trace))

    def _resolve(self, text: str) -> tuple[str, ...]:
        places = paths.resolve(text)
        return tuple(self._followed(place) for place in places)

    def _followed(self, place: str) -> str:
        for link, target in self._links.items():
            if paths.inside(place, link):
                return os.path.normpath(os.path.join(os.path.dirname(link), target)) + place[len(link) :]
        return place

    def rows(self) -> list[dict[str, Any]]:
        """The log's rows since the last look."""
        found: list[dict[str, Any]] = []
        for name in sorted(os.listdir(self.home.log)) if os.path.isdir(self.home.log) else []:
            with open(os.path.join(self.home.log, name), encoding="utf-8") as file:
                found += [json.loads(line) for line in file if line.strip()]
        fresh, self.rows_read = found[self.rows_read :], len(found)
        return fresh

    def close(self) -> None:
        """Ends every conversation."""
        for server in list(self._open):
            self.fresh(server)
        for state in self._states:
            state.close()


def _over(_: Withdraw | Defer) -> None:
    """The vectors' questions are answered by the runner alone."""


def line(message: Mapping[str, Any]) -> bytes:
    """`message` as the wire has it."""
    return json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


Opener = Callable[[Conversation], None]
