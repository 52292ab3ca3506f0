"""`callgate scan`: the risk class of every tool, with the words that caused it, and what its texts say to the model.

* Without an option, and with `--server`: the tools that guarded servers listed so far, as they are pinned. Nothing is
  started.
* `--config FILE`: each server of a client's file is started, listed and ended. No tool is called.
* `--tools FILE`: a result of tools/list, a list of tools, or a table.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from callgate_proxy.errors import CallgateError, ConfigError
from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.plain import plain
from callgate_proxy.risk import classify, hidden, rulebook, words

if TYPE_CHECKING:
    import argparse

    from callgate_proxy.home import Home
    from callgate_proxy.risk.classify import Class
    from callgate_proxy.risk.finding import Finding

Tool = dict[str, object]
Seen = tuple[Tool, "Class", list["Finding"]]


def scan(options: argparse.Namespace, home: Home) -> int:
    """Shows the classes; 1 where a server could not be listed. Raises CallgateError."""
    found, problems = _tools(options, home)
    told = classes_told(home)
    rules = rulebook.ours()
    seen = {
        server: [look(tool, rules, {**told.get("", {}), **told.get(server, {})}) for tool in tools]
        for server, tools in found.items()
    }
    if options.json:
        print(json.dumps(_as_json(seen, problems), ensure_ascii=False))
    else:
        _show(seen, problems)
    return 1 if problems else 0


def look(tool: Tool, rules: rulebook.Rulebook, told: dict[str, str]) -> Seen:
    """One tool with its class and what its texts hold. `told`: classes that the policy gives, by tool."""
    name = str(tool.get("name"))
    findings = words.scan_tool(tool)
    for where, text in words.leaves(tool, ""):
        hides = hidden.strip(text, where)[1]
        if hides is not None:
            findings.append(hides)
    return tool, classify.classify(tool, rules, told=told.get(name, "")), findings


def classes_told(home: Home) -> dict[str, dict[str, str]]:
    """The classes that policy.json gives, by server ("" for every one) and tool. Raises PolicyError."""
    if not os.path.exists(home.policy):
        return {}
    from callgate_proxy.cli_policy import text_of
    from callgate_proxy.errors import PolicyError
    from callgate_proxy.policy.model import PolicyInvalid, load

    try:
        policy = load(text_of(home.policy))
    except PolicyInvalid as error:
        fix = 'See every problem with "callgate policy check".'
        raise PolicyError(
            f"{home.policy} has a mistake, so its classes are not known: {error.problems[0]}", fix
        ) from None
    told: dict[str, dict[str, str]] = {"": {**policy.risk}}
    # A class is about the tool, whichever client uses it.
    for servers in (*(client.servers for client in policy.clients.values()), policy.servers):
        for server, scope in servers.items():
            told[server] = {**told.get(server, {}), **scope.risk}
    return told


def _tools(options: argparse.Namespace, home: Home) -> tuple[dict[str, list[Tool]], dict[str, str]]:
    """Tools by server, and why some servers' are not known."""
    if options.tools:
        from callgate_proxy.risk.toolfile import tools_in

        return tools_in(_text(options.tools)), {}
    if options.config:
        return _started(options.config, options.server)
    found = known(home)
    if options.server is not None:
        if options.server not in found:
            raise CallgateError(
                f"No guarded server “{options.server}” has listed its tools yet.",
                'Use it once from its client, or scan the client\'s file: "callgate scan --config FILE".',
            )
        found = {options.server: found[options.server]}
    if not found:
        raise CallgateError("No guarded server has listed its tools yet.", "Give --config FILE or --tools FILE.")
    return found, {}


def known(home: Home) -> dict[str, list[Tool]]:
    """The tools that guarded servers listed so far, by server. Raises StateError."""
    from callgate_proxy.classes import Pinned
    from callgate_proxy.state import State

    if not os.path.exists(home.state):
        return {}
    pinned, state = Pinned(home), State(home)
    try:
        return {server: [pinned.tool(server, tool) for tool in tools] for server, tools in state.tools().items()}
    finally:
        state.close()


def _started(path: str, only: str | None) -> tuple[dict[str, list[Tool]], dict[str, str]]:
    from callgate_proxy.listing import ListingError, tools_of

    found: dict[str, list[Tool]] = {}
    problems: dict[str, str] = {}
    for server, (command, env) in commands(path).items():
        if only is not None and server != only:
            continue
        if not command:
            problems[server] = "It is not started by a command; only such servers can be listed."
            continue
        try:
            found[server] = tools_of(command, env)
        except ListingError as error:
            problems[server] = f"{error} {error.fix}".strip()
    if not found and not problems:
        raise ConfigError(f"{path} names no server{'' if only is None else f' “{only}”'}.", "Check the file.")
    return found, problems


def commands(path: str) -> dict[str, tuple[list[str], dict[str, str]]]:
    """The command and environment of each server in a client's file; a guarded one's is that behind the guard.

    Raises ConfigError where the file is no JSON.
    """
    from callgate_proxy.clients.guard import Original, unwrap

    try:
        data = as_object(json.loads(_text(path).removeprefix("\ufeff"))) or {}
    except ValueError as error:
        raise ConfigError(f"{path} is no JSON: {error}.", "Correct it, then try again.") from None
    listed = as_object(data.get("mcpServers")) or as_object(data.get("servers")) or {}
    found: dict[str, tuple[list[str], dict[str, str]]] = {}
    for server, held in listed.items():
        entry = as_object(held) or {}
        command, args = entry.get("command"), as_list(entry.get("args")) or []
        env = {key: str(value) for key, value in (as_object(entry.get("env")) or {}).items()}
        if not isinstance(command, str) or not all(isinstance(one, str) for one in args):
            found[server] = ([], env)
            continue
        own = Original(command, [str(one) for one in args])
        guard = unwrap(own)
        found[server] = ((guard.original if guard else own).words, env)
    return found


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ConfigError(f"{path} cannot be read: {why}.", "Check the path.") from None


def _as_json(seen: dict[str, list[Seen]], problems: dict[str, str]) -> dict[str, object]:
    tools = [
        {
            "server": server,
            "tool": tool["name"],
            "category": found.category,
            "level": found.level,
            "flags": list(found.flags),
            "signals": [{"signal": one.name, "cause": one.cause} for one in found.signals],
            "evidence": found.evidence,
            "findings": [finding.as_dict() for finding in findings],
        }
        for server, held in seen.items()
        for tool, found, findings in held
    ]
    return {"v": 1, "tools": tools, "problems": problems}


def _show(seen: dict[str, list[Seen]], problems: dict[str, str]) -> None:
    names = [str(tool["name"]) for held in seen.values() for tool, _, _ in held]
    wide = min(40, max(map(len, names), default=4))
    for server, held in seen.items():
        print(f"{plain(server) or 'tools'}: {len(held)}")
        for tool, found, findings in sorted(held, key=_gravest):
            why = found.evidence[0].split(": ", 1)[1]
            name = f"{plain(str(tool['name'])):{wide}}"
            print(f"  {found.level:8}  {found.category:11}  {name}  {plain(why)}{_flags(found)}")
            for finding in findings:
                what = f"{finding.action}: {finding.text} {plain(finding.where)}: {plain(finding.evidence)}"
                print(f"  {'':{23 + wide}}  {what}")
    for server, why in problems.items():
        print(f"{plain(server)}: not listed. {plain(why)}")


def _flags(found: Class) -> str:
    return f" [{', '.join(found.flags)}]" if found.flags else ""


def _gravest(seen: Seen) -> tuple[int, int, str]:
    tool, found, _ = seen
    return -rulebook.LEVELS.index(found.level), -rulebook.CATEGORIES.index(found.category), str(tool["name"])
