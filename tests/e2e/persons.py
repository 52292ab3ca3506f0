"""Whoever answers what the proxies ask: a tray of the test's own."""

from __future__ import annotations

import json
import os
import socket
from typing import Any

from callgate_proxy.home import Home
from guarding import PATIENCE


class Tray:
    """A tray of the test's own."""

    def __init__(self, home: Home) -> None:
        os.makedirs(home.run, mode=0o700)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(home.socket)
        self._listener.listen()
        self._listener.settimeout(PATIENCE)
        self._connected: socket.socket | None = None
        self._lines: Any = None

    def hear(self, op: str) -> dict[str, Any]:
        """The next message, which must be an `op`."""
        if self._connected is None:
            self._connected, _ = self._listener.accept()
            self._lines = self._connected.makefile("rb")
        message = json.loads(self._lines.readline())
        assert message["op"] == op
        return message

    def find(self, op: str) -> dict[str, Any]:
        """The next `op`, whatever is said before it."""
        while self._connected is None or (message := json.loads(self._lines.readline()))["op"] != op:
            if self._connected is None:
                self._connected, _ = self._listener.accept()
                self._lines = self._connected.makefile("rb")
        return message

    def answer(self, question: str, decision: str) -> None:
        assert self._connected is not None
        told = {"op": "answer", "call": question, "decision": decision, "how": "once", "note": "Not today."}
        self._connected.sendall(json.dumps(told).encode() + b"\n")

    def close(self) -> None:
        for one in (self._lines, self._connected, self._listener):
            if one is not None:
                one.close()
