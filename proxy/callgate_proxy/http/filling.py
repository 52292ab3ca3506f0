"""References in headers on their way to a real server: each gets its value, or the request goes nowhere.

1. `callgate remote add --header` names any secret, for its server alone. A client's own header may name only what was
   moved out of that client's entry of that server, under that header (`moving.py` gives such names): whoever has a
   token for one server cannot have another's secret sent to it.
2. A value is asked for once and kept while the process lives; one that the server turned away is asked for anew.
3. A value that no header can carry is told by its header's name: what speaks HTTP would tell the value.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import unquote

from callgate_proxy.http.gate import Guest, Headers, Refusal
from callgate_proxy.secrets import PREFIX, SecretError, name_of

if TYPE_CHECKING:
    from collections.abc import Callable

_MARK = PREFIX.encode()


class Filling:
    """`secret`: gives the value of a reference; it may take its time, and runs in a thread."""

    def __init__(self, secret: Callable[[str], str]) -> None:
        self._secret = secret
        self._known: dict[str, str] = {}

    async def instead(self, guest: Guest) -> dict[str, str]:
        """The headers that stand in for the client's. Raises SecretError."""
        return {name: await self._filled(name, held) for name, held in guest.remote.headers.items()}

    async def own(self, guest: Guest, headers: Headers) -> Headers:
        """The client's headers. Raises Refusal for a reference that is not this client's to use, SecretError."""
        if not any(held.startswith(_MARK) for _, held in headers):
            return headers
        return [
            (name, await self._own(guest, name.decode("latin-1"), held) if held.startswith(_MARK) else held)
            for name, held in headers
        ]

    def refused(self, guest: Guest) -> None:
        """The server turned the values away: those of this guest's are asked for anew."""
        told = f"{PREFIX}{guest.client}/"
        gone = {held for held in self._known if held.startswith(told)} | set(guest.remote.headers.values())
        self._known = {held: value for held, value in self._known.items() if held not in gone}

    async def _own(self, guest: Guest, header: str, told: bytes) -> bytes:
        held = told.decode("latin-1")
        if not _is_of(guest, header, name_of(held) or ""):
            raise Refusal(
                403,
                f"The header {header} refers to a secret that is not this client's for {guest.server}. "
                'Put the value into the client\'s file and move it from there: "callgate secrets move".',
            )
        return (await self._filled(header, held)).encode("utf-8")

    async def _filled(self, header: str, held: str) -> str:
        value = self._known.get(held)
        if value is None:
            value = await asyncio.to_thread(self._secret, held)
            if value != value.strip() or any(mark < " " or mark == "\x7f" for mark in value):
                raise SecretError(
                    f"The secret for the header {header} has line ends or blanks around it, which no header can carry.",
                    "Store it again without them: callgate secrets set NAME.",
                )
            self._known[held] = value
        return value


def _is_of(guest: Guest, header: str, name: str) -> bool:
    words = [unquote(word) for word in name.partition("@")[0].split("/")]
    if len(words) != 3:
        return False
    client, entry, of = words
    named = entry == guest.server or entry.startswith(f"{guest.server} (")  # one of several projects in a file
    return client == guest.client and named and of.lower() == header.lower()
