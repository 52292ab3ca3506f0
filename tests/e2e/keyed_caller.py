"""A client of a server that asks for a key: `FILE` (by the address and headers there), or `--start COMMAND…`.

Prints what a stranger gets who does not send the entry's headers, and what becomes of its own list and call.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

HELLO = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
CALL = {"name": "echo", "arguments": {"text": "heard"}}
STEPS: tuple[tuple[str, dict[str, Any]], ...] = (("initialize", HELLO), ("tools/list", {}), ("tools/call", CALL))


def posted(url: str, headers: Mapping[str, str], told: dict[str, Any]) -> tuple[int, str, str]:
    """Status, session and body of one message."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    own = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    connection.request("POST", parts.path, json.dumps(told).encode(), {**own, **headers})
    answer = connection.getresponse()
    return answer.status, answer.getheader("mcp-session-id") or "", answer.read().decode()


def tell(answers: list[str]) -> None:
    """What came of it: whether the tool was listed, and answered."""
    _, listed, called = answers
    print("listed:", '"echo"' in listed, "answered:", '"heard"' in called)


def by_address(file: str) -> None:
    """As the client of a file does."""
    with open(file, encoding="utf-8") as held:
        (entry,) = json.load(held)["mcpServers"].values()
    requests = [{"jsonrpc": "2.0", "id": at, "method": method, "params": p} for at, (method, p) in enumerate(STEPS)]
    print("refused as a stranger:", posted(entry["url"], {}, requests[0])[0])
    answers: list[str] = []
    for one in requests:
        _, session, body = posted(entry["url"], entry["headers"], one)
        entry["headers"] |= {"mcp-session-id": session} if session else {}
        answers.append(body)
    tell(answers)


def by_command(command: list[str]) -> None:
    """As a client that only starts commands does."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        answers: list[str] = []
        for at, (method, params) in enumerate(STEPS):
            told = {"jsonrpc": "2.0", "id": at, "method": method, "params": params}
            process.stdin.write(json.dumps(told) + "\n")
            process.stdin.flush()
            answers.append(process.stdout.readline())
        process.stdin.close()
    tell(answers)


if __name__ == "__main__":
    if sys.argv[1] == "--start":
        by_command(sys.argv[2:])
    else:
        by_address(sys.argv[1])
