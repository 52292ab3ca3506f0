"""What a click does to the files: read, edit, save. Blocking, run in a thread, one at a time.

* The file is read anew for each act: what somebody saved by hand in between is kept.
* Nothing is written that would not be a valid policy; the version before stays in history/.

Every function raises CallgateError with what to do next; nothing has changed then.
"""

from __future__ import annotations

import difflib
import time
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager

from callgate_proxy import mode, pinstore, resetting
from callgate_proxy.contract import START
from callgate_proxy.counters import Counters
from callgate_proxy.errors import CallgateError, PolicyError
from callgate_proxy.home import Home
from callgate_proxy.logread import Call
from callgate_proxy.policy import beside, choosing, confirming, edit, starter, store
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.simulate import simulate

from callgate_desktop import changes, overruling, starting
from callgate_desktop.asking import Case
from callgate_desktop.changes import Change
from callgate_desktop.grants import Grant, Preview
from callgate_desktop.said import said

LIMIT_PRESETS = ((10, "minute"), (30, "minute"), (100, "hour"), (500, "day"))


def read_policy(home: Home) -> str:
    """policy.json's text. Raises PolicyError."""
    try:
        with open(home.policy, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError as error:
        raise PolicyError(
            said("There is no policy file yet."), said("Guard a server with Protect…: that makes one.")
        ) from error
    except (OSError, ValueError) as error:
        raise PolicyError(
            said("policy.json cannot be read: {why}.", why=error), said("Open the file and mend it.")
        ) from error


def set_action(home: Home, server: str, tool: str, action: str) -> None:
    """The menu's word: "allow", "ask", "deny" or "hide"."""
    text = read_policy(home)
    store.save(home, edit.set_action(text, server, tool, action, profile=_profile(home, text)))


def set_limit(home: Home, server: str, tool: str, maximum: int, window: str) -> None:
    """At most `maximum` calls in `window` ("minute", "hour", "day", "30s")."""
    text = read_policy(home)
    store.save(home, edit.set_limit(text, server, tool, maximum, window, _profile(home, text)))


def allow_for(home: Home, server: str, tool: str, now: float, seconds: float) -> None:
    """Allows a tool to every client for a time; what the policy says otherwise holds again after it."""
    note = f"Allowed for {seconds / 60:g} min in the menu, {time.strftime('%d %b %Y %H:%M', time.localtime(now))}"
    store.save(home, edit.grant(read_policy(home), "", server, tool, now + seconds, note))


def grant(home: Home, given: Grant, now: float) -> None:
    """Keeps a yes as a rule."""
    store.save(home, given.write(read_policy(home)))
    asked = given.question
    if given.duration == "always" and asked.tool:
        pinstore.accept_tool(home, asked.server, asked.tool, now)  # who allows a new tool for good has seen it


def accept_change(home: Home, change: Change, now: float) -> None:
    """Takes in what a server changed, as it was in view."""
    (starting if change.kind == START else changes).accept(home, change, now)


def take_back(home: Home, given: Grant) -> None:
    """Takes the rule of a grant away again."""
    before = read_policy(home)
    after = given.take_back(before)
    if after != before:
        store.save(home, after)


def preview(home: Home, given: Grant, calls: Sequence[Call], waiting: Sequence[Case]) -> Preview:
    """What `given` would write and change. `calls`: past ones to try it on; `waiting`: other cases that wait."""
    try:
        before = read_policy(home)
        choice = beside.chosen(home, "")
        given, overruled, choice = overruling.placed(before, given, choice)
        after = given.write(before)
        played = simulate(compile_text(before), compile_text(after), calls, choice)
    except CallgateError as error:
        return Preview(given, problem=f"{error} {error.fix}".strip())
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), "policy.json", "policy.json", n=2, lineterm=""
    )
    return Preview(
        given,
        "\n".join(list(lines)[2:]) if given.is_written else "",  # without the two lines that name the file
        overruled=overruled,
        judged=played.judged,
        spared=sum((one.before.verdict, one.after.verdict) == ("ask", "allow") for one in played.changes),
        unknown=len(played.unknown),
        waiting=sum(len(case.questions) for case in waiting if given.covers(case.first)),
    )


def sweep(home: Home, now: float) -> None:
    """Takes expired grants out of the file; writes only where there were any."""
    before = read_policy(home)
    after = edit.sweep(before, now)
    if after != before:
        store.save(home, after)


def set_mode(home: Home, kind: str, until: float | None = None) -> None:
    """`kind`: "on", "paused" or "lockdown"; `until`: seconds since the epoch."""
    with _told(said("The mode could not be changed"), home):
        mode.write(home, kind, until)


def choose_profile(home: Home, name: str | None) -> None:
    """Puts a profile in force: "" none of them, None whichever the folder gives."""
    with _told(said("The profile could not be changed"), home):
        choosing.choose(home, read_policy(home), name)


def confirm(home: Home, name: str) -> None:
    """Confirms the policy.json that `name` stands for (`Facts.widened_name`)."""
    with _told(said("The policy could not be confirmed"), home):
        confirming.accept(home, name)


def undo_widening(home: Home) -> None:
    """Puts back the policy that was last confirmed; what stands in policy.json now stays in history/."""
    store.save(home, confirming.confirmed_text(home))


def reset_limits(home: Home, counters: tuple[str, ...], now: float) -> None:
    """Empties `counters` (full keys)."""
    with closing(Counters(home)) as found:
        resetting.reset(home, found, list(counters), now)


def _profile(home: Home, text: str) -> str:
    """The profile chosen by hand, "" where none is."""
    name = beside.chosen(home, "").name or ""
    return name if name in choosing.names(text) else ""


@contextmanager
def _told(what: str, home: Home) -> Generator[None]:
    """Tells an OSError as a person needs it."""
    try:
        yield
    except OSError as error:
        raise CallgateError(
            f"{what}: {error.strerror or error}.", said("Make {folder} writable, then try again.", folder=home.root)
        ) from error


def begin_policy(home: Home) -> None:
    """Makes the starter policy where there is none: a guarded server without one refuses every call."""
    starter.make(home)
