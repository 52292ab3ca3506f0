"""What flowed through one client session: outside content in, private data read, and now a way out.

1. A session is one run of a client, whatever servers it uses: the proxies of one session share their `Trace`.
2. Outside content and private data in one session, then a call that lets data out: asked at the exit, path shown.
   Where the data came from the very place it goes to (the same repository, the same channel), nothing leaves.
3. After a secret was read, any call to a host is an exit, whether or not outside content was seen.
4. What was seen is forgotten after KEPT seconds. A person who let one exit pass is not asked for it again.
"""

from __future__ import annotations

from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.risk import fields, leaks
from callgate_proxy.risk.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from callgate_proxy.risk.roles import Role

    class Trace(Protocol):
        """What the proxies of one client session know together."""

        @property
        def salt(self) -> bytes:
            """The key of the session's hashes."""
            ...

        def add(self, kind: str, what: str, now: float) -> None:
            """`kind` of KINDS; `what`: the tool and its place, or a hash."""
            ...

        def all(self, kind: str, now: float) -> list[str]:
            """What was added and is not forgotten, in order."""
            ...


CHECK = "flows"
KINDS = ("outside", "private", "secret", "piece", "passed")
KEPT = 3_600.0  # seconds
_ZONES = (
    "repo",
    "repository",
    "channel",
    "project",
    "org",
    "owner",
    "workspace",
    "database",
    "folder",
    "board",
    "thread",
)
_FILES = (".env", "credentials", "secrets.", "id_rsa", "id_ed25519", ".pem", ".key", ".p12", ".pfx", ".netrc", ".npmrc")


class Flows:
    """The flow of one client's use of one server, within its session."""

    def __init__(self, server: str, trace: Trace) -> None:
        self._server = server
        self._trace = trace

    def back(self, tool: str, role: Role, arguments: dict[str, object], text: str, now: float) -> None:
        """A call came back with `text` (the result's line)."""
        place = f"{self._server}.{tool}{_zone(arguments)}"
        secret = role.secret or _names_secret_file(arguments)
        if role.outside:
            self._trace.add("outside", place, now)
        if secret or (role.private and not role.outside):
            self._trace.add("private", place, now)
        if secret:
            self._trace.add("secret", place, now)
        for found in leaks.secrets_in(text, secret):
            for piece in leaks.pieces(found, self._trace.salt):
                self._trace.add("piece", piece, now)

    def passed(self, tool: str, now: float) -> None:
        """A person let `tool` go on."""
        self._trace.add("passed", f"{self._server}.{tool}", now)

    def look(self, tool: str, role: Role, arguments: dict[str, object], now: float) -> list[Finding]:
        """What the call would let out."""
        host = role.asks_out and _has_host(arguments)
        if not role.egress and not host:
            return []
        here = f"{self._server}.{tool}"
        found = self._leaving(arguments, now)
        if here in self._trace.all("passed", now):
            return found
        zone = _zone(arguments)
        private = [one for one in self._trace.all("private", now) if not _same_place(one, self._server, zone)]
        secret = self._trace.all("secret", now)
        outside = self._trace.all("outside", now)
        if secret:
            told = f"{secret[-1]} returned a secret, and {here} lets data out."
            found.append(Finding(CHECK, "secret-then-exit", "call", f"{secret[-1]} → {here}", told, "ask"))
        elif outside and private and role.egress:
            told = f"{outside[-1]} brought outside content, {private[-1]} private data, and {here} lets data out."
            path = f"{outside[-1]} → {private[-1]} → {here}{zone}"
            found.append(Finding(CHECK, "outside-private-exit", "call", path, told, "ask"))
        return found

    def _leaving(self, arguments: dict[str, object], now: float) -> list[Finding]:
        known = set(self._trace.all("piece", now))
        if not known:
            return []
        salt = self._trace.salt
        return [one for leaf in fields.leaves(arguments) for one in leaks.seen(leaf.text, known, salt, leaf.where)]


def result_text(result: object) -> str:
    """The texts of a tool's result, one a line."""
    inside = as_object(result) or {}
    blocks = [as_object(one) or {} for one in as_list(inside.get("content")) or ()]
    texts = [one["text"] for one in blocks if isinstance(one.get("text"), str)]
    texts += [leaf.text for leaf in fields.leaves(inside.get("structuredContent"))]
    return "\n".join(map(str, texts))


def _zone(arguments: dict[str, object]) -> str:
    named = [(key, held) for key, held in arguments.items() if isinstance(held, str) and key.lower() in _ZONES]
    return "".join(f"[{key}={held}]" for key, held in sorted(named))[:200]


def _same_place(place: str, server: str, zone: str) -> bool:
    return bool(zone) and place.startswith(f"{server}.") and place.endswith(zone)


def _names_secret_file(arguments: dict[str, object]) -> bool:
    for leaf in fields.leaves(arguments):
        if fields.role(leaf.key) in ("path", "command"):
            name = leaf.text.replace("\\", "/").rpartition("/")[2].lower()
            harmless = name.endswith((".pub", ".example", ".sample", ".template", ".dist", ".md"))
            if not harmless and (name.startswith(_FILES) or name.endswith((".pem", ".key", ".p12", ".pfx"))):
                return True
    return False


def _has_host(arguments: dict[str, object]) -> bool:
    return any("://" in leaf.text or _is_name(leaf.text) for leaf in fields.leaves(arguments))


def _is_name(text: str) -> bool:
    labels = text.rstrip(".").split(".")
    return (
        len(labels) > 1
        and labels[-1].isalpha()
        and all(one.replace("-", "").replace("_", "").isalnum() for one in labels)
    )
