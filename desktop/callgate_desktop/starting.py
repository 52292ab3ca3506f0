"""A server that would start otherwise than before, as the tray shows it: the question, and what was held without one.

* The question has three answers: no, this once, from now on. There is no rule to write: what is accepted is this start.
* What nobody answered waits with the other changes of servers; accepting it there holds for the client's next start.
* Both starts are shown as they differ, a word a line, with secrets masked and what is invisible spelled out.

No Qt.
"""

from __future__ import annotations

from callgate_proxy import starts
from callgate_proxy.contract import START
from callgate_proxy.errors import CallgateError
from callgate_proxy.home import Home
from callgate_proxy.risk.pins import CHANGED
from callgate_proxy.starts import Start

from callgate_desktop import words
from callgate_desktop.changes import Change
from callgate_desktop.hub import Question
from callgate_desktop.said import parts, said

OVER = {
    "no-answer": said("The time is over: the server was not started. It waits under Review in the menu."),
    "cancelled": said("The client gave up: the server was not started. It waits under Review in the menu."),
}


def asked(question: Question) -> bool:
    """Whether a question is about a server's start."""
    return question.method == START


def sentence(question: Question) -> list[tuple[str, bool]]:
    """What is asked, in parts; True: a name to be set off."""
    text = said("{client} wants to start {server} otherwise than before")
    return parts(text, {"server": words.short(question.server)}, client=words.client(question.client))


def over(why: str) -> str:
    """Why a question is over. `why`: one of `contract.HOW`."""
    return OVER.get(why, OVER["cancelled"])


def time_left(question: Question, seconds: float) -> str:
    """What happens when nobody answers."""
    return said(
        "{client} is told in {time} that the server was not started",
        client=words.client(question.client),
        time=words.left(seconds),
    )


def held(home: Home) -> tuple[Change, ...]:
    """The starts that wait for a person."""
    return tuple(_change(one) for one in starts.everything(home) if one.held is not None)


def _change(one: Start) -> Change:
    launch = one.held or {}
    at = launch.get("at")
    return Change(
        server=one.server,
        command=str(launch.get("mark", "")),
        kind=START,
        name=said("Start by {client}", client=words.client(one.client)),
        mark="\n".join(starts.lines(one.held)),
        standing=CHANGED,
        title=said("The start by {client}", client=words.client(one.client)),
        shown=" ".join(starts.lines(one.held)),
        difference=starts.difference(one),
        since=float(at) if isinstance(at, (int, float)) else 0.0,
        start=one,
    )


def accept(home: Home, change: Change, now: float) -> None:
    """Takes in the start that was in view. `now`: seconds since the epoch. Raises CallgateError."""
    if change.start is None or not starts.accept(home, change.start, now):
        raise CallgateError(
            said("{server} would start otherwise again; nothing was accepted.", server=words.short(change.server)),
            said("Look at it once more."),
        )
