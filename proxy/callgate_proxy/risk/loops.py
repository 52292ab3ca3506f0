"""The same call again and again, and two calls that alternate: an agent that does not get on.

1. Only calls that change something count: waiting for a result by asking for it is what reading is for.
2. The same call, with the same arguments, more than REPEATS times in WINDOW seconds; or two calls in turns more than
   TURNS times each.
3. It is asked once for each run: after a person's yes the count begins anew.
Kept are hashes of the last calls of one session, never what they said.
"""

from __future__ import annotations

from callgate_proxy.risk.finding import Finding

CHECK = "loops"
WINDOW = 120.0  # seconds
REPEATS = 12
TURNS = 8
KEPT = 64


class Loops:
    """The last changing calls of one session."""

    def __init__(self) -> None:
        self._seen: list[tuple[int, float]] = []
        self._counts: dict[int, int] = {}  # how often each of them stands there
        self._last = ""

    def came(self, tool: str, arguments: dict[str, object], now: float) -> None:
        """A call that changes something came at `now`."""
        self._last = tool
        one = hash((tool, repr(arguments)))
        self._seen.append((one, now))
        self._counts[one] = self._counts.get(one, 0) + 1
        if len(self._seen) > KEPT:
            del self._seen[: -KEPT // 2]
            self._counts.clear()
            for kept, _ in self._seen:
                self._counts[kept] = self._counts.get(kept, 0) + 1

    def over(self) -> None:
        """A person has looked: what repeated was meant."""
        self._seen.clear()
        self._counts.clear()

    def look(self, tool: str, now: float) -> list[Finding]:
        """What the last call, which `came` told of, is the last of; nothing where `tool` only reads."""
        if self._last != tool or not self._seen or self._counts[self._seen[-1][0]] < TURNS:
            return []
        recent = [one for one, when in self._seen if 0 <= now - when <= WINDOW]
        if len(recent) <= REPEATS:
            return []
        last = recent[-1]
        if recent.count(last) > REPEATS:
            told = f"{tool} was called {recent.count(last)} times with the same arguments within {WINDOW:.0f} seconds."
            return [Finding(CHECK, "same-call", "call", tool, told, "ask")]
        other = recent[-2]
        turns = recent[-2 * TURNS :]
        if len(turns) == 2 * TURNS and turns == [other, last] * TURNS:
            told = f"{tool} and another call have taken turns {TURNS} times with the same arguments."
            return [Finding(CHECK, "ping-pong", "call", tool, told, "ask")]
        return []
