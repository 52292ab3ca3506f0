"""What the classes of listed tools say of their part in a flow, in letters. Pure, but for the rules' file.

Worked out with the first answer to a call, so that no list waits for it and a client that only looks pays nothing; a
tool whose form is known is not classed again. Letters: s reads what is secret or private, u brings the outside in, e
lets data out.
"""

from __future__ import annotations

from callgate_proxy.risk import classify, rulebook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.risk.classify import Tool

_LETTERS = {"secrets": "s", "untrusted": "u", "egress": "e"}
MOST = 2_000  # tools of one list that are looked at


class Flagged:
    """The letters of one server's tools."""

    def __init__(self) -> None:
        self._rules: rulebook.Rulebook | None = None
        self._known: dict[str, tuple[Tool, str]] = {}

    def look(self, tools: list[Tool]) -> dict[str, str]:
        """The letters of each tool of `tools` (as on the wire) that is new or has changed, by name.

        Raises OSError and CallgateError where the rules cannot be read.
        """
        found: dict[str, str] = {}
        for tool in tools[:MOST]:
            name = tool.get("name")
            known = self._known.get(name) if isinstance(name, str) else None
            if not isinstance(name, str) or (known and known[0] == tool):
                continue
            if self._rules is None:
                self._rules = rulebook.ours()
            flags = classify.classify(tool, self._rules).flags
            found[name] = "".join(letter for flag, letter in _LETTERS.items() if flag in flags)
            self._known[name] = tool, found[name]
        return found
