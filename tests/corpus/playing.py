"""Plays one vector through real sessions and reads off what became of its message.

block: it does not reach the other side. ask: it is held until a person decides. strip: delivered with less in it.
flag: delivered and recorded as found. allow: delivered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import files
import web
from world import OFFERS, Conversation, World, line

_LISTS = {"tools/list": "tools", "prompts/list": "prompts", "resources/list": "resources"}
Outcome = tuple[str, str]


def play(vector: Mapping[str, Any], root: str) -> Outcome:
    """(what became of the vector's message, the evidence)."""
    if any("http" in message for message in vector["messages"]):
        return web.play(vector, root)
    if any("config" in message for message in vector["messages"]):
        return files.play(vector)
    world = World(root, vector.get("setup", {}))
    try:
        return _Player(vector, world).run()
    finally:
        world.close()


class _Player:
    """One vector's run."""

    def __init__(self, vector: Mapping[str, Any], world: World) -> None:
        self._vector, self._world = vector, world
        self._stage = str(vector["stage"])
        self._met: set[str] = set()
        self._sent: set[tuple[str, Any]] = set()
        self._before = [one for one in vector["messages"] if "dir" in one]

    def run(self) -> Outcome:
        """Plays everything; the outcome of the message that the vector is about."""
        self._pin()
        at = self._vector.get("at", len(self._vector["messages"]) - 1)
        outcome = ("allow", "")
        for index, message in enumerate(self._vector["messages"]):
            if "ui" in message:
                self._person(message)
                continue
            outcome = self._message(message)
            if index == at:
                break
            self._go_on(message["server"])
        return outcome

    def _go_on(self, server: str) -> None:
        """Earlier messages that are held are let go on: the vector is not about them."""
        talk = self._world.conversation(server)
        for call in talk.asked:
            talk.allow(call)
        talk.asked.clear()

    def _person(self, message: Mapping[str, Any]) -> None:
        if message["ui"] != "approved":
            return
        told, server = message["hash_of"], self._before[0]["server"]
        self._world.write_policy({server: {told["name"]: {"action": "ask"}}})
        talk = self._meet(server)
        talk.client_says(line({"id": 3001, "method": "tools/call", "params": told}))
        self._go_on(server)
        talk.server_says(line({"id": 3001, "result": {"content": []}}))

    # ---- the beginning of a session

    def _meet(self, server: str) -> Conversation:
        talk = self._world.conversation(server)
        if server in self._met:
            return talk
        self._met.add(server)
        setup = self._vector.get("setup", {})
        offers = setup.get("client_capabilities", OFFERS)
        if self._stage != "initialize":
            self._initialize(talk, "i1", offers)
        roots = setup.get("roots")
        if roots and self._stage != "initialize":
            talk.server_says(line({"id": "r1", "method": "roots/list"}))
            listed = [{"uri": f"file://{root}"} for root in roots]
            talk.client_says(line({"id": "r1", "result": {"roots": listed}}))
        self._clear(talk)
        return talk

    def _initialize(self, talk: Conversation, request: object, offers: object, instructions: str | None = None) -> None:
        params = {"protocolVersion": "2025-06-18", "capabilities": offers, "clientInfo": {"name": "c", "version": "1"}}
        talk.client_says(line({"id": request, "method": "initialize", "params": params}))
        result: dict[str, Any] = {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": {}}
        if instructions is not None:
            result["instructions"] = instructions
        talk.server_says(line({"id": request, "result": result}))
        talk.client_says(line({"method": "notifications/initialized"}))

    def _clear(self, talk: Conversation) -> None:
        talk.to_server.taken()
        talk.to_client.taken()
        talk.asked.clear()
        self._world.rows()

    def _pin(self) -> None:
        """Earlier sessions of the servers whose tools are known."""
        setup = self._vector.get("setup", {})
        for server, known in setup.get("pinned", {}).items():
            self._earlier(server, known)
        for server, names in setup.get("other_servers", {}).items():
            self._earlier(server, names)

    def _earlier(self, server: str, known: Any) -> None:
        told: dict[str, Any] = {str(name): {} for name in known} if isinstance(known, list) else dict(known)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        instructions, prompts = told.pop("instructions", None), told.pop("prompts", None)
        talk = self._world.conversation(server)
        self._initialize(talk, "p0", OFFERS, instructions)
        tools = [self._pinned_tool(name, held) for name, held in told.items()]
        talk.client_says(line({"id": "p1", "method": "tools/list"}))
        talk.server_says(line({"id": "p1", "result": {"tools": tools}}))
        if prompts is not None:
            listed = [{"name": name, "description": text} for name, text in prompts.items()]
            talk.client_says(line({"id": "p2", "method": "prompts/list"}))
            talk.server_says(line({"id": "p2", "result": {"prompts": listed}}))
        self._world.fresh(server)

    def _pinned_tool(self, name: str, told: Any) -> dict[str, Any]:
        """A tool as it was pinned: the vector's own, where it says nothing else."""
        now = [tool for one in self._before for tool in _named(_read(one), "tools") if tool.get("name") == name]
        tool: dict[str, Any] = {"name": name, "inputSchema": {"type": "object", "properties": {}}}
        for key in ("description", "inputSchema", "annotations"):
            if now and key in now[0]:
                tool[key] = now[0][key]
        said = {"description": told} if isinstance(told, str) else dict(told)
        params = said.pop("params", None)
        if params is not None and sorted(params) != sorted(tool["inputSchema"].get("properties", {})):
            tool["inputSchema"] = {"type": "object", "properties": {one: {"type": "string"} for one in params}}
        return {**tool, **said}

    # ---- one message

    def _message(self, message: Mapping[str, Any]) -> Outcome:
        talk = self._meet(message["server"])
        raw = line(message["line"]) if "line" in message else message["raw"].encode("utf-8", "surrogatepass") + b"\n"
        raw = raw.replace(b"mcp-proxy;", b"callgate-proxy;")
        if message["dir"] == "c>s":
            value = message.get("line", {})
            self._sent.add((message["server"], value.get("id")))
            return self._from_client(talk, raw)
        return self._from_server(talk, raw, message)

    def _from_client(self, talk: Conversation, raw: bytes) -> Outcome:
        self._clear(talk)
        talk.client_says(raw)
        rows = self._world.rows()
        why = "; ".join(
            f"{row.get('verdict')} {row.get('rule')} {row.get('reason')}" for row in rows if "verdict" in row
        )
        if raw in talk.to_server.taken():
            flags = [flag for row in rows for flag in row.get("flags", [])]
            return ("flag", str(flags)) if flags else ("allow", why)
        return ("ask" if talk.asked else "block"), why

    def _from_server(self, talk: Conversation, raw: bytes, message: Mapping[str, Any]) -> Outcome:
        value = _read(message)
        self._prime(talk, value, message["server"])
        self._clear(talk)
        delivered = talk.server_says(raw)
        rows = self._world.rows()
        found = [row for row in rows if row.get("k") == "found" or row.get("flags")]
        why = "; ".join(
            f"{row.get('check', row.get('rule'))} {row.get('text', row.get('reason', ''))} {row.get('flags', '')}"
            for row in rows
            if row.get("k") != "end"
        )
        if talk.asked:
            return "ask", why
        if not delivered or b'"dev.callgate/rule"' in delivered or b"Callgate refused" in delivered:
            return "block", why
        listed = _LISTS.get(self._stage)
        standing = self._standing(talk, value, delivered, listed) if listed else ""
        if self._stage == "initialize":
            kept = _result(_parsed(delivered)).get("instructions", "") == _result(value).get("instructions", "")
            standing = "" if kept else "ask" if any(row.get("check") == "pins" for row in found) else "block"
        if standing:
            return standing, why
        if self._stage != "initialize" and _parsed(delivered) != value:
            return "strip", why
        return ("flag", why) if found else ("allow", why)

    def _prime(self, talk: Conversation, value: Mapping[str, Any], server: str) -> None:
        """Asks what the vector answers; where it is about an answer to no question, nobody asks."""
        request = value.get("id")
        if "method" in value or (server, request) in self._sent or self._vector["category"] == "protocol":
            return
        if self._stage == "initialize":
            offers = {"protocolVersion": "2025-06-18", "capabilities": OFFERS, "clientInfo": {}}
            talk.client_says(line({"id": request, "method": "initialize", "params": offers}))
        elif self._stage in _LISTS:
            talk.client_says(line({"id": request, "method": self._stage}))
        elif self._stage.startswith("prompts/get"):
            talk.client_says(line({"id": request, "method": "prompts/get", "params": {"name": "p"}}))
        else:
            params: dict[str, Any] = {"name": "tool", "arguments": {}}
            talk.client_says(line({"id": request, "method": "tools/call", "params": params}))

    def _standing(self, talk: Conversation, value: Any, delivered: bytes, listed: str) -> str:
        """The word is block where something was taken out of a list, ask where its use is asked about from now on."""
        names = [str(one.get("name")) for one in _named(value, listed)]
        kept = [str(one.get("name")) for one in _named(_parsed(delivered), listed)]
        if len(kept) < len(names):
            return "block"
        method = {"tools": "tools/call", "prompts": "prompts/get"}.get(listed)
        for at, name in enumerate(names if method else []):
            params: dict[str, Any] = {"name": name, "arguments": {}} if listed == "tools" else {"name": name}
            self._clear(talk)
            talk.client_says(line({"id": f"probe{at}", "method": method, "params": params}))
            rules = [str(row.get("rule")) for row in self._world.rows()]
            if any(rule.endswith(("/pins", "/names", "/words", "/hidden")) for rule in rules):
                return "ask" if talk.asked else "block"
        return ""


def _read(message: Mapping[str, Any]) -> dict[str, Any]:
    return message["line"] if "line" in message else _parsed(message.get("raw", "{}").encode())


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        value: Any = json.loads(raw)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}  # type: ignore[return-value]


def _result(value: Mapping[str, Any]) -> dict[str, Any]:
    found = value.get("result")
    return found if isinstance(found, dict) else {}  # type: ignore[return-value]


def _named(value: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    return [one for one in _result(value).get(key, []) if isinstance(one, dict)]
