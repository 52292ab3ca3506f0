"""The words of every refusal: why, by which rule, whether trying again helps, and where a person changes it. Pure.

The agent reads them, and through it the person: short, complete, and never sounding like the tool's own failure.
A call to a hidden tool is the exception: it gets what the SDKs' servers say to a name they do not know.
"""

from __future__ import annotations

_CHANGE = "The user can change this in Callgate's tray menu or in policy.json."
_FINAL = f"Trying again will not help. {_CHANGE}"


def denied(rule: str, reason: str) -> str:
    """By a rule of the policy. `rule`: JSON pointer; `reason`: the policy's own words or ""."""
    return f"Callgate refused this call{_because(reason)} Rule: {rule} in policy.json. {_FINAL}"


def checked(rule: str, reason: str) -> str:
    """By a check. `rule`: "/checks/" and its id; `reason`: what it found, and what the user can do."""
    return f"Callgate refused this call{_because(reason)} {_place(rule)} Trying again will not help before that."


def hidden(tool: str) -> str:
    """What a server that does not have the tool says."""
    return f"Unknown tool: {tool}"


def limited(rule: str, reason: str, maximum: str, window: float, wait: float) -> str:
    """By a limit. `maximum`: as written; `window`, `wait`: seconds; `wait` until the next call is possible."""
    own = f" {_sentence(reason)}" if reason else ""
    return (
        f"Callgate refused this call: the limit of {maximum} in {_span(window)} is used up.{own} Rule: {rule} in "
        f"policy.json. Trying again helps in {_span(max(1.0, wait))}. {_CHANGE}"
    )


def locked_down() -> str:
    """By the tray's Lock down."""
    return (
        "Callgate refused this call: everything is locked down. Trying again helps once the user resumes in the tray."
    )


def no_policy(problem: str) -> str:
    """Because there is no policy that could be in force. `problem`: one line that says why."""
    return f"Callgate refused this call: {_sentence(problem)} Trying again helps once that is mended."


def undecided(rule: str, how: str, note: str) -> str:
    """An asked call that nobody allowed. `how`: one of contract.HOW; `note`: the person's own words or ""."""
    words = {
        "no-tray": "the policy asks the user first, and Callgate's tray app is not running. "
        "Trying again helps once the user has started it.",
        "no-answer": "the user was asked and did not answer in time. Ask the user, then try again.",
        "tray-lost": "the tray app went away while the user was being asked. Trying again helps once it runs again.",
        "closed": "the user closed the question without allowing it. Do not try again unless the user says so.",
        "flood": "too many questions came at once. Ask the user, then try again more slowly.",
    }.get(how, "the user said no. Do not try again unless the user says so.")
    said = f" The user says: {_sentence(note)}" if note else ""
    return f"Callgate refused this call: {words}{said} {_place(rule)}"


def pending(rule: str) -> str:
    """An asked call that nobody answered in the time its client gives it: it is to come again."""
    return (
        "Callgate holds this call: it is waiting for approval. The user has been asked and the question stays open. "
        f"Call again with the same arguments once they have answered. {_place(rule)}"
    )


def changed() -> str:
    """A call that claims to continue another, and is not the same."""
    return (
        "Callgate refused this call: it continues an earlier one, and its name or its arguments are not that one's. "
        "Make it a new call, without inputResponses and requestState."
    )


def unlogged(problem: str, fix: str) -> str:
    """Because its row could not be written: no row, no call."""
    mend = f" To mend it: {_sentence(fix)}" if fix else ""
    return f"Callgate refused this call: {_sentence(problem)} No call goes on without its row.{mend}"


def uncounted(problem: str) -> str:
    """Because a limit could not be counted."""
    return f"Callgate refused this call: its limit cannot be counted. {_sentence(problem)} {_CHANGE}"


def _place(rule: str) -> str:
    return f"Check: {rule}." if rule.startswith("/checks/") else f"Rule: {rule} in policy.json."


def _because(reason: str) -> str:
    return f": {_sentence(reason)}" if reason else "."


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _span(seconds: float) -> str:
    whole = round(seconds)
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if whole >= size and whole % size == 0:
            count = whole // size
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{whole} second{'' if whole == 1 else 's'}"
