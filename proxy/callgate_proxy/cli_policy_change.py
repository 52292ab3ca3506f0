"""`callgate policy history`, `undo` and `learn`: other versions of policy.json, and how one of them comes into force.

Whatever is written is shown as a diff first and waits for a yes; it goes through `store.save`, so what it replaces is
kept, and a text that is no policy is not written at all.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

from callgate_proxy import jsontext
from callgate_proxy.cli_ask import said_yes
from callgate_proxy.cli_policy import text_of
from callgate_proxy.errors import PolicyError
from callgate_proxy.logread import Reader, merge
from callgate_proxy.plain import plain
from callgate_proxy.policy import beside, differences, store
from callgate_proxy.policy import history as kept
from callgate_proxy.policy import learn as learning
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.places import decoded
from callgate_proxy.policy.simulate import UNKNOWN, Player, under

if TYPE_CHECKING:
    import argparse

    from callgate_proxy.home import Home
    from callgate_proxy.logread import Call

DAY = 86_400
NOT_DONE = 2
_AGES = ((DAY, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def history(options: argparse.Namespace, home: Home) -> int:
    """Lists the earlier versions, the newest first, each with what its successor changed."""
    now = time.time()
    newer = _bytes(home).decode("utf-8", "replace")
    for version in kept.versions(home):
        text = version.read().decode("utf-8", "replace")
        changed = differences.summary(text, newer)
        newer = text
        if options.json:
            print(json.dumps({**asdict(version), "changed": changed}, ensure_ascii=False))
        else:
            print(plain(f"{version.number:>3}  {version.name}  {age(now - version.replaced):>12}  then: {changed}"))
    if not options.json and not kept.versions(home):
        print("No earlier version is kept: Callgate has not replaced the policy yet.")
    return 0


def undo(options: argparse.Namespace, home: Home) -> int:
    """Brings an earlier version back, byte for byte. Raises PolicyError."""
    version = kept.version(home, options.version)
    return propose(home, decoded(version.read()), f"version {version.number}", yes=False)


def learn(options: argparse.Namespace, home: Home) -> int:
    """Proposes a least-privilege policy. Raises PolicyError."""
    calls = [call for call in _calls(home, time.time() - options.days * DAY) if options.server in (None, call.server)]
    learned = learning.learn(calls)
    if not learned.calls:
        raise PolicyError("There is nothing to learn from: no call went on in that time.", "Take more --days.")
    text = learned.text()
    if options.server is not None:
        text = text_of(home.policy)
        for client, servers in learned.clients.items():
            text = jsontext.set_value(text, ("clients", client, "servers", options.server), servers[options.server])
    for note in learned.notes:
        print(plain(note))
    table, choice = compile_text(text), beside.chosen(home, os.getcwd())
    player = Player(table, choice)
    if profile := under((table,), choice):
        print(plain(profile))
    verdicts = [player.play(call).verdict for call in learned.calls]
    allowed, unknown = verdicts.count("allow"), verdicts.count(UNKNOWN)
    hidden = f"; {unknown} cannot be told, because the log masks their arguments" if unknown else ""
    print(f"Learned from {len(verdicts)} calls, {allowed} of which it allows{hidden}.")
    return propose(home, text, "learned", options.yes)


def propose(home: Home, text: str, name: str, yes: bool) -> int:
    """Shows what `text` would change in policy.json and saves it after a yes. Raises PolicyError."""
    compile_text(text)
    before = _bytes(home)
    if before == text.encode("utf-8", "surrogatepass"):
        print("There is nothing to change.")
        return 0
    shown = differences.lines(before.decode("utf-8", "replace"), text, "policy.json", name)
    print(plain(shown, keep="\n"))
    if not yes and not said_yes("Write this to policy.json?"):
        return NOT_DONE
    if _bytes(home) != before:
        raise PolicyError("policy.json has changed meanwhile; nothing was written.", "Run the command again.")
    store.save(home, text, by_person=not yes)
    print(f"Wrote {plain(home.policy)}." + (' Take it back with "callgate policy undo".' if before else ""))
    return 0


def age(seconds: float) -> str:
    """How long ago, in the largest unit that fits."""
    size, name = next(((size, name) for size, name in _AGES if seconds >= size), (1, "second"))
    count = max(0, int(seconds // size))
    return f"{count} {name}{'' if count == 1 else 's'} ago"


def _bytes(home: Home) -> bytes:
    """policy.json as it stands, broken or not; nothing where there is none. Raises OSError."""
    if not os.path.exists(home.policy):
        return b""
    with open(home.policy, "rb") as file:
        return file.read()


def _calls(home: Home, since: float) -> list[Call]:
    calls: dict[str, Call] = {}
    for row in Reader(home, since).poll():
        merge(calls, row)
    return [call for call in calls.values() if call.t >= since]
