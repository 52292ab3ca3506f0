"""The address by which an entry reaches a remote server, and what keeps it from being led through Callgate. Pure.

1. An address is ours when it has the form of those we give out (`http.remotes`), on any port of this machine: it may be
   a forwarded one. Whether its token is good is not looked at here.
2. What the client fills in before it connects (`${…}`, `%NAME%`) is unknown to us: such an address is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from callgate_proxy.errors import ConfigError
from callgate_proxy.http.remotes import LOOPBACK_NAMES, TOKEN, check_url
from callgate_proxy.redact import redact

REMOTE = "it is a remote server, and this client only takes those that are started by a command"
_FILLED_IN = re.compile(r"[{}]|\$[A-Za-z_(]|%[A-Za-z_]{3,}%")
_HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class Address:
    """An entry's own address. `key`: the member that holds it."""

    key: str
    url: str

    @property
    def is_ours(self) -> bool:
        """Whether it is one of Callgate's local addresses."""
        return _token(self.url) is not None

    @property
    def shown(self) -> str:
        """The address for the eye: no token, no query, and nothing that looks like a secret."""
        token = _token(self.url)
        if token is not None:
            return self.url.removesuffix(token) + _HIDDEN
        bare, mark, _ = self.url.partition("?")
        return f"{redact(bare)}{mark}{_HIDDEN if mark else ''}"


def refusal(url: str) -> str:
    """Why `url` cannot be led through Callgate, in words that follow a colon; "" if it can."""
    if _FILLED_IN.search(url):
        return "its address has variables in it, which only the client can fill in"
    try:
        check_url(url)
    except ConfigError as error:
        return f"its address cannot be used: {error}".rstrip(".")
    return ""


def _token(url: str) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    words = parts.path.split("/")
    ours = parts.scheme == "http" and parts.hostname in LOOPBACK_NAMES and not parts.query and not parts.fragment
    if not ours or len(words) != 4 or words[1] != "s":
        return None
    return words[3] if TOKEN.fullmatch(words[3]) else None
