"""A server for the end-to-end tests: three tools, and on request the bad manners of real ones. Standard library only.

    fake_server.py [dies | logs | floods]

Every call of a tool is noted in the file `FAKE_NOTES` names, so that a test can see what really arrived; every start
in the one that `FAKE_STARTS` names.
"""

from __future__ import annotations

import json
import os
import sys

TOOLS = ("echo", "write", "secret")
FLOOD = 4 << 20  # bytes on standard error: far more than any pipe holds


def answer(method: str, params: dict[str, object]) -> dict[str, object]:
    """What a response says beside its id."""
    if method == "initialize":
        info = {"name": "fake", "version": "1"}
        return {"result": {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": info}}
    if method == "tools/list":
        return {"result": {"tools": [{"name": name, "inputSchema": {"type": "object"}} for name in TOOLS]}}
    if method == "tools/call":
        note(str(params["name"]))
        return {"result": {"content": [{"type": "text", "text": json.dumps(params["arguments"])}], "isError": False}}
    return {"error": {"code": -32601, "message": "Method not found"}}


def note(what: str, variable: str = "FAKE_NOTES") -> None:
    """Leaves a trace of a call that really arrived, or of a start."""
    if notes := os.environ.get(variable):
        with open(notes, "a", encoding="utf-8") as file:
            print(what, file=file)


def main(manners: str) -> None:
    """Answers requests until the input ends."""
    note(" ".join(sys.argv[1:]), "FAKE_STARTS")
    if manners == "dies":
        sys.exit("fake: no configuration found, giving up")
    if manners == "floods":
        sys.stderr.write("noise, noise, noise\n" * (FLOOD // 20))
    for line in sys.stdin:
        message = json.loads(line)
        if manners == "logs":
            print("INFO: got", message["method"])
        if "id" in message:
            body = answer(message["method"], message.get("params", {}))
            print(json.dumps({"jsonrpc": "2.0", "id": message["id"], **body}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
