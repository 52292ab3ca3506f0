"""One logged call against the policy as it stands now: why it is treated so, and the rule a person makes from it.

* Why is `policy.explain`'s word, with the counters as they are; the log's arguments are masked, so a rule that looks
  at a secret may judge the mask.
* A draft is the whole text of policy.json before and after. What is written is the draft that was shown: where the
  file changed in between, nothing is written.

Blocking: runs in a thread. Raises CallgateError with what to do next. No Qt.
"""

from __future__ import annotations

import difflib
import time
from dataclasses import dataclass

from callgate_proxy.contract import START
from callgate_proxy.counters import Counters
from callgate_proxy.errors import PolicyError
from callgate_proxy.home import Home
from callgate_proxy.jsonspans import NotJson
from callgate_proxy.logread import Call
from callgate_proxy.policy import edit, explain, store
from callgate_proxy.policy.explain import Explanation
from callgate_proxy.policy.pointers import Finder

from callgate_desktop.acts import read_policy
from callgate_desktop.said import said

CHOICES = ("allow", "ask", "deny", "hide")


@dataclass(frozen=True, slots=True)
class Ruling:
    """`text`: policy.json. `line`: where the rule that the log names stands, 1-based; 0: no longer there.

    `now`: what the policy says of the same call today; None for a request that is no tool call.
    """

    text: str
    line: int
    now: Explanation | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A change to policy.json that nobody has made yet. `diff`: unified."""

    before: str
    after: str
    diff: str


def look(home: Home, call: Call, now: float) -> Ruling:
    """The call under the policy in the file. `now`: seconds since the epoch."""
    text = read_policy(home)
    try:
        line, _ = Finder(text).place(call.rule)
    except NotJson as error:
        raise PolicyError(
            said("policy.json cannot be read: {why}.", why=error), said("Open the file and mend it.")
        ) from error
    if call.method:
        return Ruling(text, line, None)
    counters = Counters(home)
    try:
        asked = explain.Question(call.client, call.server, call.tool, call.args)
        return Ruling(text, line, explain.explain(text, asked, counters.usage, now))
    finally:
        counters.close()


def draft(home: Home, call: Call, choice: str, only_client: bool, now: float) -> Draft:
    """The rule for this call's tool. `choice`: one of CHOICES; `only_client`: for its client alone ("allow" only)."""
    before = read_policy(home)
    if call.method == START:
        raise PolicyError(said("No rule names a server's start."), said("Accept it under Review in the tray's menu."))
    if only_client or call.method:
        if choice != "allow":
            raise PolicyError(
                said("A rule for one client can only allow here."), said("Write any other rule in policy.json.")
            )
        note = f"From a call in the Activity window, {time.strftime('%d %b %Y %H:%M', time.localtime(now))}"
        client = call.client if only_client else ""
        after = edit.grant(before, client, call.server, call.tool, None, note, call.method)
    else:
        after = edit.set_action(before, call.server, call.tool, choice)
    names = ("policy.json", "policy.json")
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), *names, n=3, lineterm="")
    return Draft(before, after, "\n".join(lines))


def write(home: Home, made: Draft) -> None:
    """Brings the draft that was shown into force."""
    if read_policy(home) != made.before:
        raise PolicyError(
            said("policy.json has changed since this was shown."), said("Choose again to see the change anew.")
        )
    store.save(home, made.after)
