"""The queue behind the approval window: what is asked next, what is merged, and when a flood is cut off.

* One queue, oldest first. Identical calls (client, server, its command line, tool, arguments) wait as one case; one
  answer answers them all.
* More than `STORM` new cases a minute from one client's use of one server: the rest are refused unseen until the
  minute is over, with one notice. Others are not silenced by it.

Pure: no Qt, no sockets, no clock.
"""

from __future__ import annotations

import json
from collections import deque
from math import inf

from callgate_desktop.hub import Question

STORM = 20  # new cases a minute
MINUTE = 60.0


class Case:
    """Identical questions that wait together; `first` speaks for them. The last deadline is the case's."""

    __slots__ = ("key", "questions")

    def __init__(self, key: str, question: Question) -> None:
        self.key = key
        self.questions = [question]

    @property
    def first(self) -> Question:
        """The oldest of them."""
        return self.questions[0]

    @property
    def deadline(self) -> float:
        """When the last of them is over (seconds since the epoch); infinity where none of them waits any more."""
        waiting = [question.deadline for question in self.questions if not question.late]
        return max(waiting, default=inf)

    @property
    def limit(self) -> float:
        """When the last client gives up, or the deadline where that is all we know."""
        waiting = [max(question.deadline, question.limit) for question in self.questions if not question.late]
        return max(waiting, default=inf)


class Queue:
    """The cases that wait, oldest first."""

    def __init__(self, storm: int = STORM) -> None:
        self.cases: list[Case] = []
        self._storm = storm
        self._recent: dict[tuple[str, str], deque[float]] = {}

    def add(self, question: Question, now: float) -> Case | None:
        """The case the question waits in; None where it is one too many and must be refused."""
        key = key_of(question)
        for case in self.cases:
            if case.key == key:
                case.questions.append(question)
                return case
        recent = self._recent.setdefault((question.client, question.server), deque())
        while recent and recent[0] <= now - MINUTE:
            recent.popleft()
        if len(recent) >= self._storm:
            return None
        recent.append(now)
        self.cases.append(Case(key, question))
        return self.cases[-1]

    def drop(self, question: Question) -> Case | None:
        """Takes one question out; gives back its case, which is gone from the queue when it was the last."""
        for case in self.cases:
            if question in case.questions:
                if len(case.questions) == 1:
                    self.cases.remove(case)
                else:
                    case.questions.remove(question)
                return case
        return None

    def replace(self, question: Question, newer: Question) -> None:
        """`newer` stands for `question` from now on, in the same place."""
        for case in self.cases:
            case.questions = [newer if one is question else one for one in case.questions]

    def take(self, case: Case) -> list[Question]:
        """Takes a whole case out, to be answered."""
        if case in self.cases:
            self.cases.remove(case)
        return list(case.questions)


def key_of(question: Question) -> str:
    """What makes two questions the same."""
    return json.dumps(
        [question.client, question.server, question.command, question.method, question.tool, question.args],
        sort_keys=True,
    )
