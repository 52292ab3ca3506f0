"""What a click does to the files: read, edit, save. Blocking, run in a thread, one at a time.

* The file is read anew for each act: what somebody saved by hand in between is kept.
* Nothing is written that would not be a valid policy; the version before stays in history/.

Every function raises CallgateError with what to do next; nothing has changed then.
"""

from __future__ import annotations

import difflib
import time

from callgate_proxy import mode
from callgate_proxy.errors import CallgateError, PolicyError
from callgate_proxy.home import Home
from callgate_proxy.policy import edit, starter, store

from callgate_desktop.hub import Question

GRANT = 15 * 60.0  # seconds that "Allow 15 min" lasts
LIMIT_PRESETS = ((10, "minute"), (30, "minute"), (100, "hour"), (500, "day"))


def read_policy(home: Home) -> str:
    """policy.json's text. Raises PolicyError."""
    try:
        with open(home.policy, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError as error:
        raise PolicyError("There is no policy file yet.", "Guard a server with Protect…: that makes one.") from error
    except (OSError, ValueError) as error:
        raise PolicyError(f"policy.json cannot be read: {error}.", "Open the file and mend it.") from error


def set_action(home: Home, server: str, tool: str, action: str) -> None:
    """The menu's word: "allow", "ask", "deny" or "hide"."""
    store.save(home, edit.set_action(read_policy(home), server, tool, action))


def set_limit(home: Home, server: str, tool: str, maximum: int, window: str) -> None:
    """At most `maximum` calls in `window` ("minute", "hour", "day", "30s")."""
    store.save(home, edit.set_limit(read_policy(home), server, tool, maximum, window))


def allow_for(home: Home, server: str, tool: str, now: float, seconds: float) -> None:
    """Allows a tool to every client for a time; what the policy says otherwise holds again after it."""
    note = f"Allowed for {seconds / 60:g} min in the menu, {time.strftime('%d %b %Y %H:%M', time.localtime(now))}"
    store.save(home, edit.grant(read_policy(home), "", server, tool, now + seconds, note))


def grant(home: Home, question: Question, now: float, timed: bool) -> None:
    """Keeps a yes as a rule: for 15 minutes, or for good."""
    store.save(home, _granted(read_policy(home), question, now, timed))


def preview(home: Home, question: Question, now: float) -> str:
    """The change that "Always" would make to policy.json, as a unified diff."""
    before = read_policy(home)
    after = _granted(before, question, now, timed=False)
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), "policy.json", "policy.json", n=2, lineterm=""
    )
    return "\n".join(lines)


def sweep(home: Home, now: float) -> None:
    """Takes expired grants out of the file; writes only where there were any."""
    before = read_policy(home)
    after = edit.sweep(before, now)
    if after != before:
        store.save(home, after)


def set_mode(home: Home, kind: str, until: float | None = None) -> None:
    """`kind`: "on", "paused" or "lockdown"; `until`: seconds since the epoch."""
    try:
        mode.write(home, kind, until)
    except OSError as error:
        raise CallgateError(
            f"The mode could not be changed: {error.strerror or error}.", f"Make {home.root} writable, then try again."
        ) from error


def _granted(text: str, question: Question, now: float, timed: bool) -> str:
    when = time.strftime("%d %b %Y %H:%M", time.localtime(now))
    note = f"Allowed for 15 min in the window, {when}" if timed else f"Always allowed in the window, {when}"
    end = now + GRANT if timed else None
    return edit.grant(text, question.client, question.server, question.tool, end, note, question.method)


def begin_policy(home: Home) -> None:
    """Makes the starter policy where there is none: a guarded server without one refuses every call."""
    starter.make(home)
