"""An MCP server over standard input and output for the conformance suite: both eras, one message at a time.

1. A request that carries the modern `_meta` is answered in the modern way, any other in the legacy one.
2. A legacy tool that asks the client waits for the answer right there; a modern one returns what it needs
   (`input_required`) with a signed state, and is called again.
3. What a tool says before its result goes out at once. Standard library only.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sys

from fixture_menu import ASKS, PLAIN, PROMPTS, RESOURCES, ROUNDS, STATELESS, TEMPLATE, prompt, tools
from messages import Json, inside

MODERN = "2026-07-28"
LEGACY = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
META = "io.modelcontextprotocol/"
KEY = b"fixture"
INFO = {"name": "callgate-fixture", "version": "1"}
LISTS = {"tools/list", "resources/list", "resources/templates/list", "prompts/list", "resources/read"}
NEEDS = {"elicitation/create": "elicitation", "sampling/createMessage": "sampling", "roots/list": "roots"}
CAPABILITIES: Json = {
    "tools": {},
    "resources": {"subscribe": True},
    "prompts": {},
    "completions": {},
}


class Failed(Exception):
    """A request that ends in an error: JSON-RPC code, message, data."""


def say(**members: object) -> None:
    """Writes one message."""
    sys.stdout.write(json.dumps({"jsonrpc": "2.0", **members}) + "\n")
    sys.stdout.flush()


def notify(method: str, **params: object) -> None:
    """Writes one notification."""
    say(method=method, params=params)


class Fixture:
    """One server, one client."""

    def __init__(self) -> None:
        self._asked = 0

    def answer(self, message: Json) -> None:
        """Answers one request; notifications need nothing."""
        if "id" not in message:
            return
        params = inside(message, "params")
        modern = META + "protocolVersion" in inside(params, "_meta") or message["method"] == "server/discover"
        try:
            result = self._modern(message, params) if modern else self._legacy(message["method"], params)
        except Failed as failed:
            code, text, *data = failed.args
            say(id=message["id"], error={"code": code, "message": text, **({"data": data[0]} if data else {})})
        else:
            if result is not None:
                say(id=message["id"], result=result)

    # ---- the eras

    def _legacy(self, method: str, params: Json) -> Json | None:
        if method == "initialize":
            asked = params.get("protocolVersion")
            version = asked if asked in LEGACY else LEGACY[-1]
            return {"protocolVersion": version, "capabilities": {**CAPABILITIES, "logging": {}}, "serverInfo": INFO}
        if method in ("ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe"):
            return {}
        if method == "tools/call":
            return self._call(params)
        return self._either(method, params, -32002)

    def _modern(self, message: Json, params: Json) -> Json | None:
        meta = inside(params, "_meta")
        version, capable = meta.get(META + "protocolVersion"), inside(meta, META + "clientCapabilities")
        if not isinstance(version, str) or not isinstance(meta.get(META + "clientCapabilities"), dict):
            raise Failed(-32602, "protocolVersion and clientCapabilities are required in _meta")
        if version != MODERN:
            raise Failed(-32022, "Unsupported protocol version", {"supported": [MODERN], "requested": version})
        method = message["method"]
        if method == "server/discover":
            discovered = {"supportedVersions": [MODERN], "capabilities": CAPABILITIES, "serverInfo": INFO}
            result: Json = {**discovered, "_meta": {META + "serverInfo": INFO}, "ttlMs": 0, "cacheScope": "private"}
        elif method == "subscriptions/listen":
            wanted = inside(params, "notifications")
            tag = {META + "subscriptionId": message["id"]}
            notify("notifications/subscriptions/acknowledged", notifications=wanted, _meta=tag)
            return None
        elif method == "tools/call" or (method == "prompts/get" and params.get("name") in ROUNDS):
            result = self._in_rounds(method, params, capable)
        else:
            result = self._either(method, params, -32602)
        if method in LISTS:
            result |= {"ttlMs": 0, "cacheScope": "private"}
        return {"resultType": "complete", **result}

    # ---- what both eras have

    def _either(self, method: str, params: Json, not_found: int) -> Json:
        name, uri = str(params.get("name")), str(params.get("uri"))
        if method == "tools/list":
            return {"tools": tools()}
        if method == "resources/list":
            return {"resources": [{"uri": u, "name": u, "mimeType": r["mimeType"]} for u, r in RESOURCES.items()]}
        if method == "resources/templates/list":
            return {"resourceTemplates": [TEMPLATE]}
        if method == "resources/read":
            return {"contents": [{"uri": uri, **resource(uri, not_found)}]}
        if method == "prompts/list":
            named = [[{"name": argument, "required": True} for argument in given] for given in PROMPTS.values()]
            return {
                "prompts": [
                    {"name": n, "description": f"Fixture: {n}", "arguments": a}
                    for n, a in zip(PROMPTS, named, strict=True)
                ]
            }
        if method == "prompts/get" and name in PROMPTS:
            return {"messages": prompt(name, inside(params, "arguments"))}
        if method == "completion/complete":
            return {"completion": {"values": ["paris", "park"], "total": 2, "hasMore": False}}
        if method == "prompts/get":
            raise Failed(-32602, f"Unknown prompt: {name}")
        raise Failed(-32601, f"Method not found: {method}")

    def _call(self, params: Json) -> Json:
        name = params.get("name")
        if name in ASKS:
            return text(f"The client said: {json.dumps(self._ask(str(name), params.get('arguments') or {}))}")
        if name in PLAIN:
            return {"content": PLAIN[str(name)]}
        if name == "test_error_handling":
            return {**text("This tool intentionally returns an error for testing"), "isError": True}
        if name == "test_tool_with_progress":
            token = inside(params, "_meta").get("progressToken")
            for done in (0, 50, 100) if token is not None else ():
                notify("notifications/progress", progressToken=token, progress=done, total=100)
            return text("Progress made")
        if name == "test_tool_with_logging":
            for said in ("Tool execution started", "Tool processing data", "Tool execution completed"):
                notify("notifications/message", level="info", data=said)
            return text("Logged")
        raise Failed(-32602, f"Unknown tool: {name}")

    # ---- asking the client

    def _ask(self, name: str, arguments: Json) -> object:
        asked = json.dumps(ASKS[name]).replace("{text}", " ".join(map(str, arguments.values())))
        self._asked += 1
        request = f"fixture-{self._asked}"
        say(id=request, **json.loads(asked))
        for line in sys.stdin:
            message = json.loads(line)
            if message.get("id") == request and "method" not in message:
                return message.get("result", message.get("error"))
            self.answer(message)
        raise Failed(-32603, "The client left")

    def _in_rounds(self, method: str, params: Json, capable: Json) -> Json:
        name = str(params.get("name"))
        if name == "test_missing_capability" and "sampling" not in capable:
            raise Failed(-32021, "Missing capability", {"requiredCapabilities": {"sampling": {}}})
        if name in ASKS:
            raise Failed(-32602, f"{name} is of the older era")
        if name not in ROUNDS:
            return self._call(params)
        rounds, given, done = ROUNDS[name], inside(params, "inputResponses"), 0
        if state := params.get("requestState"):
            done = checked(str(state), name)
        wanted = {key: asks for key, asks in rounds[done].items() if NEEDS[asks["method"]] in capable}
        if set(wanted) <= {key for key, said in given.items() if isinstance(said, dict)} and wanted:
            done += 1
            if done == len(rounds):
                ended = text(f"state-ok {json.dumps(given)}")
                return ended if method == "tools/call" else {"messages": prompt(name, {})}
            wanted = rounds[done]
        needs: Json = {"resultType": "input_required", "inputRequests": wanted}
        return needs if name in STATELESS else {**needs, "requestState": signed(name, done)}


def text(said: str) -> Json:
    """A tool's result of one text."""
    return {"content": [{"type": "text", "text": said}]}


def resource(uri: str, not_found: int) -> Json:
    """What a resource holds."""
    if uri in RESOURCES:
        return RESOURCES[uri]
    start, end = TEMPLATE["uriTemplate"].split("{id}")
    if uri.startswith(start) and uri.endswith(end):
        held = {"id": uri[len(start) : -len(end)], "templateTest": True}
        return {"mimeType": "application/json", "text": json.dumps(held)}
    raise Failed(not_found, "Resource not found", {"uri": uri})


def signed(name: str, done: int) -> str:
    """The state of a call in rounds, which the client brings back."""
    return f"{done}.{hmac.new(KEY, f'{name}.{done}'.encode(), hashlib.sha256).hexdigest()}"


def checked(state: str, name: str) -> int:
    """How many rounds are done, as `state` has it. Raises Failed."""
    done = state.partition(".")[0]
    if not done.isdigit() or not hmac.compare_digest(state, signed(name, int(done))):
        raise Failed(-32602, "requestState was changed")
    return int(done)


if __name__ == "__main__":
    fixture = Fixture()
    for line in sys.stdin:
        incoming = json.loads(line)
        if "method" in incoming:
            fixture.answer(incoming)
