"""What protecting and unprotecting would do to a file: bytes before, bytes after, words for a person. Writes nothing.

1. Guarding puts other words into an entry's `command` and `args` and touches nothing else: env, other keys, layout.
2. Undoing reads the original out of the guarded entry itself; the journal only adds its spelling. So it works on a file
   that the client rewrote since, and without a journal.
3. When what undoing yields says the same as the file the chain of our writes began with, it is that file to the byte.
4. A plan is read back before it is handed out: strict JSON, and the entries say what they should.
"""

from __future__ import annotations

import difflib
import json
import os
import shlex
from typing import TYPE_CHECKING

from callgate_proxy.clients.configtext import Config, respelled, reworded, same_data
from callgate_proxy.clients.guard import Original, rewrap, wrap
from callgate_proxy.clients.journal import Journal
from callgate_proxy.clients.model import Found, Plan
from callgate_proxy.errors import ConfigError
from callgate_proxy.plain import plain
from callgate_proxy.redact import redact

if TYPE_CHECKING:
    from callgate_proxy.clients.configtext import Server
    from callgate_proxy.home import Home


class _Draft:
    """The entries that change, and what to say about them and the others."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.entries: dict[str, str] = {}
        self.expected: dict[str, Original] = {}
        self.changes: list[str] = []
        self.skipped: list[str] = []

    def change(self, name: str, words: Original, text: str, sentence: str) -> None:
        self.entries[name] = text
        self.expected[name] = words
        self.changes.append(sentence)

    def skip(self, name: str, why: str) -> None:
        self.skipped.append(f"{quoted(name)} is left as it is: {why}.")


def plan_protect(found: Found, key: str, prefix: list[str], servers: list[str] | None) -> Plan:
    """Guards `servers` (None: all) of `found`. `prefix`: the words that start the launcher.

    Raises ConfigError where the file cannot be read or a server is not in it.
    """
    config = _config(found, key)
    draft = _Draft(config)
    for name in _chosen(config, servers):
        _protect(draft, config.servers[name], found.client, prefix)
    after = config.with_entries(draft.entries)
    return _plan(found, key, draft, after, guards=bool(draft.entries))


def plan_unprotect(found: Found, home: Home, key: str, servers: list[str] | None) -> Plan:
    """Gives `servers` (None: all that are guarded) of `found` their own words back. Raises ConfigError as above."""
    config = _config(found, key)
    draft = _Draft(config)
    journal = Journal(home, found.path)
    earlier = _earlier(journal, key)
    for name in _chosen(config, servers):
        server = config.servers[name]
        if server.guard is not None:
            _unprotect(draft, server, earlier)
        elif servers is not None:
            draft.skip(name, server.problem or "it is not guarded")
    after = config.with_entries(draft.entries)
    base = journal.base(found.content)
    if base is not None and same_data(base, after):
        after = base
    return _plan(found, key, draft, after, guards=False)


def quoted(name: str) -> str:
    """A server's name as sentences show it."""
    return f"“{plain(name)}”"


def _protect(draft: _Draft, server: Server, client: str, prefix: list[str]) -> None:
    if server.own is None:
        draft.skip(server.name, server.problem)
        return
    if server.guard is None:
        words = wrap(prefix, server.name, client, server.own)
        sentence = f"{quoted(server.name)} will start through Callgate: {_line(server.own)}"
    elif server.guard.launcher == prefix:
        draft.skip(server.name, "it is guarded already")
        return
    else:
        words = rewrap(prefix, server.guard)
        sentence = f"{quoted(server.name)} is guarded and will name Callgate's launcher where it is now: {prefix[-1]}"
    draft.change(server.name, words, reworded(draft.config.entry(server.name), words), sentence)


def _unprotect(draft: _Draft, server: Server, earlier: list[Config]) -> None:
    assert server.guard is not None, "only guarded entries come here"
    words = server.guard.original
    text = draft.config.entry(server.name)
    spelled = next((one for one in earlier if _says(one, server.name, words)), None)
    text = reworded(text, words) if spelled is None else respelled(text, words, spelled.entry(server.name))
    draft.change(server.name, words, text, f"{quoted(server.name)} will start by itself again: {_line(words)}")


def _says(config: Config, name: str, words: Original) -> bool:
    return name in config.servers and config.servers[name].own == words


def _earlier(journal: Journal, key: str) -> list[Config]:
    """The contents from before our writes that can be read, the newest first."""
    configs: list[Config] = []
    for content in journal.copies():
        try:
            configs.append(Config(content, key))
        except ConfigError:
            continue  # a copy nobody can read spells nothing
    return configs


def _config(found: Found, key: str) -> Config:
    if not found.exists or found.problem:
        raise ConfigError(found.problem or f"There is no {plain(found.path)}.", found.advice)
    return Config(found.content, key)


def _chosen(config: Config, servers: list[str] | None) -> list[str]:
    if servers is None:
        return list(config.servers)
    for name in servers:
        if name not in config.servers:
            close = difflib.get_close_matches(name, config.servers, 1) or sorted(config.servers)[:8]
            known = ", ".join(map(quoted, close)) or "none"
            raise ConfigError(f"There is no server {quoted(name)} in this file.", f"Servers in it: {known}.")
    return list(dict.fromkeys(servers))


def _plan(found: Found, key: str, draft: _Draft, after: bytes, guards: bool) -> Plan:
    check = Config(after, key)
    for name, words in draft.expected.items():
        if check.servers[name].own != words:
            raise ConfigError(f"The entry {quoted(name)} cannot be rewritten safely.", "Please report its shape.")
    diff = _diff(os.path.basename(found.path), key, draft, check)
    return Plan(
        client=found.client,
        title=found.title,
        path=found.path,
        before=found.content,
        after=after,
        diff=diff,
        changes=draft.changes,
        skipped=draft.skipped,
        guards=guards,
    )


def _diff(name: str, key: str, draft: _Draft, after: Config) -> str:
    """A unified diff of the entries that change; the file itself may hold secrets in every other value."""
    old, new = (
        json.dumps({key: {one: config.shown(one) for one in draft.entries}}, ensure_ascii=False, indent=2)
        for config in (draft.config, after)
    )
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), name, name, lineterm="", n=6)
    return "\n".join(plain(line) for line in lines)


def _line(words: Original) -> str:
    return plain(shlex.join(str(redact(word)) for word in words.words))
