"""What tools a server has, asked of the server itself: start it, say hello, list, end it. For the command line.

1. The server runs as its client would start it (command, arguments, environment), as long as the listing takes.
2. No tool is called; requests of the server's own are not answered.
3. A server that does not start, does not answer in time or answers nonsense is a ListingError that says which.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from typing import IO

from callgate_proxy.errors import CallgateError
from callgate_proxy.jsonlean import as_list, as_object

PROTOCOL = "2025-06-18"
PATIENCE = 20.0  # seconds for each answer: some servers are downloaded before they start
GRACE = 2.0  # seconds a server has to end by itself
MOST_PAGES = 100
LONGEST_LINE = 16_000_000  # bytes


class ListingError(CallgateError):
    """The server's tools are not known."""


def tools_of(command: list[str], env: dict[str, str], patience: float = PATIENCE) -> list[dict[str, object]]:
    """The tools (as on the wire) of the server that `command` starts; `env` is added to ours. Raises ListingError."""
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **env},
            start_new_session=sys.platform != "win32",
        )
    except (OSError, ValueError) as error:
        raise ListingError(f"{command[0]} could not be started: {error}.", "Check the command in the file.") from None
    try:
        return _Conversation(child, patience).tools()
    finally:
        _end(child)


class _Conversation:
    """One hello and the pages of one list."""

    def __init__(self, child: subprocess.Popen[bytes], patience: float) -> None:
        self._child = child
        self._patience = patience
        self._next = 0
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        assert child.stdout is not None, "it was started with a pipe"
        threading.Thread(target=_read, args=(child.stdout, self._lines), daemon=True).start()

    def tools(self) -> list[dict[str, object]]:
        hello: dict[str, object] = {
            "protocolVersion": PROTOCOL,
            "capabilities": {},
            "clientInfo": {"name": "callgate-scan", "version": "1"},
        }
        self._ask("initialize", hello)
        self._say({"jsonrpc": "2.0", "method": "notifications/initialized"})
        found: list[dict[str, object]] = []
        cursor: object = None
        for _ in range(MOST_PAGES):
            page = self._ask("tools/list", {} if cursor is None else {"cursor": cursor})
            tools = [as_object(one) for one in as_list(page.get("tools")) or []]
            found += [tool for tool in tools if tool is not None and isinstance(tool.get("name"), str)]
            cursor = page.get("nextCursor")
            if not isinstance(cursor, str):
                return found
        raise ListingError(f"It lists more than {MOST_PAGES} pages of tools.", "")

    def _say(self, message: dict[str, object]) -> None:
        assert self._child.stdin is not None, "it was started with a pipe"
        try:
            self._child.stdin.write(json.dumps(message).encode() + b"\n")
            self._child.stdin.flush()
        except OSError:
            raise self._gone() from None

    def _ask(self, method: str, params: dict[str, object]) -> dict[str, object]:
        self._next += 1
        self._say({"jsonrpc": "2.0", "id": self._next, "method": method, "params": params})
        until = time.monotonic() + self._patience
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                raise ListingError(
                    f"It did not answer {method} in {self._patience:g} s.", "Start it by hand."
                ) from None
            if not line:
                raise self._gone()
            reply = _object(line)
            if reply.get("id") != self._next or "method" in reply:
                continue
            result = as_object(reply.get("result"))
            if result is None:
                raise ListingError(f"It refused {method}: {json.dumps(reply.get('error'))[:200]}.", "")
            return result

    def _gone(self) -> ListingError:
        return ListingError("It ended before it listed its tools.", "Start it by hand and look at what it prints.")


def _read(stream: IO[bytes], lines: queue.SimpleQueue[bytes]) -> None:
    try:
        while line := stream.readline(LONGEST_LINE):
            lines.put(line)
    except (OSError, ValueError):
        pass  # closed at the end of the conversation
    lines.put(b"")


def _object(line: bytes) -> dict[str, object]:
    try:
        return as_object(json.loads(line)) or {}
    except ValueError:
        return {}  # what a server prints by mistake


def _end(child: subprocess.Popen[bytes]) -> None:
    """Closes its input, which ends a server; then asks, then ends it."""
    assert child.stdin is not None, "it was started with a pipe"
    assert child.stdout is not None, "it was started with a pipe"
    with contextlib.suppress(OSError):  # it has gone
        child.stdin.close()
    for harder in (child.terminate, child.kill):
        try:
            child.wait(GRACE)
            break
        except subprocess.TimeoutExpired:
            harder()
    child.wait()
    child.stdout.close()
