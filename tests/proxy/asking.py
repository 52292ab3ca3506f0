"""Both ends of a question: a tray of the test's own, and a session whose every call is asked about."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from callgate_proxy import mode
from callgate_proxy.asks import Asks
from callgate_proxy.effects import Ask, Defer, Withdraw
from callgate_proxy.home import Home
from callgate_proxy.relay import Options
from callgate_proxy.session import Session
from conversation import NOW, call, policy, rows

if TYPE_CHECKING:
    from callgate_proxy.effects import Effect


class Tray:
    """A tray of the test's own: one listener, lines in and out."""

    def __init__(self, home: Home) -> None:
        os.makedirs(home.run, mode=0o700, exist_ok=True)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(home.socket)
        self._listener.listen()
        self._stream: Any = None
        self._connected: socket.socket | None = None

    def read(self) -> dict[str, Any]:
        if self._connected is None:
            self._connected, _ = self._listener.accept()
            self._connected.settimeout(30)
            self._stream = self._connected.makefile("rb")
        return json.loads(self._stream.readline())

    def read_two(self) -> None:
        """Past the hello and the question."""
        self.read()
        self.read()

    def write(self, data: bytes) -> None:
        assert self._connected is not None
        self._connected.sendall(data)

    def close(self) -> None:
        if self._connected is not None:
            self._stream.close()
            self._connected.close()
        self._listener.close()


class Gate:
    """A session whose every call is asked about, and what its answers came to."""

    def __init__(self, home: Home, seconds: float | None, client: str = "cursor") -> None:
        self.session = Session(client, "fs", "w")
        self.session.govern(policy({"default": "ask"}), "", mode.ON)
        self.asks = Asks(self.turn, home, Options("fs", client, seconds, ["node", "server.js"]))
        self.done: list[list[Effect]] = []
        self._told = threading.Condition()

    def turn(self, judge: Callable[[Session, float], list[Effect]]) -> None:
        with self._told:
            effects = judge(self.session, NOW)
            if effects:
                self.done.append(effects)
                self._told.notify_all()
            for effect in effects:
                if isinstance(effect, (Defer, Withdraw)):
                    self.asks.over(effect)

    def ask(self, request: int = 1) -> str:
        (effect,) = self.session.from_client(call("write", request, path="/x"), NOW)
        assert isinstance(effect, Ask)
        self.asks.open(effect.call)
        return effect.call.row_id

    def outcome(self, count: int = 1) -> list[str]:
        """The names of the effects of the `count`-th end of a question."""
        with self._told:
            assert self._told.wait_for(lambda: len(self.done) >= count, 30)
        return [type(effect).__name__ for effect in self.done[count - 1]]

    def how(self) -> str:
        return rows(self.done[-1])[0]["how"]
