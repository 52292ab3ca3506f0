"""What a client's file would start that it did not before, and what is odd about a command. Pure.

1. Trust belongs to what is started, not to a name: a new entry, another command, address or folder, variables that load
   code or turn traffic, and permissions given in advance are told. Layout, order, tokens and what is off are not.
2. Callgate's own part of an entry is no change, its loss is.
3. A client starts what its file says: this is told to the person; a guarded server is held to its pins as well.
"""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING, cast

from callgate_proxy.clients.addresses import Address
from callgate_proxy.clients.guard import Original
from callgate_proxy.plain import plain
from callgate_proxy.redact import redact

if TYPE_CHECKING:
    from callgate_proxy.clients.configtext import Config
    from callgate_proxy.clients.entries import Server

_SHELLS = frozenset(("sh", "bash", "zsh", "dash", "fish", "cmd", "powershell", "pwsh", "osascript", "wscript", "mshta"))
_INLINE = frozenset(("-c", "/c", "/k", "-e", "-command", "-encodedcommand", "-enc", "--eval"))
_INTERPRETERS = frozenset(("node", "python", "python3", "perl", "ruby", "php", "deno", "bun"))
_FETCHES = re.compile(
    r"\b(?:curl|wget|iwr|invoke-webrequest|certutil)\b.*\|\s*(?:\w*sh|iex|python3?|node)\b", re.I | re.S
)
_TEMPORARY = re.compile(r"^(?:/tmp/|/var/tmp/|/dev/shm/|.*\\temp\\)", re.I)
# Variables by which code is loaded, another program is found, or traffic goes another way.
_LOADS = re.compile(
    r"NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|LD_\w+|DYLD_\w+|PYTHON(?:PATH|STARTUP|HOME)"
    r"|PERL5(?:OPT|LIB)|RUBY(?:OPT|LIB)|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|BASH_ENV|ENV|PATH|GIT_(?:SSH\w*|CONFIG\w*|EXEC_PATH)"
    r"|(?:HTTPS?|ALL)_PROXY|(?:NPM_CONFIG|PIP|UV)_\w*(?:REGISTRY|INDEX)\w*|(?:ANTHROPIC|OPENAI|GEMINI)_BASE_URL",
    re.I,
)
_ELSEWHERE = ("url", "serverUrl", "httpUrl", "uri", "headers", "cwd", "envFile")
_IN_ADVANCE = ("autoApprove", "alwaysAllow", "trust", "always_allow")


def changes(before: Config, after: Config) -> list[str]:
    """A sentence for each server that `after` would start and `before` would not, or not so."""
    told: list[str] = []
    for name, server in after.servers.items():
        if server.disabled:
            continue
        words = _words(server)
        what = _different(before, after, name)
        if what:
            line = f": {plain(shlex.join(str(redact(one)) for one in words.words))}" if words else ""
            doubts = " ".join(odd(words, server.env_names))
            told.append(f"“{plain(name)}” {what}{line}{'. ' if doubts else '.'}{doubts}")
    return told


def odd(words: Original | None, env_names: tuple[str, ...]) -> list[str]:
    """What a person should know before such a command is started, a sentence each."""
    told: list[str] = []
    program = os.path.basename(words.command.replace("\\", "/")).lower().removesuffix(".exe") if words else ""
    args = [one.lower() for one in words.args or ()] if words else []
    inline = any(one in _INLINE for one in args)
    if words and _FETCHES.search(" ".join(words.words)):
        told.append("It runs what it downloads.")
    elif inline and program in _SHELLS:
        told.append("It runs a shell's command line.")
    elif inline and program in _INTERPRETERS:
        told.append("It runs a program that stands in its arguments.")
    if words and any(_TEMPORARY.match(one) for one in words.words):
        told.append("It runs something from a temporary folder.")
    loads = [name for name in env_names if _LOADS.fullmatch(name) and name.upper() != "PATH"]
    if loads:
        told.append(f"{plain(', '.join(loads))} can load other code into it, or turn its traffic.")
    return told


def _different(before: Config, after: Config, name: str) -> str:
    """What is new about the server `name`, in words; "" for nothing that matters."""
    now, old = after.servers[name], before.servers.get(name)
    if old is None or old.disabled:
        return "is new" if old is None else "is switched on"
    if old.guard is not None and now.guard is None and now.own is not None:
        return "is not guarded any more"
    if _is_ours(old) and not _is_ours(now) and now.own is not None:
        return "is not guarded any more"
    was, words = _words(old), _words(now)
    if (was.words if was else None) != (words.words if words else None):
        return "starts something else"
    said, says = before.says(name), after.says(name)
    ours = (now.own.key,) if isinstance(now.own, Address) and now.own.is_ours else ()
    for keys, what in ((_ELSEWHERE, "leads elsewhere"), (_IN_ADVANCE, "has permissions given in advance")):
        if any(says.get(key) is not None and says.get(key) != said.get(key) for key in keys if key not in ours):
            return what
    loaded, loads = _loaders(said), _loaders(says)
    return "gets other variables that load code" if any(loads[key] != loaded.get(key) for key in loads) else ""


def _words(server: Server) -> Original | None:
    """The server's own command, where it has one."""
    if server.guard is not None:
        return server.guard.original
    return server.own if isinstance(server.own, Original) else None


def _is_ours(server: Server) -> bool:
    return isinstance(server.own, Address) and server.own.is_ours


def _loaders(said: dict[str, object]) -> dict[str, object]:
    for key in ("env", "environment", "envs"):
        held = said.get(key)
        if isinstance(held, tuple) and held[0] == "object":
            members = cast("list[tuple[str, object]]", held[1])
            return {name: text for name, text in members if _LOADS.fullmatch(name)}
    return {}
