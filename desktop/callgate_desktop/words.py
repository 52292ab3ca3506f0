"""What the windows say, in one voice: times, sizes, decisions and reasons as short English.

Pure: numbers in, text out. Names that come from configs and servers pass `plain` where they enter a sentence.
"""

from __future__ import annotations

from callgate_proxy.logread import Call
from callgate_proxy.plain import plain

CLIENTS = {"claude-desktop": "Claude Desktop"}
SETTINGS = {"allow": "Allow", "ask": "Ask", "deny": "Deny", "limit": "Limit", "hide": "Hide"}
_VERDICTS = {"allow": "Allowed", "limit": "Limited", "deny": "Denied", "hide": "Hidden", "invalid": "Invalid"}
_KEPT = {
    "once": "once",
    "5m": "for 5 min",
    "15m": "for 15 min",
    "1h": "for 1 hour",
    "session": "until the client quits",
    "always": "always",
    "policy": "by a new rule",
    "late": "for the next try",
}
_UNANSWERED = {
    "no-tray": "nobody to ask",
    "no-answer": "no answer",
    "tray-lost": "Callgate went away",
    "cancelled": "cancelled",
    "flood": "too many questions",
    "limit": "limit used up",
    "deny": "not counted",
    "policy": "by a new rule",
}
_OVER = {
    "no-answer": "The time is over: the call was refused. The client may call again.",
    "cancelled": "The client took the call back.",
    "policy": "The policy changed and now decides this call.",
}
NAME_LIMIT = 64  # characters of a name inside a sentence; the whole name stands in the details


def client(name: str) -> str:
    """A client's name as people know it."""
    return CLIENTS.get(name) or short(name) or "A client"


def short(name: str) -> str:
    """A name that may come from anybody, on one line, cut in its middle where it is longer than `NAME_LIMIT`."""
    half = NAME_LIMIT // 2 - 1
    if len(name) > 2 * NAME_LIMIT:
        return f"{plain(name[:half])[:half]}…{plain(name[-half:])[-half:]}"
    shown = plain(name)
    return shown if len(shown) <= NAME_LIMIT else f"{shown[:half]}…{shown[-half:]}"


def ago(seconds: float) -> str:
    """How long ago, roughly."""
    if seconds < 2:
        return "now"
    return f"{span(seconds)} ago"


def span(seconds: float) -> str:
    """A length of time in its largest fitting unit."""
    for unit, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= unit:
            return f"{int(seconds // unit)} {name}"
    return f"{int(seconds)} s"


def left(seconds: float) -> str:
    """Time that runs out: every second counts."""
    whole = max(0, int(seconds + 0.999))
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60:02} s"


def millis(ms: float | None) -> str:
    """A duration in the log, "" while unknown."""
    if ms is None:
        return ""
    if ms < 10:
        return f"{ms:.1f} ms"
    return f"{ms:.0f} ms" if ms < 10_000 else f"{ms / 1000:.1f} s"


def size(count: int | None) -> str:
    """A number of bytes, "" while unknown."""
    if count is None:
        return ""
    for unit, name in ((1_000_000, "MB"), (1_000, "kB")):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} B"


def count(number: int, noun: str) -> str:
    """A number with its noun: 1 call, 1,200 calls."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def meaning(call: Call) -> str:
    """Which colour and icon a call has: "allow", "ask" (still waiting), "limit", "deny" or "hide"."""
    if call.verdict == "ask":
        if call.decision is None or call.how == "pending":
            return "ask"
        return "allow" if call.decision == "allow" else "deny"
    return call.verdict if call.verdict in ("allow", "limit", "hide") else "deny"


def verdict(call: Call) -> str:
    """What became of a call, in two or three words."""
    how = call.how or ""
    if call.verdict != "ask":
        return _VERDICTS.get(call.verdict, "Denied")
    if call.decision is None:
        return "Asking"
    if how == "pending":
        return "Told to call again"
    if call.decision == "allow":
        return f"Allowed {_KEPT.get(how, 'once')}"
    return f"Refused: {_UNANSWERED[how]}" if how in _UNANSWERED else "Denied by you"


def why(rule: str, reason: str) -> str:
    """Why the policy decided so: its own text where it has one, else what the rule's pointer says."""
    if reason:
        return plain(reason)
    last = rule.rsplit("/", 1)[-1]
    if last == "default":
        return "No rule names this tool, so the default decides."
    if "/require/" in rule:
        return "A condition that the rule requires does not hold."
    if "/deny_if/" in rule:
        return "A condition that the rule refuses holds."
    if "/limits/" in rule:
        return "The limit of this rule is used up."
    if rule.startswith("/mode/"):
        return "Callgate is paused." if last == "paused" else "Everything is locked down."
    return "A rule in the policy names this tool."


def over(why: str) -> str:
    """What became of a question that nobody here answered. `why`: one of `contract.HOW`."""
    return _OVER.get(why, _OVER["cancelled"])


def used(amount: float, maximum: float, window: float) -> str:
    """What is used of a limit now: 18 of 30 in the last minute."""
    last = {60.0: "minute", 3600.0: "hour", 86400.0: "day"}.get(window, span(window))
    return f"{amount:g} of {maximum:g} in the last {last}"


def limit(maximum: float, window: float) -> str:
    """A limit: `maximum` in `window` seconds."""
    per = {60.0: "a minute", 3600.0: "an hour", 86400.0: "a day"}.get(window, f"in {span(window)}")
    return f"{maximum:g} {per}"
