"""What the tray shows, as plain reducers: facts in, words and shapes out.

* `Facts` is everything the files say at one moment; questions and recent calls come beside it.
* The icon's state is the first that holds: asking, locked down, paused, blocked, unprotected, fine. A pause outranks
  what is merely news, because while it lasts nothing is guarded.
* "Blocked" is a refusal by a rule in the last minute, or a policy file that cannot be used.

Pure: no Qt, no files, no clock.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import inf

from callgate_proxy.contract import START
from callgate_proxy.logread import Call

from callgate_desktop import words
from callgate_desktop.asking import Case
from callgate_desktop.changes import Change
from callgate_desktop.grants import Grant

STATES = ("fine", "asking", "blocked", "unprotected", "paused", "lockdown")
WIDENED = 3  # phrases that the menu shows
FIGHT = 2  # times that guards were put back and written over again
REMIND = 600.0  # seconds between two reminders of a pause
NEWS = 60.0  # seconds that a refusal colours the icon
ACTIONS = ("allow", "ask", "deny", "limit", "hide")
RISK, SAYS = "Risk", "Server says"  # names of notes


@dataclass(frozen=True, slots=True)
class Note:
    """One thing worth knowing about a question. `tone`: "", "muted", "ask" or "deny". `text`: plain already."""

    name: str  # of the line: "Says", "Risk", "Tool" …
    text: str
    tone: str = ""
    level: str = ""  # of a risk: one of `risks.LEVELS`


@dataclass(frozen=True, slots=True)
class Told:
    """What the window says beside the question itself."""

    history: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool seen, and what the policy says about it before it looks at arguments. `setting`: one of ACTIONS.

    `until`: when a setting that was given for a time ends (seconds since the epoch). `risk`: "" while nothing knows it.
    """

    name: str
    setting: str
    detail: str = ""  # the limit in words
    title: str = ""
    uses: tuple[str, ...] = ()  # "18 of 30 in the last minute", for each limit and whoever shares it
    counters: tuple[str, ...] = ()  # the counters behind them that hold anything, as state.db names them
    says: str = ""  # what the server claims about it, in our words
    until: float | None = None
    risk: str = ""
    because: str = ""  # what the class rests on, in words
    reads: bool = False  # held to only read, in a form that is pinned
    split: bool = False  # not every client is treated so


@dataclass(frozen=True, slots=True)
class Server:
    """A server with the tools it has announced so far."""

    name: str
    tools: tuple[Tool, ...]


@dataclass(frozen=True, slots=True)
class Guarded:
    """One server entry in a client's configuration. `problem`: why it cannot be guarded."""

    client: str
    server: str
    guarded: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """Servers of one client's file that were guarded and are no more (`gone` from the file), or that are new in it.

    `again`: how often in a row the guards were put back already.
    """

    title: str
    path: str
    reverted: tuple[str, ...]
    gone: tuple[str, ...]
    added: tuple[str, ...]
    again: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What the files say. `mode`: "on", "paused" or "lockdown"; `until`: its end (seconds since the epoch) or None."""

    servers: tuple[Server, ...] = ()
    coverage: tuple[Guarded, ...] = ()
    mode: str = "on"
    until: float | None = None
    problems: tuple[str, ...] = ()  # of the policy file: the last good one is in force
    notes: tuple[str, ...] = field(default=())  # other things that could not be read
    profiles: tuple[str, ...] = ()  # that the policy has
    profile: str | None = None  # chosen by hand, "" none of them; None: the folder decides
    widened: str = ""  # what policy.json allows more than was confirmed, one sentence
    widens: tuple[str, ...] = ()  # the same, a phrase each
    widened_name: str = ""  # of the policy.json that `widened` is about
    standing: tuple[Grant, ...] = ()  # allowed until a client quits
    changes: tuple[Change, ...] = ()  # of servers, that wait for a person
    losses: tuple[Loss, ...] = ()
    starts: tuple[str, ...] = ()  # what came into the clients' files and is not guarded, a sentence each
    leaks: tuple[str, ...] = ()  # servers guarded in one client and open in another, a sentence each

    @property
    def guarded(self) -> int:
        """How many entries are guarded."""
        return sum(entry.guarded for entry in self.coverage)

    @property
    def open_entries(self) -> int:
        """How many entries could be guarded and are not."""
        return sum(not entry.guarded and not entry.problem for entry in self.coverage)


def state(facts: Facts, waiting: int, recent: Iterable[Call], now: float) -> str:
    """The icon's state: one of STATES."""
    if waiting:
        return "asking"
    if facts.mode in ("lockdown", "paused"):
        return facts.mode
    if facts.problems or last_refusal(recent, now) is not None:
        return "blocked"
    return "fine" if facts.guarded and not facts.open_entries else "unprotected"


def last_refusal(recent: Iterable[Call], now: float) -> Call | None:
    """The newest call in `recent` (newest first) that a rule refused in the last minute."""
    for call in recent:
        if call.t < now - NEWS:
            return None
        if call.verdict not in ("allow", "ask"):
            return call
    return None


def tooltip(facts: Facts, waiting: int, recent: Callable[[], Iterable[Call]], now: float) -> str:
    """The icon's state in words, at most a few lines. `recent()`: the calls seen lately, newest first."""
    lines = [f"Callgate: {_headline(facts, waiting, recent, now)}"]
    if waiting and facts.mode != "on":
        lines.append(_mode_words(facts, now))
    if facts.problems:
        lines.append("policy.json has a problem; the last good policy stays in force.")
    if facts.open_entries and facts.mode == "on":
        lines.append(f"{words.count(facts.open_entries, 'server')} not guarded")
    lines += facts.leaks[:2]
    return "\n".join(lines)


def _headline(facts: Facts, waiting: int, recent: Callable[[], Iterable[Call]], now: float) -> str:
    kind = state(facts, waiting, recent(), now)
    if kind == "asking":
        return f"{words.count(waiting, 'call')} waiting for you"
    if kind in ("lockdown", "paused"):
        return _mode_words(facts, now)
    refused = last_refusal(recent(), now)
    if kind == "blocked" and refused is not None:
        return f"{words.verdict(refused).lower()} {words.short(refused.tool)} on {words.short(refused.server)}"
    if kind == "unprotected" and not facts.guarded:
        return "no server is guarded yet"
    return f"{words.count(facts.guarded, 'server')} guarded"


def _mode_words(facts: Facts, now: float) -> str:
    if facts.mode == "lockdown":
        return "locked down: every tool call is refused"
    end = "until you resume" if facts.until is None else f"for {words.left(facts.until - now)} more"
    return f"paused {end}: calls pass unchecked"


def mode_line(facts: Facts, now: float) -> str:
    """The line above the menu's mode entries; "" while Callgate is simply on."""
    text = "" if facts.mode == "on" else _mode_words(facts, now)
    return text[:1].upper() + text[1:]


def profile_line(facts: Facts) -> str:
    """The menu's entry for the profiles."""
    if facts.profile is None:
        return "Profile: by folder"
    return f"Profile: {words.short(facts.profile)}" if facts.profile else "Profile: none"


def widened_lines(facts: Facts) -> list[str]:
    """What was changed outside Callgate and allows more, for the menu."""
    if not facts.widened:
        return []
    more = len(facts.widens) - WIDENED
    shown = [f"   {words.short(phrase)}" for phrase in facts.widens[:WIDENED]] + ([f"   and {more} more"] * (more > 0))
    return ["policy.json allows more, changed outside Callgate:", *shown]


def waiting_line(case: Case) -> str:
    """A waiting case in the menu."""
    more = f" (×{len(case.questions)})" if len(case.questions) > 1 else ""
    late = ", told to call again" if case.deadline == inf else ""
    what = "the start of" if case.first.method == START else f"{words.short(case.first.tool)} on"
    return f"{what} {words.short(case.first.server)}{more}{late}"


def standing_line(grant: Grant) -> str:
    """A grant that lasts until its client quits, in the menu."""
    asked, scope = grant.question, grant.scope
    about = {"exact": ", these arguments", "tool": "", "readers": " and what else only reads"}.get(
        scope.kind, f", {scope.words.lower()} {words.short(scope.name)}"
    )
    return f"{words.short(asked.tool)} on {words.short(asked.server)} for {words.client(asked.client)}{about}"


def loss_line(loss: Loss) -> str:
    """What happened to a client's file, in one sentence for each kind."""
    said = (
        ("The guard was taken off {}", loss.reverted),
        ("{} went out of the file", loss.gone),
        ("New and not guarded: {}", loss.added),
    )
    parts = [text.format(", ".join(f"“{words.short(name)}”" for name in names)) for text, names in said if names]
    return f"{loss.title}: {'. '.join(parts)}."


def loss_advice(loss: Loss) -> str:
    """What to do about it: guards that were put back twice and did not stay are not worth a third time as it is."""
    if loss.again < FIGHT:
        return "Protect… puts the guard back."
    who = words.short(loss.title)
    return f"{who} lost them again {loss.again} times: quit it fully, put them back in Protect…, then start it."


def setting_line(tool: Tool) -> str:
    """A tool in its server's menu: its name, and its setting in a word."""
    until = "" if tool.until is None else time.strftime(" until %H:%M", time.localtime(tool.until))
    return f"{words.short(tool.name)}   {tool.detail or words.SETTINGS[tool.setting]}{until}"


def call_line(call: Call) -> str:
    """One of the last calls in the menu."""
    when = time.strftime("%H:%M", time.localtime(call.t))
    return f"{when}  {words.short(call.tool) or 'a line'} on {words.short(call.server)}   {words.verdict(call)}"


def next_end(facts: Facts) -> float | None:
    """When the first thing that was set for a time ends (seconds since the epoch), None where nothing was."""
    ends = [tool.until for server in facts.servers for tool in server.tools] + [facts.until]
    return min((end for end in ends if end is not None), default=None)


def reminder(facts: Facts, last: float, now: float) -> str:
    """What to say to a person who left Callgate paused, "" while it is not time. `last`: when it was last said."""
    return f"Callgate is {_mode_words(facts, now)}." if facts.mode == "paused" and now - last >= REMIND else ""


def history(recent: Iterable[Call], case: Case, now: float) -> str:
    """What became of earlier calls of the same tool by the same client."""
    asked = case.first
    waiting = {question.call for question in case.questions}
    allowed = refused = 0
    last = 0.0
    for call in recent:
        if (call.client, call.server, call.tool) != (asked.client, asked.server, asked.tool) or call.id in waiting:
            continue
        kind = words.meaning(call)
        allowed += kind == "allow"
        refused += kind in ("deny", "limit", "hide")
        last = max(last, call.t)
    if not last:
        return "Not asked before." if asked.method == START else "First call of this tool."
    parts = [
        f"{verb} {words.count(number, 'time')}"
        for verb, number in (("allowed", allowed), ("refused", refused))
        if number
    ]
    return f"{', '.join(parts) or 'asked before'}, last {words.ago(now - last)}".capitalize()
