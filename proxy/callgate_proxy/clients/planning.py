"""What protecting and unprotecting would do to a file: bytes before, bytes after, words for a person. Writes nothing.

1. Guarding puts other words into an entry's `command` and `args`, or a local address in place of its own, and touches
   nothing else: env, headers, other keys, layout.
2. Undoing reads the original out of the guarded entry itself (an address: out of `remotes.json`); the journal only adds
   its spelling. So it works on a file that the client rewrote since, and without a journal.
3. When what undoing yields says the same as the file the chain of our writes began with, it is that file to the byte.
4. A plan is read back before it is handed out: the file can be read, the entries say what they should, and the others
   say what they said.
"""

from __future__ import annotations

import difflib
import json
import os
import shlex
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from callgate_proxy.clients.addresses import Address
from callgate_proxy.clients.configtext import Config
from callgate_proxy.clients.guard import rewrap, wrap
from callgate_proxy.clients.journal import Journal
from callgate_proxy.clients.model import Found, Plan
from callgate_proxy.clients.returning import put_back
from callgate_proxy.clients.routing import Router
from callgate_proxy.clients.starting import odd
from callgate_proxy.errors import ConfigError
from callgate_proxy.plain import plain
from callgate_proxy.redact import redact

if TYPE_CHECKING:
    from callgate_proxy.clients.coverage import Lost
    from callgate_proxy.clients.entries import Server, Words
    from callgate_proxy.clients.model import Adapter
    from callgate_proxy.home import Home


_GONE = "add it to the client again, then protect it"


class _Draft:
    """The entries that change, and what to say about them and the others."""

    def __init__(self, config: Config, router: Router) -> None:
        self.config = config
        self.router = router
        self.freed: set[tuple[str, str]] = set()
        self.words: dict[str, Words] = {}
        self.earlier: dict[str, Config] = {}
        self.changes: list[str] = []
        self.skipped: list[str] = []

    def change(self, name: str, words: Words, sentence: str) -> None:
        self.words[name] = words
        self.changes.append(sentence)

    def after(self) -> bytes:
        return self.config.reworded(self.words, self.earlier)

    def skip(self, name: str, why: str) -> None:
        self.skipped.append(f"{quoted(name)} is left as it is: {why}.")


def plan_protect(found: Found, home: Home, adapter: Adapter, prefix: list[str], servers: list[str] | None) -> Plan:
    """Guards `servers` (None: all) of `found`. `prefix`: the words that start the launcher.

    Raises ConfigError where the file cannot be read or a server is not in it.
    """
    config = _config(found, adapter)
    draft = _Draft(config, Router(home))
    for name in _chosen(config, servers):
        _protect(draft, config.servers[name], found.client, prefix)
    return _plan(found, adapter, draft, draft.after(), guards=bool(draft.words))


def plan_unprotect(found: Found, home: Home, adapter: Adapter, servers: list[str] | None) -> Plan:
    """Gives `servers` (None: all that are guarded) of `found` their own words back. Raises ConfigError as above."""
    config = _config(found, adapter)
    draft = _Draft(config, Router(home))
    journal = Journal(home, found.path)
    earlier = _earlier(journal, adapter)
    for name in _chosen(config, servers):
        server = config.servers[name]
        if server.guarded:
            _unprotect(draft, server, earlier)
        elif servers is not None:
            draft.skip(name, server.problem or "it is not guarded")
    after = draft.after()
    base = journal.base(found.content)
    if base is not None and _same(base, after, adapter):
        after = base
    return _plan(found, adapter, draft, after, guards=False)


def plan_put_back(found: Found, home: Home, adapter: Adapter, prefix: list[str], lost: Lost) -> Plan:
    """Guards what was reverted or came new since Callgate wrote the file; puts back what was wiped. Raises as above."""
    config = _config(found, adapter)
    back: list[str] = []
    filled = found
    for earlier in _earlier(Journal(home, found.path), adapter):
        for name in lost.wiped:
            if name in earlier.servers and name not in back:
                with suppress(ConfigError):  # what cannot be put back is told below
                    filled = replace(filled, content=put_back(filled.content, adapter, earlier, name))
                    back.append(name)
    names = [*back, *lost.reverted, *lost.added]
    plan = plan_protect(filled, home, adapter, prefix, names)
    told = [f"{quoted(name)} is put back into the file, as it last stood there." for name in back]
    return replace(
        plan,
        before=found.content,
        diff=_diff(found.path, adapter, names, config, Config(plan.after, adapter)),
        changes=[*told, *plan.changes],
        skipped=[*(f"{quoted(name)} is gone: {_GONE}." for name in lost.wiped if name not in back), *plan.skipped],
        guards=plan.guards or bool(back),
    )


def quoted(name: str) -> str:
    """A server's name as sentences show it."""
    return f"“{plain(name)}”"


def _protect(draft: _Draft, server: Server, client: str, prefix: list[str]) -> None:
    if server.own is None:
        draft.skip(server.name, server.problem)
        return
    if isinstance(server.own, Address):
        _route(draft, server, client, server.own)
        return
    if server.guard is None:
        words = wrap(prefix, server.server, client, server.own)
        doubts = " ".join(odd(server.own, server.env_names))
        sentence = f"{quoted(server.name)} will start through Callgate: {_line(server.own)}{doubts and '  — ' + doubts}"
    elif server.guard.launcher == prefix:
        draft.skip(server.name, "it is guarded already")
        return
    else:
        words = rewrap(prefix, server.guard)
        sentence = f"{quoted(server.name)} is guarded and will name Callgate's launcher where it is now: {prefix[-1]}"
    draft.change(server.name, words, sentence)


def _route(draft: _Draft, server: Server, client: str, own: Address) -> None:
    try:
        words = draft.router.there(server.server, client, own)
    except ConfigError as error:
        draft.skip(server.name, str(error).rstrip("."))
        return
    if words == own:
        draft.skip(server.name, "it is guarded already")
    elif own.is_ours:
        draft.change(server.name, words, f"{quoted(server.name)} will use its own local address of Callgate")
    else:
        draft.change(server.name, words, f"{quoted(server.name)} will be reached through Callgate: {plain(own.shown)}")


def _unprotect(draft: _Draft, server: Server, earlier: list[Config]) -> None:
    words: Words | None = server.guard.original if server.guard is not None else None
    if isinstance(server.own, Address):
        words = draft.router.back(server.name, server.own, earlier)
        owner = draft.router.owner(server.own)
        draft.freed.update([owner] if owner is not None else [])
    if words is None:
        draft.skip(server.name, "nothing here knows where its local address led; put its own one in")
        return
    spelled = next((one for one in earlier if _says(one, server.name, words)), None)
    if spelled is not None:
        draft.earlier[server.name] = spelled
    draft.change(server.name, words, f"{quoted(server.name)} {_back(words)}: {_line(words)}")


def _says(config: Config, name: str, words: Words) -> bool:
    return name in config.servers and config.servers[name].own == words


def _earlier(journal: Journal, adapter: Adapter) -> list[Config]:
    """The contents from before our writes that can be read, the newest first."""
    configs: list[Config] = []
    for content in journal.copies():
        try:
            configs.append(Config(content, adapter))
        except ConfigError:
            continue  # a copy nobody can read spells nothing
    return configs


def _same(base: bytes, after: bytes, adapter: Adapter) -> bool:
    """Whether two files say the same, in the same order, spelling of numbers included."""
    return Config(base, adapter).data() == Config(after, adapter).data()


def _config(found: Found, adapter: Adapter) -> Config:
    if not found.exists or found.problem:
        raise ConfigError(found.problem or f"There is no {plain(found.path)}.", found.advice)
    return Config(found.content, adapter)


def _chosen(config: Config, servers: list[str] | None) -> list[str]:
    if servers is None:
        return list(config.servers)
    for name in servers:
        if name not in config.servers:
            close = difflib.get_close_matches(name, config.servers, 1) or sorted(config.servers)[:8]
            known = ", ".join(map(quoted, close)) or "none"
            raise ConfigError(f"There is no server {quoted(name)} in this file.", f"Servers in it: {known}.")
    return list(dict.fromkeys(servers))


def _plan(found: Found, adapter: Adapter, draft: _Draft, after: bytes, guards: bool) -> Plan:
    check = _checked(Config(after, adapter), draft)
    return Plan(
        client=found.client,
        title=found.title,
        path=found.path,
        before=found.content,
        after=after,
        diff=_diff(found.path, adapter, list(draft.words), draft.config, check),
        changes=draft.changes,
        skipped=draft.skipped,
        guards=guards,
        stops=found.stops,
        guarded=tuple(name for name, server in check.servers.items() if server.guarded),
        left=tuple(name for name, server in check.servers.items() if not server.guarded),
        routes=tuple(draft.router.routes),
        freed=tuple(sorted(draft.freed)),
    )


def _checked(after: Config, draft: _Draft) -> Config:
    """`after`, once it is sure that it says what the draft wants and else what was there. Raises ConfigError."""
    for name, before in draft.config.servers.items():
        wanted = draft.words.get(name, before.own)
        if name not in after.servers or after.servers[name].own != wanted:
            raise ConfigError(f"The entry {quoted(name)} cannot be rewritten safely.", "Please report its shape.")
    return after


def _diff(path: str, adapter: Adapter, names: list[str], before: Config, after: Config) -> str:
    """A unified diff of these entries; the file itself may hold secrets in every other value."""
    name, key = os.path.basename(path), adapter.holders[0][-1]
    held = [{one: config.shown(one) for one in names if one in config.servers} for config in (before, after)]
    old, new = (json.dumps({key: one}, ensure_ascii=False, indent=2).splitlines() for one in held)
    return "\n".join(plain(line) for line in difflib.unified_diff(old, new, name, name, lineterm="", n=6))


def _back(words: Words) -> str:
    return "will be reached directly again" if isinstance(words, Address) else "will start by itself again"


def _line(words: Words) -> str:
    if isinstance(words, Address):
        return plain(words.shown)
    return plain(shlex.join(str(redact(word)) for word in words.words))
