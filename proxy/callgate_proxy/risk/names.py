"""Names that pass for others: what a model, or a person, would take for another tool. Pure.

1. A character that cannot be seen, or a name whose letters only look like ASCII, is no accident: the tool is withheld.
   Names in other scripts that spell words of their own are left alone.
2. A name that differs from an older tool's only by case or by digits that pass for letters is asked about; in one
   server's own list a different case is only noted.
3. The same name on two servers is nothing where the client shows the server's name beside it. Where it does not, the
   one that came later is asked about, or noted where the name is one of those that many servers use for reading.
4. A name that the clients keep for tools of their own is asked about.
5. Two entries of one list under one name, saying different things, are withheld: nobody knows which one is called.
Data: `look_alikes.py`.
"""

from __future__ import annotations

from unicodedata import category, normalize

from callgate_proxy.plain import plain
from callgate_proxy.risk.finding import Finding
from callgate_proxy.risk.look_alikes import BUILT_INS, DIGITS, LETTERS, READING

_LETTERS = str.maketrans({alike: letter for letter, alikes in LETTERS.items() for alike in alikes})
_DIGITS = str.maketrans(DIGITS)
_OWNERS = {name: client for client, names in BUILT_INS.items() for name in names}


def spelled(name: str) -> list[Finding]:
    """What is wrong with a name by itself."""
    if name.isascii() and name.isprintable():
        told = "Its name begins or ends with a space."
        return [_found("invisible", name, told, "block")] if name != name.strip() else []
    hidden = plain(name)
    if hidden != name or any(category(mark) == "Zs" and mark != " " for mark in name):
        return [_found("invisible", name, "Its name holds a character that cannot be seen.", "block")]
    composed = normalize("NFC", name)
    if any(category(mark) == "Mn" and composed[at - 1 : at].isascii() for at, mark in enumerate(composed)):
        return [_found("look-alike", name, "Its name holds a mark that no letter of it has.", "block")]
    shown = skeleton(name)
    if shown != name and shown.isascii():
        return [_found("look-alike", name, f"Its name is not “{shown}”: some letters only look like it.", "block")]
    return []


def skeleton(name: str) -> str:
    """`name` with every character that looks like an ASCII one replaced by it."""
    return name if name.isascii() else normalize("NFKC", name.translate(_LETTERS)).translate(_LETTERS)


def bared(name: str) -> str:
    """`name` for people: where letters only look like ASCII ones, they are spelled out as `‹U+0430›`."""
    if name.isascii() or not skeleton(name).isascii():
        return plain(name)
    return "".join(mark if mark.isascii() else f"‹U+{ord(mark):04X}›" for mark in plain(name))


def folded(name: str) -> str:
    """What names that may pass for each other have in common: a coarse key; `passes` tells whether they do."""
    return skeleton(name).translate(_DIGITS).casefold().replace("i", "l")


def passes(name: str, other: str) -> bool:
    """Whether one is read as the other where only letters, digits and case are looked at quickly."""
    name, other = skeleton(name), skeleton(other)
    return (
        name.casefold() == other.casefold() or name.translate(_DIGITS).casefold() == other.translate(_DIGITS).casefold()
    )


def mimics(name: str) -> list[Finding]:
    """Whether it is the name of a client's own tool."""
    owner = _OWNERS.get(name)
    if owner is None:
        return []
    whose = "a tool of clients" if owner == "any" else f"a tool of {owner}"
    return [_found("built-in", name, f"Its name is that of {whose}.", "ask")]


class Neighbours:
    """The older tools of other servers, to look names up in."""

    def __init__(self, others: dict[str, list[tuple[str, float]]], prefixed: bool) -> None:
        """`others`: (server, since when) by tool. `prefixed`: the client shows the server's name beside the tool's."""
        self._others = others
        self._prefixed = prefixed
        self._folded: dict[str, list[str]] = {}
        for name in others:
            self._folded.setdefault(folded(name), []).append(name)

    def of(self, name: str, since: float) -> list[Finding]:
        """What an older tool (pinned before `since`, seconds since the epoch) makes of `name`."""
        for other in self._folded.get(folded(name), ()):
            servers = [server for server, at in self._others[other] if at < since]
            if not servers or not passes(name, other):
                continue
            if other != name and other.casefold() != name.casefold():
                text = f"Its name passes for “{other}” of the server “{servers[0]}”."
                return [_found("look-alike", name, text, "ask")]
            if not self._prefixed:
                how = "Its name is also" if other == name else f"But for case its name is “{other}”,"
                text = f"{how} a tool's of the server “{servers[0]}”, and this client does not tell them apart."
                return [_found("collision", name, text, "flag" if _reads(name) else "ask")]
        return []


def among(names: list[str], twice: set[str]) -> dict[str, list[Finding]]:
    """What the names of one list make of each other. `twice`: those that stand there with different contents."""
    first: dict[str, str] = {}
    found: dict[str, list[Finding]] = {}
    for name in names:
        other = first.setdefault(folded(name), name)
        if other == name or not passes(name, other):
            continue
        if other.casefold() == name.casefold():
            finding = _found("case", name, f"But for case its name is “{other}” of the same server.", "flag")
        else:
            finding = _found("look-alike", name, f"Its name passes for “{other}” of the same server.", "ask")
        found[name] = [finding]
    for name in twice:
        found[name] = [_found("twice", name, "Its name stands twice in the list, with different contents.", "block")]
    return found


def _reads(name: str) -> bool:
    return name.casefold().replace("-", "_").partition("_")[0] in READING


def _found(rule: str, name: str, text: str, action: str) -> Finding:
    return Finding("names", rule, "name", name, text, action)
