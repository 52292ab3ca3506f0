"""What a check found: the rule that fired, where, on which words, and what it would do by itself.

Rules of this file:

1. A finding is a value. It decides nothing: the policy says what a check may do, the finding only what it asks for.
2. Evidence is safe to show: one line, at most 200 characters, hidden characters spelled out as `<U+200B>`.
"""

from __future__ import annotations

MAX_EVIDENCE = 200
# What a check can ask for, weakest first.
ACTIONS = ("off", "flag", "strip", "ask", "block")


def visible(text: str) -> str:
    """`text` as one line for people: what does not print becomes `<U+XXXX>`, runs of blanks one blank."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(each if each.isprintable() else " " if each in "\t\n\r" else f"<U+{ord(each):04X}>" for each in text)


class Finding:
    """One rule that fired.

    `check`: id of the catalogue; `rule`: name of the data rule; `where`: place such as `description` or `args.path`;
    `evidence`: the words; `text`: one sentence for people; `action`: what the rule asks for by itself.
    """

    __slots__ = ("action", "check", "evidence", "rule", "text", "where")

    def __init__(self, check: str, rule: str, where: str, evidence: str, text: str, action: str) -> None:
        self.check = check
        self.rule = rule
        self.where = where
        shown = visible(evidence[: MAX_EVIDENCE + 1])
        self.evidence = shown if len(shown) <= MAX_EVIDENCE else shown[: MAX_EVIDENCE - 1] + "…"
        self.text = text
        self.action = action

    def as_dict(self) -> dict[str, str]:
        """The finding as a JSON object, in reading order."""
        return {
            "check": self.check,
            "rule": self.rule,
            "where": self.where,
            "evidence": self.evidence,
            "text": self.text,
            "action": self.action,
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash((self.check, self.rule, self.where, self.evidence))

    def __repr__(self) -> str:
        return f"Finding({self.check}/{self.rule} at {self.where}: {self.evidence!r} -> {self.action})"


def strictest(findings: list[Finding]) -> str:
    """The strongest action asked for; `off` when nothing was found."""
    return max((each.action for each in findings), key=ACTIONS.index, default="off")
