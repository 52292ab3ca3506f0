"""A shell with real files and collected pipes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable

from callgate_proxy.effects import Call, Defer, Withdraw
from callgate_proxy.home import Home
from callgate_proxy.lines import Sink
from callgate_proxy.outbound import Outbound
from callgate_proxy.relay import Options
from callgate_proxy.shell import Shell


class Collected(Sink):
    """A sink that keeps what it is given, and notices two writers in one line."""

    def __init__(self) -> None:
        super().__init__(-1)
        self.data = b""
        self.on_write: Callable[[], None] = lambda: None

    def _write(self, data: bytes) -> bool:
        self.data += data
        self.on_write()
        return True


class Swallowed(Sink):
    """A sink that keeps nothing."""

    def __init__(self) -> None:
        super().__init__(-1)

    def _write(self, data: bytes) -> bool:  # noqa: ARG002
        return True


class Piped:
    """Makes shells over one home."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._made: list[Shell] = []

    def save(self, **policy: object) -> None:
        """Saves policy.json."""
        os.makedirs(self._home.root, exist_ok=True)
        with open(self._home.policy, "w", encoding="utf-8") as file:
            json.dump({"version": "1", "default": "allow", **policy}, file)

    def __call__(
        self, asks: list[Call] | None = None, over: list[Withdraw | Defer] | None = None, **policy: object
    ) -> tuple[Shell, Collected, Collected, Outbound]:
        """A shell under `policy`, its server's and its client's pipe, and what feeds it from the server."""
        self.save(**policy)
        server, client = Collected(), Collected()
        options = Options("fs", "cursor", 45.0, ["x"])
        on_ask = ([] if asks is None else asks).append
        on_question = ([] if over is None else over).append
        self._made.append(Shell(self._home, options, server, client, on_ask, on_question))
        return self._made[-1], server, client, Outbound(self._made[-1], client)

    def close(self) -> None:
        """Ends all of them."""
        for shell in self._made:
            shell.close()
