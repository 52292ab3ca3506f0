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
from callgate_desktop.said import parts, said
from callgate_desktop.scopes import Predicate, Scope

SECONDS = {"5m": 300.0, "15m": 900.0, "1h": 3_600.0}
DURATIONS = (*SECONDS, "session", "always")
LABELS = {
    "5m": said("5 min"),
    "15m": said("15 min"),
    "1h": said("1 hour"),
    "session": said("Until it quits"),
    "always": said("Always"),
}
NOTED = {"5m": "5 min", "15m": "15 min", "1h": "1 hour", "session": "the session"}  # in policy.json, always English
LASTING = {"5m": said("for 5 min"), "15m": said("for 15 min"), "1h": said("for 1 hour"), "always": said("from now on")}


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

    def sentence(self) -> list[tuple[str, bool]]:
        """What is allowed from now on: (text, whether it is a name), in order."""
        asked, scope = self.question, self.scope
        who = words.client(asked.client)
        names = {"tool": words.short(asked.tool), "server": words.short(asked.server)}
        names |= {"key": scope.key, "name": words.short(scope.name)}
        lasting = LASTING.get(self.duration) or said("until {client} quits", client=who)
        if scope.tools:
            text = said("{client} may run the {n} tools that only read on {server} {lasting}.")
            return parts(text, names, client=who, lasting=lasting, n=len(scope.tools))
        texts = {
            "exact": said("{client} may run {tool} on {server} with exactly these arguments {lasting}."),
            "value": said("{client} may run {tool} on {server} where {key} is {name} {lasting}."),
            "folder": said("{client} may run {tool} on {server} for files under {name} {lasting}."),
            "host": said("{client} may run {tool} on {server} for addresses on {name} {lasting}."),
        }
        text = texts.get(scope.kind) or said("{client} may run {tool} on {server} {lasting}.")
        return parts(text, names, client=who, lasting=lasting)

    def _note(self) -> str:
        when = time.strftime("%d %b %Y %H:%M", time.localtime(self.at))
        lasting = "Always allowed" if self.duration == "always" else f"Allowed for {NOTED[self.duration]}"
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
        listed = len(self.grant.scope.tools)
        told = [said("It is about %n tool(s), none that comes later.", "", listed)] if listed else []
        if self.judged:
            told.append(self._spared())
        if self.waiting:
            told.append(said("It also answers %n other call(s) waiting now.", "", self.waiting))
        return " ".join(told)

    def _spared(self) -> str:
        if self.judged == 1:
            if self.unknown:
                return said("Whether the last call would have passed without a question cannot be told.")
            if self.spared:
                return said("The last call would have passed without a question.")
            return said("The last call would not have passed without a question.")
        many = words.number(self.spared) if self.spared else said("none")
        if not self.unknown:
            return said(
                "Of the last %n call(s), {many} would have passed without a question.", "", self.judged, many=many
            )
        return said(
            "Of the last %n call(s), {many} would have passed without a question, {unknown} cannot be told.",
            "",
            self.judged,
            many=many,
            unknown=words.number(self.unknown),
        )
