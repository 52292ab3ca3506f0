"""What the tray shows, as plain reducers: facts in, words and shapes out.

* `Facts` is everything the files say at one moment; questions and recent calls come beside it.
* The icon's state is the first that holds: asking, locked down, paused, blocked, unprotected, fine. A pause outranks
  what is merely news, because while it lasts nothing is guarded.
* "Blocked" is a refusal by a rule in the last minute, or a policy file that cannot be used.

Pure: no Qt, no files, no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from callgate_proxy.contract import START
from callgate_proxy.logread import Call

from callgate_desktop import words
from callgate_desktop.asking import Case
from callgate_desktop.changes import Change
from callgate_desktop.grants import Grant
from callgate_desktop.said import said

STATES = ("fine", "asking", "blocked", "unprotected", "paused", "lockdown")
FIGHT = 2  # times that guards were put back and written over again
REMIND = 600.0  # seconds between two reminders of a pause
NEWS = 60.0  # seconds that a refusal colours the icon
REFUSALS = {
    "limit": said("limited {tool} on {server}"),
    "deny": said("denied {tool} on {server}"),
    "hide": said("hidden {tool} on {server}"),
    "invalid": said("invalid {tool} on {server}"),
}
ACTIONS = ("allow", "ask", "deny", "limit", "hide")
RISK, SAYS = said("Risk"), said("Server says")  # names of notes


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
    lines = [said("Callgate: {state}", state=_headline(facts, waiting, recent, now))]
    if waiting and facts.mode != "on":
        lines.append(_mode_words(facts, now))
    if facts.problems:
        lines.append(said("policy.json has a problem; the last good policy stays in force."))
    if facts.open_entries and facts.mode == "on":
        lines.append(said("%n server(s) not guarded", "", facts.open_entries))
    lines += facts.leaks[:2]
    return "\n".join(lines)


def _headline(facts: Facts, waiting: int, recent: Callable[[], Iterable[Call]], now: float) -> str:
    kind = state(facts, waiting, recent(), now)
    if kind == "asking":
        return said("%n call(s) waiting for you", "", waiting)
    if kind in ("lockdown", "paused"):
        return _mode_words(facts, now)
    refused = last_refusal(recent(), now)
    if kind == "blocked" and refused is not None:
        text = REFUSALS.get(refused.verdict, REFUSALS["deny"])
        return text.format(tool=words.short(refused.tool), server=words.short(refused.server))
    if kind == "unprotected" and not facts.guarded:
        return said("no server is guarded yet")
    return said("%n server(s) guarded", "", facts.guarded)


def _mode_words(facts: Facts, now: float) -> str:
    if facts.mode == "lockdown":
        return said("locked down: every tool call is refused")
    if facts.until is None:
        return said("paused until you resume: calls pass unchecked")
    return said("paused for {time} more: calls pass unchecked", time=words.left(facts.until - now))


def mode_line(facts: Facts, now: float) -> str:
    """The line above the menu's mode entries; "" while Callgate is simply on."""
    text = "" if facts.mode == "on" else _mode_words(facts, now)
    return text[:1].upper() + text[1:]


def loss_line(loss: Loss) -> str:
    """What happened to a client's file, in one sentence for each kind."""
    kinds = (
        (said("The guard was taken off {servers}."), loss.reverted),
        (said("{servers} went out of the file."), loss.gone),
        (said("New and not guarded: {servers}."), loss.added),
    )
    told = [
        text.format(servers=", ".join(said("“{name}”", name=words.short(name)) for name in names))
        for text, names in kinds
        if names
    ]
    return f"{loss.title}: {' '.join(told)}"


def loss_advice(loss: Loss) -> str:
    """What to do about it: guards that were put back twice and did not stay are not worth a third time as it is."""
    if loss.again < FIGHT:
        return said("Protect… puts the guard back.")
    return said(
        "{client} lost them again {n} times: quit it fully, put them back in Protect…, then start it.",
        client=words.short(loss.title),
        n=loss.again,
    )


def next_end(facts: Facts) -> float | None:
    """When the first thing that was set for a time ends (seconds since the epoch), None where nothing was."""
    ends = [tool.until for server in facts.servers for tool in server.tools] + [facts.until]
    return min((end for end in ends if end is not None), default=None)


def reminder(facts: Facts, last: float, now: float) -> str:
    """What to say to a person who left Callgate paused, "" while it is not time. `last`: when it was last said."""
    if facts.mode != "paused" or now - last < REMIND:
        return ""
    if facts.until is None:
        return said("Callgate is paused until you resume: calls pass unchecked.")
    return said("Callgate is paused for {time} more: calls pass unchecked.", time=words.left(facts.until - now))


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
        return said("Not asked before.") if asked.method == START else said("First call of this tool.")
    return _became(allowed, refused, words.ago(now - last))


def _became(allowed: int, refused: int, ago: str) -> str:
    if allowed and refused:
        return said(
            "Allowed {allowed}, refused {refused}, last {ago}",
            allowed=words.times(allowed),
            refused=words.times(refused),
            ago=ago,
        )
    if allowed:
        return said("Allowed {allowed}, last {ago}", allowed=words.times(allowed), ago=ago)
    if refused:
        return said("Refused {refused}, last {ago}", refused=words.times(refused), ago=ago)
    return said("Asked before, last {ago}", ago=ago)
