"""Secrets for a proxy that starts: what the guarded entries of its server refer to, and nothing else.

1. A name is given only where an entry that is guarded now, of the client and server the proxy says it is, refers to it
   in that client's file. Who it is, is the proxy's word: the door has checked that it is a process of this user, which
   could ask the keychain itself on Linux and Windows.
2. On macOS it could not: there the keychain knows programs apart, and nothing is given (`resolving` does not ask).
3. A keychain that fails is told in its own words; values are in no log and no message but the answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from callgate_proxy import carrying, clients, contract, secrets
from callgate_proxy.clients import Places
from callgate_proxy.errors import CallgateError


class Lending:
    """Implements `hub.Lend`, for the files of one machine."""

    def __init__(self, places: Places, get: Callable[[str], str] | None = None, platform: str = sys.platform) -> None:
        """`get`: gives a secret's value, or raises SecretError; the keychain's, if it is None."""
        self._places = places
        self._get = get or secrets.get
        self._platform = platform

    def __call__(self, client: str, server: str, names: list[str]) -> dict[str, object]:
        """The answer. Reads files and the keychain: for a thread."""
        if self._platform == "darwin":
            return contract.lent({})
        try:
            known = self._referred(client, server)
            return contract.lent({name: self._get(name) for name in names if name in known})
        except secrets.Missing:
            return contract.lent({})  # the helper tells which
        except CallgateError as error:
            return contract.lent({}, str(error), error.fix)

    def _referred(self, client: str, server: str) -> set[str]:
        files = [one for one in clients.found(self._places) if one.client == client and one.exists and not one.problem]
        return {
            held.name
            for one in files
            for held in carrying.held(
                one, [each.name for each in one.entries if each.guarded and each.server == server]
            )
            if held.moved
        }
