"""A yes that lasts: what it is about, how long, and the words and the policy entry that say so.

* What is written is worked out once, when it is previewed: the same grant is then written to the letter.
* "session" is written nowhere. The tray keeps it in memory for one connection of the client and says yes by itself to
  the questions it covers; with the connection, or with the tray, it ends. The proxy still asks its policy about each
  answer, so a rule that refuses is as strong as ever.

Pure: no Qt, no clock; text in, text out.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from callgate_proxy.policy import edit

from callgate_desktop import words
from callgate_desktop.hub import Question
from callgate_desktop.scopes import Predicate, Scope

SECONDS = {"5m": 300.0, "15m": 900.0, "1h": 3_600.0}
DURATIONS = (*SECONDS, "session", "always")
LABELS = {"5m": "5 min", "15m": "15 min", "1h": "1 hour", "session": "Until it quits", "always": "Always"}


@dataclass(frozen=True, slots=True)
class Grant:
    """`duration`: one of DURATIONS. `at`: seconds since the epoch, when it was previewed.

    `profile`: the one that it is written into; "" for none (`overruling.py` says when).
    """

    question: Question
    scope: Scope
    duration: str
    at: float
    profile: str = ""

    @property
    def expires(self) -> float | None:
        """Seconds since the epoch; None where the clock does not end it."""
        return self.at + SECONDS[self.duration] if self.duration in SECONDS else None

    @property
    def tools(self) -> tuple[str, ...]:
        """The tools it is about; an entry of the policy for each."""
        return self.scope.tools or (self.question.tool,)

    @property
    def is_written(self) -> bool:
        """Whether it becomes an entry of the policy file."""
        return self.duration != "session"

    def covers(self, other: Question) -> bool:
        """Whether it says yes to this question too."""
        mine = self.question
        if (mine.client, mine.server, mine.method) != (other.client, other.server, other.method):
            return False
        if other.tool not in self.tools:
            return False
        return (self.is_written or mine.link == other.link) and self.scope.covers(other.args)

    def write(self, text: str) -> str:
        """The policy with it. Raises PolicyError."""
        for tool in self.tools:
            text = edit.grant(text, *self._written(tool))
        return text

    def take_back(self, text: str) -> str:
        """The policy without it. Raises PolicyError."""
        for tool in self.tools:
            text = edit.take_back(text, *self._written(tool))
        return text

    def _written(self, tool: str) -> tuple[str, str, str, float | None, str, str, tuple[Predicate, ...], str]:
        """What `edit` is given besides the text."""
        asked, when = self.question, self.scope.when
        who = asked.client, asked.server, tool
        return *who, self.expires, self._note(), asked.method, when, self.profile

    def said(self) -> list[tuple[str, bool]]:
        """What is allowed from now on: (text, whether it is a name), in order."""
        asked, scope = self.question, self.scope
        what = (
            (f"the {len(scope.tools)} tools that only read", False) if scope.tools else (words.short(asked.tool), True)
        )
        about = {"exact": "with exactly these arguments", "tool": "", "readers": "", "value": f"where {scope.words}"}
        parts = [
            (words.client(asked.client), False),
            ("may run", False),
            what,
            ("on", False),
            (words.short(asked.server), True),
            (about.get(scope.kind, f"for {scope.words.lower()}"), False),
        ]
        if scope.kind not in ("exact", "tool", "readers"):
            parts.append((words.short(scope.name), True))
        return [part for part in (*parts, (self._lasting() + ".", False)) if part[0]]

    def _lasting(self) -> str:
        if self.duration == "session":
            return f"until {words.client(self.question.client)} quits"
        return "from now on" if self.duration == "always" else f"for {LABELS[self.duration]}"

    def _note(self) -> str:
        when = time.strftime("%d %b %Y %H:%M", time.localtime(self.at))
        lasting = "Always allowed" if self.duration == "always" else f"Allowed for {LABELS[self.duration]}"
        return f"{lasting} in the window, {when}"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a grant would do. `text`: the change of policy.json as a unified diff; `problem`: why it cannot be.

    `overruled`: that a profile would overrule it, and what is done about it, or "".
    `spared`: of the last `judged` calls so many would not have been asked about; `unknown`: cannot be told.
    `waiting`: how many other calls that wait now it answers too.
    """

    grant: Grant
    text: str = ""
    problem: str = ""
    overruled: str = ""
    judged: int = 0
    spared: int = 0
    unknown: int = 0
    waiting: int = 0

    def effect(self) -> str:
        """What it would have changed, and what it answers now, in words."""
        listed = self.grant.scope.tools
        said = [f"It is about {words.count(len(listed), 'tool')}, none that comes later"] if listed else []
        if self.judged:
            calls = f"Of the last {words.count(self.judged, 'call')}" if self.judged > 1 else "The last call"
            many = "none" if not self.spared else f"{self.spared:,}"
            none = f"{calls}, {many} would have passed without a question"
            one = f"{calls} would {'' if self.spared else 'not '}have passed without a question"
            said.append(none if self.judged > 1 else one)
            if self.unknown:
                said[-1] += f", {self.unknown:,} cannot be told"
        if self.waiting:
            said.append(f"It also answers {words.count(self.waiting, 'other call')} waiting now")
        return ". ".join(said) + ("." if said else "")
