"""What the entries of a client's file start, as it is noted and held against later starts.

A launch is plain JSON: `mark` (of the command line), `any` (places of words with a variable that the client fills in),
`shown` (the words, secrets masked), `env` (the variables' names, sorted; None: not known), `folder`, `env_file` (as the
entry has them, else ""), `file` and `entry` (where it stands), `file_mark` and `text` (to see without parsing that the
entry is as it was), `how` and `at` (by whom it was taken for right, and when).

1. Guarding takes what it writes for right, and nothing else that stands in the file. Giving back forgets.
2. A file with no entry of this command line has started nothing now: its client has an older entry in memory.
3. A file that cannot be read, or not in one way only, vouches for nothing.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from callgate_proxy import starts
from callgate_proxy.clients import ADAPTERS
from callgate_proxy.clients.configtext import Config
from callgate_proxy.clients.dialect import Json
from callgate_proxy.errors import ConfigError, StateError
from callgate_proxy.fingerprint import PROTECTED, SEEN, bare, file_mark, fits, hashed, launches, mark_of
from callgate_proxy.redact import redact

if TYPE_CHECKING:
    from callgate_proxy.clients.entries import Server
    from callgate_proxy.clients.guard import Guard
    from callgate_proxy.clients.model import Adapter, Found, Plan
    from callgate_proxy.fingerprint import Launch
    from callgate_proxy.home import Home

# ${input:key}, ${workspaceFolder}, ${VAR:-default}, $VAR, %VAR%, {env:VAR}, {file:path}
_FILLED_IN = re.compile(r"\$\{[^}]*\}|\$\w+|%\w+%|\{(?:env|file):[^}]*\}")
_COMPARED = ("mark", "any", "env", "folder", "env_file")


def note(home: Home, plan: Plan, now: float) -> None:
    """After `plan` was carried out: notes what it newly guards, forgets what it gave back. Raises StateError."""
    adapter = ADAPTERS[plan.client]
    written = Config(plan.after, adapter)
    before, after = Config(plan.before, adapter).servers, written.servers
    for launch, server in _guarded(written, adapter, plan.path, PROTECTED, now):
        old = before.get(server.name)
        known = starts.read(home, plan.client, server.server)
        same = next((one for one in launches(known) if _place(one) == _place(launch) and alike(one, launch)), None)
        if old is None or old.guard is None:
            starts.take(home, plan.client, server.server, launch)
        elif same is not None:
            starts.take(home, plan.client, server.server, {**launch, "how": same["how"], "at": same["at"]})
    for name, server in before.items():
        if server.guard is not None and (name not in after or after[name].guard is None):
            starts.drop(home, plan.client, server.server, plan.path, name)


def adopt(home: Home, founds: list[Found]) -> None:
    """Starts that were seen without a file are tied to their entries, so that variables and folders count as well.

    Raises StateError.
    """
    loose = {(one.client, one.server) for one in starts.everything(home) if not any(map(_named, one.accepted))}
    for found in founds:
        if not any(entry.guarded and (found.client, entry.server) in loose for entry in found.entries):
            continue
        adapter = ADAPTERS[found.client]
        for launch, server in _guarded(Config(found.content, adapter), adapter, found.path, SEEN, 0.0):
            known = launches(starts.read(home, found.client, server.server))
            same = next((one for one in known if not _named(one) and one.get("mark") == launch["mark"]), None)
            if same is not None:
                starts.take(home, found.client, server.server, {**launch, "how": same["how"], "at": same["at"]})


def _named(launch: Launch) -> bool:
    return bool(launch.get("entry"))


def differing(home: Home, client: str, server: str, words: list[str], now: float) -> Launch | None:
    """What is about to start and is not as it was noted; None where it is, after all: its marks are then anew.

    `words`: the command line that the proxy was given. Raises OSError.
    """
    try:
        accepted = launches(starts.read(home, client, server))
    except StateError:
        accepted = []
    known = [one for one in accepted if fits(one, words)]
    found: list[Launch] = []
    for path in dict.fromkeys(str(one["file"]) for one in known or accepted if one.get("file")):
        try:
            found += [one for one in entries(client, path, server, now) if fits(one, words)]
        except FileNotFoundError:
            continue
        except (ConfigError, OSError):
            return bare(words, "", now)
    fresh = next((one for one in found if not any(alike(one, other) for other in known)), None)
    if fresh is not None or not known:
        return fresh or bare(words, "", now)
    for one in found:
        told = next(other for other in known if alike(one, other))
        with suppress(StateError):  # the next start has to look again
            starts.take(home, client, server, {**one, "how": told["how"], "at": told["at"]})
    return None


def entries(client: str, path: str, server: str, now: float) -> list[Launch]:
    """What the guarded entries of this name start. Raises ConfigError where they cannot be told, and OSError."""
    with open(path, "rb") as file:
        content = file.read()
    if client not in ADAPTERS:
        raise ConfigError(f"“{client}” is no client Callgate knows.")
    config = Config(content, ADAPTERS[client])
    named = [one for one in config.servers.values() if one.server == server]
    odd = next((one.problem for one in named if one.own is None and one.problem), "")
    if odd:
        raise ConfigError(f"The entry cannot be read: {odd}.")
    return [launch for launch, one in _guarded(config, ADAPTERS[client], path, "", now) if one in named]


def _guarded(config: Config, adapter: Adapter, path: str, how: str, now: float) -> list[tuple[Launch, Server]]:
    return [
        (_launch(config, adapter, server, server.guard, path, how, now), server)
        for server in config.servers.values()
        if server.guard is not None
    ]


def alike(one: Launch, other: Launch) -> bool:
    """Whether two starts of one command line are the same; of `other` nothing else may be known."""
    if other.get("env") is None:
        return True
    return all(one.get(key) == other.get(key) for key in _COMPARED)


def _launch(config: Config, adapter: Adapter, server: Server, guard: Guard, path: str, how: str, now: float) -> Launch:
    words = guard.original.words
    anywhere = [at for at, word in enumerate(words) if _FILLED_IN.search(word)]
    says = config.says(server.name)
    folder, env_file = (held if isinstance(held := says.get(key), str) else "" for key in ("cwd", "envFile"))
    return {
        "mark": mark_of(words, anywhere),
        "any": anywhere,
        "shown": redact(list(words)),
        "env": sorted(server.env_names),
        "folder": folder,
        "env_file": env_file,
        "file": os.path.abspath(path),
        "entry": server.name,
        "file_mark": file_mark(path),
        "text": _text(config, adapter, server, guard) if isinstance(config.dialect, Json) else [],
        "how": how,
        "at": now,
    }


def _text(config: Config, adapter: Adapter, server: Server, guard: Guard) -> list[object]:
    """[our options as they are written, bytes of the entry before them, bytes of the entry, its hash]."""
    held = server.node.last(adapter.shape.args or adapter.shape.command)
    if held is None:
        return []
    first = len(guard.launcher) - bool(adapter.shape.args)
    options = held.node.children[first : first + len(guard.options)]
    start, end = options[0].node.start, options[-1].node.end
    text, node = config.text, server.node
    whole = text[node.start : node.end]
    return [text[start:end], len(text[node.start : start].encode()), len(whole.encode()), hashed(whole)]


def _place(launch: Launch) -> tuple[object, object]:
    return launch.get("file"), launch.get("entry")
