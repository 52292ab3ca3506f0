"""How much and how many: recipients of one message, amounts of money, and agreement that is only claimed.

1. More than MOST recipients in one call are asked about, in whatever form they are listed.
2. Money is neither negative nor left out where the policy caps it: what is left out means "all" to some servers.
3. Nobody agrees by an argument: a flag that says a person confirmed is the agent's own word.
"""

from __future__ import annotations

from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.risk import fields
from callgate_proxy.risk.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 50  # recipients; more is a mailing, which its sender wants to have said so
_RECIPIENTS = frozenset(
    ("to", "cc", "bcc", "recipients", "recipient", "emails", "attendees", "invitees", "phonenumbers", "users", "userids")
)
_SENDS = frozenset(("send", "email", "mail", "invite", "message", "post", "notify", "sms", "share", "broadcast", "forward"))
_MONEY = frozenset(("amount", "amounts", "total", "price", "sum", "value", "quantity", "refund", "payment"))
_PAYS = frozenset(
    "pay payment payments refund refunds charge charges transfer transfers payout payouts withdraw withdrawal order "
    "orders invoice purchase buy donate subscription credit deposit wire tip".split()
)
_AGREED = frozenset(
    "confirmed userconfirmed userapproved humanapproved humanconfirmed approvedbyuser approvedbyhuman confirmedbyuser "
    "userconsent consentgiven skipconfirmation skipconfirm skipapproval noconfirm noconfirmation bypassapproval "
    "bypassconfirmation bypassconsent autoapprove autoconfirm preapproved alreadyapproved alreadyconfirmed approved".split()
)


def recipients(tool_words: Sequence[str], arguments: dict[str, object]) -> list[Finding]:
    """Too many receivers."""
    found: list[Finding] = []
    for key, held in arguments.items():
        if "".join(fields.words(key)) not in _RECIPIENTS or not _SENDS.intersection((*tool_words, *fields.words(key))):
            continue
        items = as_list(held)
        count = len(items) if items is not None else max(held.count("@"), held.count(",")) if isinstance(held, str) else 0
        if count > MOST:
            told = f"One call would reach {count} recipients."
            found.append(Finding("recipients", "many", f"args.{key}", f"{count} recipients", told, "ask"))
    return found


def claimed(arguments: dict[str, object]) -> list[Finding]:
    """Agreement claimed by an argument."""
    for key, held in arguments.items():
        said = held is True or (isinstance(held, str) and held.lower() in ("true", "yes", "1"))
        if not said:
            continue
        name = "".join(fields.words(key))
        if name in _AGREED and (name not in ("confirmed", "approved") or key.startswith("_")):
            return [Finding("consent", "claimed", f"args.{key}", key, f"{key} claims that a person agreed.", "ask")]
    return []


def money(tool_words: Sequence[str], arguments: dict[str, object], capped: Sequence[str]) -> list[Finding]:
    """Amounts that are no amounts. `capped`: names of the arguments the policy compares with a number."""
    pays = _PAYS.intersection(tool_words)
    if not pays:
        return []
    found: list[Finding] = []
    for key, held in arguments.items():
        if _MONEY.intersection(fields.words(key)) and _negative(held):
            told = f"{key} is below zero."
            found.append(Finding("spend", "negative", f"args.{key}", str(held), told, "block"))
    for name in capped:
        if _MONEY.intersection(fields.words(name)) and arguments.get(name) is None:
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
