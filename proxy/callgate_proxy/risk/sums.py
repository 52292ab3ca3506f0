"""How much and how many: recipients of one message, amounts of money, and agreement that is only claimed.

1. More than MOST recipients in one call are asked about, in whatever form they are listed.
2. Money is neither negative nor left out where the policy caps it: what is left out means "all" to some servers.
   So is taking away more than MOST things in one call.
3. Nobody agrees by an argument: a flag that says a person confirmed is the agent's own word.
"""

from __future__ import annotations

from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.risk import fields
from callgate_proxy.risk.fields import among
from callgate_proxy.risk.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 50  # recipients; more is a mailing, which its sender wants to have said so
_SENDS = frozenset(
    ("send", "email", "mail", "invite", "message", "post", "notify", "sms", "share", "broadcast", "forward")
)
_REMOVES = among("delete remove purge destroy erase wipe drop")
PAYS = among(
    "pay payment payments refund refunds charge charges transfer transfers payout payouts withdraw withdrawal order "
    "orders invoice purchase buy donate subscription credit deposit wire tip"
)


def removed(tool_words: Iterable[str], key: str, held: object) -> list[Finding]:
    """Too many things taken away in one call: a list in the argument `key` of a tool that removes."""
    items = as_list(held)
    if items is None or len(items) <= MOST or _REMOVES.isdisjoint(tool_words):
        return []
    told = f"One call would remove {len(items)} things."
    return [Finding("recipients", "many-removed", f"args.{key}", f"{len(items)} items", told, "ask")]


def recipients(tool_words: Iterable[str], key: str, held: object) -> list[Finding]:
    """Too many receivers in the argument `key`, which lists some."""
    if _SENDS.isdisjoint(tool_words) and _SENDS.isdisjoint(fields.about(key).words):
        return []
    items = as_list(held)
    text = held if isinstance(held, str) else ""
    count = max(text.count("@"), text.count(",")) if items is None else len(items)
    if count <= MOST:
        return []
    told = f"One call would reach {count} recipients."
    return [Finding("recipients", "many", f"args.{key}", f"{count} recipients", told, "ask")]


def claimed(key: str, held: object) -> list[Finding]:
    """Agreement claimed by the argument `key`."""
    said = held is True or (isinstance(held, str) and held.lower() in ("true", "yes", "1"))
    told = f"{key} claims that a person agreed."
    return [Finding("consent", "claimed", f"args.{key}", key, told, "ask")] if said else []


def claimed_below(held: object) -> list[Finding]:
    """Agreement claimed in an object inside an argument."""
    inside = as_object(held) if isinstance(held, dict) else None  # pyright: ignore[reportUnknownArgumentType]
    return [one for key, each in (inside or {}).items() if fields.about(key).agreed for one in claimed(key, each)]


def below_zero(key: str, held: object) -> list[Finding]:
    """An amount that takes where it should give."""
    told = f"{key} is below zero."
    return [Finding("spend", "negative", f"args.{key}", str(held), told, "block")] if _negative(held) else []


def absent(arguments: dict[str, object], capped: Iterable[str]) -> list[Finding]:
    """Amounts that the policy caps (`capped`: their arguments) and the call leaves out."""
    found: list[Finding] = []
    for name in capped:
        if fields.about(name).money and arguments.get(name) is None:
            told = f"The policy caps {name}, and the call leaves it out: the server may take that for everything."
            found.append(Finding("spend", "absent", f"args.{name}", name, told, "ask"))
    return found


def _negative(value: object) -> bool:
    if isinstance(value, (int, float)):
        return value < 0
    inside = as_object(value)
    if inside is not None:
        return any(_negative(one) for one in inside.values())
    return isinstance(value, str) and value.strip()[:1] in ("-", "−") and value.strip()[1:2].isdigit()
